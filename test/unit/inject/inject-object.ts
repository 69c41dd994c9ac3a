import { stringify } from 'yaml';
import { resolveLanguages } from '../../../src/config/languages.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { injectText, type InjectedText } from '../../../src/inject/manifests.js';
import { parseTemplateRule } from '../../../src/workload/template-path.js';
import { platformWith } from '../core/contexts.js';

const SNAPSHOT = {
  ...EMPTY_SNAPSHOT,
  languages: resolveLanguages({ enable: ['go'] }),
  namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
  platform: { kind: 'ready', platform: platformWith({}) } as const,
};

/** The object after injection, with the values of `--template-path`. */
export function inject(object: object, ...paths: readonly string[]): InjectedText {
  const rules = paths.map((path) => {
    const rule = parseTemplateRule(path);
    if (!rule.ok) throw new Error(rule.error);
    return rule.value;
  });
  const result = injectText({ file: 'app.yaml', text: stringify(object) }, SNAPSHOT, 'shop', rules);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Metadata that asks for a language. */
export const asks = (language = 'java'): object => ({
  annotations: { [`instrumentation.opentelemetry.io/inject-${language}`]: 'true' },
});

/** A pod template that asks. */
export const TEMPLATE = { metadata: asks(), spec: { containers: [{ name: 'app', image: 'app:1' }] } };

/** An object of a kind, called `web`. */
export const titled = (group: string, kind: string, rest: object): object => ({
  apiVersion: group === '' ? 'v1' : `${group}/v1`,
  kind,
  metadata: { name: 'web', namespace: 'shop' },
  ...rest,
});

/** What became of each pod template. */
export const statuses = ({ decisions }: InjectedText): readonly string[] =>
  decisions.map(({ status }) => status);

/** What is said of all objects. */
export const reasons = ({ decisions, others }: InjectedText): readonly string[] =>
  [...decisions, ...others].flatMap((each) => each.reasons.map(({ code, message }) => `${code}: ${message}`));
