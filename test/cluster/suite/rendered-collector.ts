import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { dokaTracing, type Ended } from './doka-tracing.js';
import { bringImagesOf } from './manifest-images.js';
import { apply, kubectl, kubectlWith } from './test-cluster.js';

/** Parts of the rendered objects that are looked at here. */
interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly template?: object };
}

/** As plain objects: the cluster has no OpenTelemetry Operator. */
const RENDER = ['render', 'collector', '-f', '-', '--as', 'plain'];

/** The platform that the cluster has, as `kubectl get` prints it. */
export const platformText = (): string => kubectl('get', 'tracingplatform', 'default', '--output=yaml');

/** What `render` writes of the Collector for the platform that the cluster has. */
function rendered(...flags: readonly string[]): string {
  const { code, out } = dokaTracing(platformText(), ...RENDER, ...flags);
  if (code !== 0) throw new Error(`render ended with ${code}: ${out}`);
  return out;
}

/**
 * Applies the Collector that is rendered for the platform, as it is, gives the cluster the images that it names, and waits
 * until it is rolled out.
 */
export async function applyCollector(): Promise<void> {
  const text = rendered();
  const objects = parseAllDocuments(text).map((document) => document.toJS() as RenderedObject);
  await bringImagesOf(text);
  apply(text);
  for (const { kind, metadata, spec } of objects)
    if (spec?.template !== undefined)
      kubectl(
        'rollout',
        'status',
        `${kind.toLowerCase()}/${metadata.name}`,
        `--namespace=${metadata.namespace ?? ''}`,
        '--timeout=180s',
      );
}

/** Removes all that was rendered but the Namespace. */
export function removeCollector(): void {
  kubectlWith(rendered('--no-namespaces'), 'delete', '--ignore-not-found', '--wait', '-f', '-');
}

/** Every kind that is rendered. */
const KINDS =
  'serviceaccounts,clusterroles,clusterrolebindings,configmaps,deployments,statefulsets,poddisruptionbudgets,services';

/** What `render --check` says of all that the cluster has in the Collector's namespace. */
export function checkCollector(namespace: string): Ended {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-check-'));
  const file = join(folder, 'platform.yaml');
  try {
    writeFileSync(file, platformText());
    const there = kubectl('get', KINDS, `--namespace=${namespace}`, '--output=yaml');
    return dokaTracing(there, 'render', 'collector', '-f', file, '--as', 'plain', '--check', '-');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
