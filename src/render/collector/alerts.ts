import type { Fields } from '../../core/json.js';
import { findCollectorSampling } from '../../core/platform/platform.js';
import type { RenderSettings } from '../settings.js';
import { getMetricsService } from './tier-names.js';
import { buildTiers } from './tiers.js';

/** What should be known of Collectors that lose spans, or are about to. */
export interface Alert {
  readonly name: string;
  /** In PromQL, of the metrics that a selector picks. */
  readonly buildExpression: (selector: string) => string;
  /** How long the condition must last before the alert fires. */
  readonly holdsFor: string;
  /** What a Collector does, behind its name. */
  readonly does: string;
  /** What that means, and what to do. */
  readonly description: string;
  /** Whether only Collectors that sample whole traces can have it. */
  readonly needsTailSampling?: true;
}

/** Labels by which an alert tells Collectors apart. */
const POD = 'namespace, job, pod';

/**
 * The rate of a counter. Whether its name ends in `_total` depends on the version of the Collector, and on that of the
 * Operator, which writes the reader of the metrics.
 */
const buildRate = (counter: string, by: string, selector: string): string =>
  `sum by (${POD}${by}) (rate({__name__=~"${counter}(_total)?",${selector}}[5m])) > 0`;

/** A queue that is fuller than this share is close to losing spans. */
const FULL = 0.8;

/** Every alert. https://opentelemetry.io/docs/collector/internal-telemetry/ */
export const ALERTS: readonly Alert[] = [
  {
    name: 'CollectorRefusesSpans',
    buildExpression: (selector) => buildRate('otelcol_receiver_refused_spans', ', receiver', selector),
    holdsFor: '5m',
    does: 'refuses spans',
    description:
      'Agents retry for a while, and then drop spans. If its log says that memory is short, add replicas or sample more; otherwise see what the Collectors behind it refuse.',
  },
  {
    name: 'CollectorFailsToSend',
    buildExpression: (selector) => buildRate('otelcol_exporter_send_failed_spans', ', exporter', selector),
    holdsFor: '2m',
    does: 'loses spans that it cannot deliver',
    description:
      'They were rejected for good, or retried for too long. Its log says why: tenant, credentials, size, or a second tier that is not there.',
  },
  {
    name: 'CollectorDropsSpans',
    buildExpression: (selector) => buildRate('otelcol_exporter_enqueue_failed_spans', ', exporter', selector),
    holdsFor: '2m',
    does: 'drops spans, because a queue is full',
    description: 'See that the backend is up and fast enough; add replicas, or sample more.',
  },
  {
    name: 'CollectorQueueFills',
    buildExpression: (selector) =>
      `max by (${POD}, exporter) (otelcol_exporter_queue_size{${selector}} / otelcol_exporter_queue_capacity{${selector}}) > ${FULL.toString()}`,
    holdsFor: '5m',
    does: 'has a queue that is almost full',
    description:
      'Spans will be lost soon. See that the backend is up and fast enough; add replicas, or sample more.',
  },
  {
    name: 'CollectorDecidesTooEarly',
    buildExpression: (selector) =>
      buildRate('otelcol_processor_tail_sampling_sampling_trace_dropped_too_early', '', selector),
    holdsFor: '2m',
    does: 'drops traces before it has decided on them',
    description: 'More traces come than it can hold. Add replicas, which share the traces among them.',
    needsTailSampling: true,
  },
];

/** The rules of Prometheus for the Collectors of a platform, as groups. https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export function buildAlertGroups(settings: RenderSettings): readonly Fields[] {
  const { platform } = settings;
  const selector = buildSelector(settings);
  const isSampling = findCollectorSampling(platform.sampling) !== undefined;
  const rules = ALERTS.filter(({ needsTailSampling }) => isSampling || needsTailSampling !== true).map(
    ({ name, buildExpression, holdsFor, does, description }) => ({
      alert: name,
      expr: buildExpression(selector),
      for: holdsFor,
      labels: { severity: 'warning' },
      annotations: { summary: `The Collector {{ $labels.pod }} ${does}.`, description },
    }),
  );
  return [{ name: 'collector', rules }];
}

/** Picks the metrics of the platform's own Collectors: both operators call the job after the Service. */
function buildSelector(settings: RenderSettings): string {
  const jobs = buildTiers(settings).map((tier) => getMetricsService(tier, settings.form).name);
  return `namespace="${settings.platform.collector.namespace}",job=~"${jobs.join('|')}"`;
}
