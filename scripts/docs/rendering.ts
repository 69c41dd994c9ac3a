import { TOPOLOGIES } from '../../src/core/domain.js';
import { ADDON_OF } from '../../src/core/platform/defaults.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { ALERTS } from '../../src/render/collector/alerts.js';
import type { Component } from '../../src/render/collector/component.js';
import { RENAMED, SINCE } from '../../src/render/collector/names.js';
import { buildTiers } from '../../src/render/collector/tiers.js';
import { buildDatasources } from '../../src/render/grafana/datasources.js';
import { resolveRenderSettings, type RenderSettings } from '../../src/render/settings.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

type SpecFields = Readonly<Record<string, unknown>>;

const FLAGS = { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true };
const ALL_FLAGS = { ...FLAGS, ...Object.fromEntries(Object.values(ADDON_OF).map((flag) => [flag, true])) };
const METRICS = { enable_victoria_metrics_k8s_stack: true };

function parseRenderSettings(spec: SpecFields): RenderSettings {
  const read = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return resolveRenderSettings(read.value, { replicas: 2 });
}

const NEEDS: readonly (readonly [string, SpecFields])[] = [
  ['nothing more', { addons: FLAGS }],
  ['metrics of traces', { addons: { ...FLAGS, ...METRICS } }],
  ['tail or adaptive sampling', { addons: FLAGS, sampling: { strategy: 'tail', percent: 10 } }],
];

/** Which workloads stand for a topology, and what each holds in memory. */
export function buildTierTable(): string {
  const rows = TOPOLOGIES.flatMap((topology) =>
    NEEDS.map(([need, spec]) => {
      const tiers = buildTiers(parseRenderSettings({ ...spec, collector: { topology } }));
      const cells = tiers.map(
        ({ workload, name, memoryMiB }) =>
          `${workload} ${formatCode(`${name}-collector`)} (${memoryMiB} MiB)`,
      );
      return [formatCode(topology), need, cells[0] ?? '', cells[1] ?? '–'];
    }),
  );
  return formatTable(['topology', 'with', 'agents send to', 'behind it'], rows);
}

const formatIds = (components: readonly Component[]): string => formatCodes(components.map(({ id }) => id));

/** The pipelines of the second tier with everything on. */
export function buildPipelineTable(): string {
  const spec = { addons: { ...FLAGS, ...METRICS }, sampling: { strategy: 'tail', percent: 10 } };
  const rows = buildTiers(parseRenderSettings({ ...spec, cluster: { name: 'production' } })).flatMap(
    ({ name, pipelines }) =>
      pipelines.map(({ id, receivers, processors, exporters }) => [
        formatCode(`${name}-collector`),
        formatCode(id),
        formatIds(receivers),
        formatIds(processors),
        formatIds(exporters),
      ]),
  );
  return formatTable(['Collector', 'pipeline', 'from', 'through', 'to'], rows);
}

/** What is told of Collectors, and when. */
export const buildAlertTable = (): string =>
  formatTable(
    ['alert', 'a Collector', 'for', 'then'],
    ALERTS.map(({ name, does, holdsFor, description }) => [formatCode(name), does, holdsFor, description]),
  );

/** Names of component types by version. */
export const buildNameTable = (): string =>
  formatTable(
    ['before', 'from', 'name'],
    Object.values(RENAMED).map(({ before, since, now }) => [formatCode(before), since, formatCode(now)]),
  );

const WHAT: Readonly<Record<keyof typeof SINCE, string>> = {
  dropPolicy: '`sampling.drop`, refused before',
  databaseNames: 'databases are nodes by `db.namespace` at once; before, after ten seconds',
  cardinalityLimit: 'a limit of series for each service, left out before',
  instanceDimension:
    'the label of the instance is removed from the span metrics, which have it from this version on',
};

/** What is rendered from a version on. */
export const buildSinceTable = (): string =>
  formatTable(
    ['from', 'what'],
    Object.entries(SINCE).map(([option, version]) => [version, WHAT[option as keyof typeof SINCE]]),
  );

/** The datasources with every backend on. */
export function buildDatasourceTable(): string {
  const all = buildDatasources(parseRenderSettings({ addons: { ...ALL_FLAGS, ...METRICS } }));
  return formatTable(
    ['datasource', 'uid', 'plugin', 'address by the default charts'],
    all.map(({ name, uid, type, url }) => [name, formatCode(uid), formatCode(type), formatCode(url)]),
  );
}
