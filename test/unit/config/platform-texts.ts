import { readPlatformInput } from '../../../src/config/platform-input.js';

/** What came of a text: its flags and notices, or its issues, as a person reads them. */
export interface Answer {
  readonly isOff?: true;
  readonly addons?: unknown;
  readonly notices?: readonly string[];
  readonly issues?: readonly string[];
}

export async function read(text: string, file = '-'): Promise<Answer> {
  const result = await readPlatformInput(text, { file });
  const shown = (list: readonly { path: string; message: string }[]): readonly string[] =>
    list.map(({ path, message }) => `${path}: ${message}`);
  if (!result.ok) return { issues: shown(result.error) };
  const notices = shown(result.value.notices);
  return 'isOff' in result.value ? { isOff: true, notices } : { addons: result.value.spec.addons, notices };
}

/** An Argo CD cluster Secret with labels, and with credentials as its data. */
export const clusterSecret = (labels: string): string => `apiVersion: v1
kind: Secret
metadata:
  name: hub
  labels:
    argocd.argoproj.io/secret-type: cluster
${labels}
stringData:
  config: '{"bearerToken": "hidden"}'
`;

/** The head of a TracingPlatform up to its fields. */
export const TRACING_PLATFORM = `apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec:
`;
