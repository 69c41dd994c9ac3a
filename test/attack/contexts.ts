import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { loadContexts, type LoadedContext } from '../../src/serve/live-context.js';
import { LANGUAGES, type Language } from '../../src/core/domain.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { snapshot } from '../support/arbitraries-contexts.js';
import { anyPlatformSpec } from '../support/arbitraries-platforms.js';
import { chance } from '../support/arbitraries-text.js';
import { until } from '../support/until.js';
import { callAdmin } from './client.js';
import type { Product } from './product.js';

/** What a cluster may hold, as the objects of a file that `serve --context` reads. */

type KubernetesObject = Readonly<Record<string, unknown>>;

const platformObject = anyPlatformSpec
  .map((spec): unknown => JSON.parse(JSON.stringify({ metadata: { name: 'default' }, spec })))
  // A file with a platform that does not fit is refused as a whole, and the one before stays in force.
  .filter((object) => parseTracingPlatform(object).ok)
  .map((object) => ({
    apiVersion: 'tracing.dokaseca.io/v1alpha1',
    kind: 'TracingPlatform',
    ...(object as KubernetesObject),
  }));

/** The objects of a cluster. */
export const contextObjects: fc.Arbitrary<readonly KubernetesObject[]> = fc
  .tuple(snapshot, chance(60, platformObject))
  .map(([held, platform]) => [...listObjects(held), ...(platform === undefined ? [] : [platform])]);

function listObjects(held: ClusterSnapshot): readonly KubernetesObject[] {
  const namespaces = [...held.namespaces].map(([name, facts]) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name, ...facts },
  }));
  const instrumentations = [...held.instrumentations.values()].flatMap((byName) =>
    [...byName.values()].map((object) => ({
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      ...object,
    })),
  );
  const limitRanges = [...held.limitRanges].flatMap(([namespace, ranges]) =>
    ranges.map(({ name, limits }, index) => ({
      ...{ apiVersion: 'v1', kind: 'LimitRange' },
      metadata: { name: `${name}-${index}`, namespace },
      spec: { limits },
    })),
  );
  const configMaps = [...held.configMaps].map(([id, data]) => {
    const [namespace, name] = id.split('/');
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data };
  });
  return [...namespaces, ...instrumentations, ...limitRanges, ...configMaps];
}

/** Makes the context of a folder these objects, all at once, as a mounted ConfigMap changes. */
export function writeContext(folder: string, objects: readonly KubernetesObject[]): void {
  mkdirSync(folder, { recursive: true });
  const draft = join(dirname(folder), 'draft.json');
  writeFileSync(draft, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  renameSync(draft, join(folder, 'context.json'));
}

/** All languages, go and nginx among them. */
const ALL_LANGUAGES: ReadonlySet<Language> = new Set(LANGUAGES);
export const ENABLE_ALL = ['--enable-languages', LANGUAGES.join(',')];

/** Reads the context of a folder as the webhook does, and waits until the webhook has it in force. */
export async function awaitContext(product: Product, folder: string): Promise<LoadedContext> {
  const loaded = await loadContexts({ paths: [folder], languages: ALL_LANGUAGES });
  if (!loaded.ok) throw new Error(`the context is refused: ${JSON.stringify(loaded.error)}`);
  const line = `doka_tracing_context_hash ${Number.parseInt(loaded.value.hash, 16)}`;
  await until(
    () => callAdmin(product, '/metrics'),
    ({ text }) => text.split('\n').includes(line),
  );
  return loaded.value;
}
