import { FAILED, METRICS } from './metric-names.js';
import { buildOverride, type Panel, type PanelQuery, type Transformation } from './panels.js';
import {
  formatCallLatency,
  formatCallRate,
  formatEdge,
  formatEnds,
  formatNamed,
  formatQuantile,
  formatSpanRate,
  LINE,
  WHOLE,
  type Side,
} from './queries.js';

/**
 * Panels of the service map, by the metrics that the Collector makes of traces; so they are the same whichever backend
 * keeps the traces. `$namespace` and `$service` narrow them to services and the calls from and to them.
 */

/** A zero instead of no answer, where nothing has failed. */
const formatOrZero = (expression: string, of: string): string => `(${expression} or 0 * ${of})`;

/** The sum by node, for one side of the calls. */
const formatNodeSum = (side: Side, rate: string): string => `sum by (id) (${formatNamed('id', side, rate)})`;

const incoming = formatNodeSum('server', formatCallRate(METRICS.requests, WHOLE));
const failing = formatNodeSum('server', formatCallRate(METRICS.failed, WHOLE));
/** Services that only call others get no requests, but are nodes, too. */
const nodes = `${incoming} or 0 * ${formatNodeSum('client', formatCallRate(METRICS.requests, WHOLE))}`;

const failedShare = formatOrZero(`${failing} / (${incoming} > 0)`, `(${nodes})`);

const TOPOLOGY_QUERIES: readonly PanelQuery[] = [
  // The panel shows no name but the title. https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/node-graph/
  { refId: 'nodes', expr: `label_replace(${nodes}, "title", "$1", "id", "(.+)")`, asTable: true },
  {
    refId: 'nodesLatency',
    expr: formatQuantile(0.95, 'id', formatNamed('id', 'server', formatCallLatency(WHOLE))),
    asTable: true,
  },
  { refId: 'nodesFailed', expr: failedShare, asTable: true },
  { refId: 'nodesFine', expr: `1 - ${failedShare}`, asTable: true },
  {
    refId: 'edges',
    expr: `sum by (id, source, target) (${formatEdge(formatCallRate(METRICS.requests, WHOLE))})`,
    asTable: true,
  },
  {
    refId: 'edgesLatency',
    expr: formatQuantile(0.95, 'id', formatEdge(formatCallLatency(WHOLE))),
    asTable: true,
  },
];

/** Frames whose query begins with a word become one, by the identifier of the node or edge. */
const buildJoinTransformation = (word: string): Transformation => ({
  id: 'joinByField',
  options: { byField: 'id', mode: 'outer' },
  filter: { id: 'byRefId', options: `/^${word}/` },
  topic: 'series',
});

/**
 * The value of a query as a field that the panel knows by its name. Renaming a field only changes what is shown, and
 * the panel looks at the name; https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/node-graph/
 */
const buildFieldTransformation = (query: string, field: string): Transformation => ({
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
    'Services and the calls between them: requests a second, and below that the latency of the fastest 95 %. The ring shows the share of failed requests.',
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

/** By the label `service`. */
const formatServiceRate = (metric: string, more: readonly string[] = []): string =>
  formatNamed('service', 'service', formatSpanRate(metric, LINE, more));

const ANSWERS = `sum by (service) (${formatServiceRate(METRICS.calls)})`;

const traffic: readonly Panel[] = [
  {
    ...half,
    title: 'Requests by service',
    description: 'Requests per second that a service answers.',
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: ANSWERS,
        legend: '{{service}}',
      },
    ],
  },
  {
    ...half,
    title: 'Requests by call',
    description: 'Requests per second from one service to another.',
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: `sum by (source, target) (${formatEnds(formatCallRate(METRICS.requests, LINE))})`,
        legend: '{{source}} → {{target}}',
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
    description: 'Time within which 50, 95 and 99 % of the answers of a service come.',
    unit: 's',
    queries: QUANTILES.map(([refId, share]) => ({
      refId,
      expr: formatQuantile(share, 'service', formatServiceRate(METRICS.latency)),
      legend: `{{service}} ${(share * 100).toString()} %`,
    })),
  },
  {
    ...half,
    title: 'Latency by call',
    description:
      'Time within which 95 % of the answers come, from one service to another, as the server sees it; for targets that send no spans, as the client sees it.',
    unit: 's',
    queries: [
      {
        refId: 'A',
        expr: formatQuantile(0.95, 'source, target', formatEnds(formatCallLatency(LINE))),
        legend: '{{source}} → {{target}}',
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
        expr: `${formatOrZero(`sum by (service) (${formatServiceRate(METRICS.calls, [FAILED])})`, ANSWERS)} / ${ANSWERS}`,
        legend: '{{service}}',
      },
    ],
  },
  {
    title: 'Error flow',
    type: 'table',
    description: 'Failed calls per second, from the calling service to the failing one.',
    width: 12,
    height: 8,
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: `sort_desc(sum by (source, target) (${formatEnds(formatCallRate(METRICS.failed, WHOLE))}) > 0)`,
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
