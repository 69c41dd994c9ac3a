import type { Fields } from '../../core/json.js';
import { ANSWERING, FAILED, METRICS } from './metric-names.js';
import { buildOverride, type Panel, type PanelQuery } from './panels.js';

/**
 * Panels of the service map, by the metrics that the Collector makes of traces; so they are the same whichever backend
 * keeps the traces. `$service` narrows them to services and the calls from and to them.
 */

/** Calls in which a chosen service is on either side. */
const formatCallRate = (metric: string, window: string): string =>
  `(rate(${metric}{client=~"$service"}[${window}]) or rate(${metric}{server=~"$service"}[${window}]))`;

const formatSpanRate = (metric: string, window: string, more: readonly string[] = []): string =>
  `rate(${metric}{${[ANSWERING, 'service_name=~"$service"', ...more].join(', ')}}[${window}])`;

/** Nothing instead of no answer, for what has not failed. */
const formatOrZero = (expression: string, of: string): string => `(${expression} or 0 * ${of})`;

/** The whole time that the dashboard shows, and a window that follows the resolution of lines. */
const WHOLE = '$__range';
const LINE = '$__rate_interval';

/** A service as node: the label `id` instead of the side of the call. */
const formatSideId = (name: 'client' | 'server', expression: string): string =>
  `label_replace(${expression}, "id", "$1", "${name}", "(.+)")`;

const incoming = `sum by (id) (${formatSideId('server', formatCallRate(METRICS.requests, WHOLE))})`;
const failing = `sum by (id) (${formatSideId('server', formatCallRate(METRICS.failed, WHOLE))})`;
/** Services that only call others take nothing in, and are nodes all the same. */
const nodes = `${incoming} or 0 * sum by (id) (${formatSideId('client', formatCallRate(METRICS.requests, WHOLE))})`;

const failedShare = formatOrZero(`${failing} / (${incoming} > 0)`, `(${nodes})`);

/** A call as edge: its ends, and both together as its name. */
const formatEdge = (expression: string): string =>
  `label_join(label_replace(label_replace(${expression}, "source", "$1", "client", "(.+)"), "target", "$1", "server", "(.+)"), "id", " → ", "client", "server")`;

const formatQuantile = (share: number, by: string, buckets: string): string =>
  `histogram_quantile(${share.toString()}, sum by (le, ${by}) (${buckets}))`;

const edgeLatency = formatQuantile(0.95, 'client, server', formatCallRate(METRICS.serverLatency, WHOLE));

const TOPOLOGY_QUERIES: readonly PanelQuery[] = [
  { refId: 'nodes', expr: nodes, asTable: true },
  {
    refId: 'nodesLatency',
    expr: formatQuantile(0.95, 'id', formatSideId('server', formatCallRate(METRICS.serverLatency, WHOLE))),
    asTable: true,
  },
  { refId: 'nodesFailed', expr: failedShare, asTable: true },
  { refId: 'nodesFine', expr: `1 - ${failedShare}`, asTable: true },
  {
    refId: 'edges',
    expr: formatEdge(`sum by (client, server) (${formatCallRate(METRICS.requests, WHOLE)})`),
    asTable: true,
  },
  {
    refId: 'edgesLatency',
    expr: `sum by (id) (label_join(${edgeLatency}, "id", " → ", "client", "server"))`,
    asTable: true,
  },
];

/** Frames whose query begins with a word become one, by the identifier of the node or edge. */
const buildJoinTransformation = (word: string): Fields => ({
  id: 'joinByField',
  options: { byField: 'id', mode: 'outer' },
  filter: { id: 'byRefId', options: `/^${word}/` },
  topic: 'series',
});

/**
 * The value of a query as a field that the panel knows by its name. Renaming a field only changes what is shown, and
 * the panel looks at the name; https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/node-graph/
 */
const buildFieldTransformation = (query: string, field: string): Fields => ({
  id: 'calculateField',
  options: {
    mode: 'reduceRow',
    alias: field,
    reduce: { include: [`Value #${query}`], reducer: 'lastNotNull' },
  },
  filter: { id: 'byRefId', options: query.startsWith('nodes') ? '/nodes/' : '/edges/' },
  topic: 'series',
});

