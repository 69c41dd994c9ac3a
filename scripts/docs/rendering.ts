import { TOPOLOGIES } from '../../src/core/domain.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import type { Component } from '../../src/render/collector/component.js';
import { RENAMED, SINCE } from '../../src/render/collector/names.js';
import { tiersOf } from '../../src/render/collector/tiers.js';
import { datasourcesOf } from '../../src/render/grafana/datasources.js';
import { settingsOf, type RenderSettings } from '../../src/render/settings.js';
import { code, codes, table } from './markdown.js';

type Spec = Readonly<Record<string, unknown>>;

const FLAGS = { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true };
const ALL_FLAGS = { ...FLAGS, enable_victoria_traces: true, enable_zipkin: true };
const METRICS = { enable_victoria_metrics_k8s_stack: true };

function settingsFor(spec: Spec): RenderSettings {
  const read = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return settingsOf(read.value, { replicas: 2 });
}

const NEEDS: readonly (readonly [string, Spec])[] = [
  ['nothing more', { addons: FLAGS }],
  ['metrics of traces', { addons: { ...FLAGS, ...METRICS } }],
  ['tail or adaptive sampling', { addons: FLAGS, sampling: { strategy: 'tail', percent: 10 } }],
];

/** Which workloads stand for a topology, and what each holds in memory. */
export function tierTable(): string {
  const rows = TOPOLOGIES.flatMap((topology) =>
    NEEDS.map(([need, spec]) => {
      const tiers = tiersOf(settingsFor({ ...spec, collector: { topology } }));
      const cells = tiers.map(
        ({ workload, name, memoryMiB }) => `${workload} ${code(`${name}-collector`)} (${memoryMiB} MiB)`,
      );
      return [code(topology), need, cells[0] ?? '', cells[1] ?? '–'];
    }),
  );
  return table(['topology', 'with', 'agents send to', 'behind it'], rows);
}

const ids = (components: readonly Component[]): string => codes(components.map(({ id }) => id));

/** The pipelines of the second tier with everything on. */
export function pipelineTable(): string {
  const spec = { addons: { ...FLAGS, ...METRICS }, sampling: { strategy: 'tail', percent: 10 } };
  const rows = tiersOf(settingsFor({ ...spec, cluster: { name: 'production' } })).flatMap(
    ({ name, pipelines }) =>
      pipelines.map(({ id, receivers, processors, exporters }) => [
        code(`${name}-collector`),
        code(id),
        ids(receivers),
        ids(processors),
        ids(exporters),
      ]),
  );
  return table(['Collector', 'pipeline', 'from', 'through', 'to'], rows);
}

/** Names of component types by version. */
export const nameTable = (): string =>
  table(
    ['before', 'from', 'name'],
    Object.values(RENAMED).map(({ before, since, now }) => [code(before), since, code(now)]),
  );

const WHAT: Readonly<Record<keyof typeof SINCE, string>> = {
  dropPolicy: '`sampling.drop`, refused before',
  cardinalityLimit: 'a limit of series for each service, left out before',
  instanceDimension: 'the label of the instance is taken off the span metrics, where it came to be',
};

/** What is rendered from a version on. */
export const sinceTable = (): string =>
  table(
    ['from', 'what'],
    Object.entries(SINCE).map(([option, version]) => [version, WHAT[option as keyof typeof SINCE]]),
  );

/** The datasources with every backend on. */
export function datasourceTable(): string {
  const all = datasourcesOf(settingsFor({ addons: { ...ALL_FLAGS, ...METRICS } }));
  return table(
    ['datasource', 'uid', 'plugin', 'address by the default charts'],
    all.map(({ name, uid, type, url }) => [name, code(uid), code(type), code(url)]),
  );
}
