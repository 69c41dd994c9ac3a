import type { Panel } from '../../src/render/grafana/panels.js';
import { THRESHOLDS } from './alerts.js';
import { drawLine, half, increase, rate, small, third } from './panel-parts.js';
import { AUDIT_PANELS, CLUSTER_PANELS, PROCESS_PANELS } from './replica-panels.js';

/** The panels of the dashboard of the webhook. Each has data as soon as a replica was asked about a pod. */

const state: readonly Panel[] = [
  {
    ...small,
    title: 'Ready replicas',
    description: 'Replicas that take requests.',
    queries: [{ refId: 'A', expr: 'sum(doka_tracing_ready)' }],
  },
  {
    ...small,
    title: 'Versions',
    description: 'Replicas by version; two versions while a new one is rolled out.',
    queries: [{ refId: 'A', expr: 'count by (version) (doka_tracing_build_info)', legend: '{{version}}' }],
  },
  {
    ...small,
    title: 'TracingPlatform',
    description: 'Replicas by the state of the TracingPlatform in them.',
    queries: [{ refId: 'A', expr: 'sum by (state) (doka_tracing_platform_state) > 0', legend: '{{state}}' }],
  },
  {
    ...small,
    title: 'Certificate lasts',
    description: 'Time until the first serving certificate expires.',
    unit: 's',
    queries: [{ refId: 'A', expr: 'min(doka_tracing_certificate_expiry_timestamp_seconds) - time()' }],
  },
];

const QUANTILES = [
  ['A', 0.5],
  ['B', 0.95],
  ['C', 0.99],
] as const;

const answers: readonly Panel[] = [
  {
    ...half,
    title: 'Pods by result',
    description: 'Requests about pods per second, by result.',
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: `sum by (result) (${rate('doka_tracing_admissions_total')})`,
        legend: '{{result}}',
      },
    ],
  },
  {
    ...half,
    title: 'Time to answer',
    description:
      'Time within which 50, 95 and 99 % of the answers come. After 2 seconds, the API server continues without one.',
    unit: 's',
    overrides: [drawLine(THRESHOLDS.answerSeconds)],
    queries: QUANTILES.map(([refId, share]) => ({
      refId,
      expr: `histogram_quantile(${share}, sum by (le) (${rate('doka_tracing_admission_duration_seconds_bucket')}))`,
      legend: `${share * 100} %`,
    })),
  },
  {
    ...half,
    title: 'Injections',
    description: 'Containers that were injected, by language and backend.',
    queries: [
      {
        refId: 'A',
        expr: `sum by (language, backend) (${increase('doka_tracing_injections_total')})`,
        legend: '{{language}} → {{backend}}',
      },
    ],
  },
  {
    title: 'Reasons',
    type: 'table',
    description: 'Reasons that were given, in the time that is shown; docs/reasons.md explains each.',
    width: 12,
    height: 8,
    queries: [
      {
        refId: 'A',
        expr: 'sort_desc(sum by (reason, language) (increase(doka_tracing_findings_total[$__range])))',
        asTable: true,
      },
    ],
    transformations: [
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName: { Value: 'times' } } },
    ],
  },
];

const others: readonly Panel[] = [
  {
    ...third,
    title: 'Objects and workloads',
    description: 'Requests per second to validate objects, and to warn about workloads.',
    unit: 'reqps',
    queries: [
      {
        refId: 'A',
        expr: `sum by (result) (${rate('doka_tracing_validations_total')})`,
        legend: 'object {{result}}',
      },
      {
        refId: 'B',
        expr: `sum by (result) (${rate('doka_tracing_workload_reviews_total')})`,
        legend: 'workload {{result}}',
      },
    ],
  },
  {
    ...third,
    title: 'Bounds that were reached',
    description: 'Threads for large bodies that ended, and connections that were closed.',
    queries: [
      {
        refId: 'A',
        expr: `sum by (result) (${increase('doka_tracing_judge_threads_ended_total')})`,
        legend: 'thread {{result}}',
      },
      {
        refId: 'B',
        expr: `sum by (result) (${increase('doka_tracing_connections_closed_total')})`,
        legend: 'connection {{result}}',
      },
    ],
  },
  {
    ...third,
    title: 'Event-loop lag',
    description: 'How late the event loop was. Above the line, pods are admitted unjudged.',
    unit: 's',
    overrides: [drawLine(THRESHOLDS.lagSeconds)],
    queries: [{ refId: 'A', expr: 'max by (pod) (doka_tracing_event_loop_lag_seconds)', legend: '{{pod}}' }],
  },
];

/** Every panel in the order in which they are shown. */
export const WEBHOOK_PANELS: readonly Panel[] = [
  ...state,
  ...answers,
  ...others,
  ...AUDIT_PANELS,
  ...CLUSTER_PANELS,
  ...PROCESS_PANELS,
];