const TOPOLOGY_FIELDS = [
  ['nodes', 'mainstat'],
  ['nodesLatency', 'secondarystat'],
  ['nodesFailed', 'arc__failed'],
  ['nodesFine', 'arc__fine'],
  ['edges', 'mainstat'],
  ['edgesLatency', 'secondarystat'],
] as const;

const topology: Panel = {
  title: 'Topology',
  type: 'nodeGraph',
  description:
    'Services and the calls between them: requests a second, and below the latency that 95 % of them keep. The ring shows the share of failed ones.',
  width: 24,
  height: 16,
  queries: TOPOLOGY_QUERIES,
  transformations: [
    buildJoinTransformation('nodes'),
    buildJoinTransformation('edges'),
    ...TOPOLOGY_FIELDS.map(([query, field]) => buildFieldTransformation(query, field)),
  ],
  overrides: [
    buildOverride('mainstat', 'unit', 'reqps'),
    buildOverride('secondarystat', 'unit', 's'),
    buildOverride('arc__failed', 'color', { mode: 'fixed', fixedColor: 'red' }),
    buildOverride('arc__fine', 'color', { mode: 'fixed', fixedColor: 'green' }),
  ],
};

const half = { type: 'timeseries', width: 12, height: 8 } as const;

const ANSWERS = `sum by (service_name) (${formatSpanRate(METRICS.calls, LINE)})`;

const traffic: readonly Panel[] = [
  {
    ...half,
    title: 'Requests by service',
    description: 'Requests that a service answers, a second.',
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: ANSWERS,
        legend: '{{service_name}}',
      },
    ],
  },
  {
    ...half,
    title: 'Requests by call',
    description: 'Requests from one service to another, a second.',
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: `sum by (client, server) (${formatCallRate(METRICS.requests, LINE)})`,
        legend: '{{client}} → {{server}}',
      },
    ],
  },
];

const QUANTILES = [
  ['A', 0.5],
  ['B', 0.95],
  ['C', 0.99],
] as const;

const latency: readonly Panel[] = [
  {
    ...half,
    title: 'Latency by service',
    description: 'Time that 50, 95 and 99 % of the answers of a service keep.',
    unit: 's',
    queries: QUANTILES.map(([refId, share]) => ({
      refId,
      expr: formatQuantile(share, 'service_name', formatSpanRate(METRICS.latency, LINE)),
      legend: `{{service_name}} ${(share * 100).toString()} %`,
    })),
  },
  {
    ...half,
    title: 'Latency by call',
    description: 'Time that 95 % of the answers keep, from one service to another, as the server sees it.',
    unit: 's',
    queries: [
      {
        refId: 'A',
        expr: formatQuantile(0.95, 'client, server', formatCallRate(METRICS.serverLatency, LINE)),
        legend: '{{client}} → {{server}}',
      },
    ],
  },
];

const errors: readonly Panel[] = [
  {
    ...half,
    title: 'Errors by service',
    description: 'Share of the answers of a service that fail.',
    unit: 'percentunit',
    queries: [
      {
        refId: 'A',
        expr: `${formatOrZero(`sum by (service_name) (${formatSpanRate(METRICS.calls, LINE, [FAILED])})`, ANSWERS)} / ${ANSWERS}`,
        legend: '{{service_name}}',
      },
    ],
  },
  {
    title: 'Error flow',
    type: 'table',
    description: 'Calls that fail, from the service that calls to the one that fails, a second.',
    width: 12,
    height: 8,
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: `sort_desc(sum by (client, server) (${formatCallRate(METRICS.failed, WHOLE)}) > 0)`,
        asTable: true,
      },
    ],
    transformations: [
      {
        id: 'organize',
        options: { excludeByName: { Time: true }, renameByName: { Value: 'failed' } },
      },
    ],
  },
];

/** Every panel in the order in which they are shown. */
export const SERVICE_MAP_PANELS: readonly Panel[] = [topology, ...traffic, ...latency, ...errors];
