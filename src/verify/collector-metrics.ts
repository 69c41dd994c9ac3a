import type { ServerAccess } from './server-access.js';
import { sendHttpRequest } from './http-exchange.js';

/** Counters of spans that a Collector has about itself: by its metric, and by the exporter where it is one's. */
export type SpanCounters = ReadonlyMap<string, number>;

/**
 * Reads a Collector's own metrics; undefined where they cannot be read. Versions differ in a `_total` at the end.
 * https://opentelemetry.io/docs/collector/internal-telemetry/#lists-of-internal-metrics
 */
export async function fetchSpanCounters(access: ServerAccess): Promise<SpanCounters | undefined> {
  const answer = await sendHttpRequest(access, { method: 'GET' });
  if (!answer.ok || answer.value.status !== 200) return undefined;
  return parseSpanCounters(answer.value.body.toString());
}

function parseSpanCounters(text: string): SpanCounters {
  const counters = new Map<string, number>();
  // Line by line, as a brace that is never closed must not be looked for in all lines below it.
  for (const [key, value] of text.split('\n').flatMap(parseMetricLine))
    counters.set(key, (counters.get(key) ?? 0) + value);
  return counters;
}

function parseMetricLine(line: string): readonly (readonly [string, number])[] {
  const [, name = '', labels = '', value] = LINE.exec(line) ?? [];
  const isSkipped = !COUNTERS.has(name) || (name === DROPPED && !labels.includes('sampled="false"'));
  if (isSkipped) return [];
  const [exporter] = /(?<=\bexporter=")[^"]{1,100}/.exec(labels) ?? [];
  return [[exporter === undefined ? name : `${name} ${exporter}`, Number(value)]];
}

const DROPPED = 'processor_tail_sampling_global_count_traces_sampled';

const COUNTERS: ReadonlySet<string> = new Set([
  'receiver_accepted_spans',
  'receiver_refused_spans',
  'exporter_sent_spans',
  'exporter_send_failed_spans',
  'exporter_enqueue_failed_spans',
  'exporter_queue_size',
  DROPPED,
]);

const LINE = /^otelcol_(\w+?)(?:_total)?\{([^}]*)\} (\d[\d.e+]*)/;

/** What a Collector did between two readings, a sentence for each part of it; of all its traffic, not of one trace. */
export function describeCounterChanges(before: SpanCounters, after: SpanCounters): readonly string[] {
  const more = (key: string): number => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  const refused = more('receiver_refused_spans');
  const dropped = more(DROPPED);
  return [
    `Meanwhile the Collector accepted ${more('receiver_accepted_spans')} spans${refused > 0 ? ` and refused ${refused}` : ''}.`,
    ...(dropped > 0 ? [`Traces that its tail sampling dropped: ${dropped}.`] : []),
    ...listExporters(after).map((exporter) => {
      const failed =
        more(`exporter_send_failed_spans ${exporter}`) + more(`exporter_enqueue_failed_spans ${exporter}`);
      const queued = after.get(`exporter_queue_size ${exporter}`) ?? 0;
      const sent = more(`exporter_sent_spans ${exporter}`);
      return `Its exporter ${exporter} sent ${sent} spans and failed with ${failed}; its queue holds ${queued}.`;
    }),
  ];
}

const listExporters = (counters: SpanCounters): readonly string[] =>
  [...new Set([...counters.keys()].flatMap((key) => key.split(' ').slice(1)))].sort();
