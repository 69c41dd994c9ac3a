import type { Access } from './access.js';
import { exchange } from './http-exchange.js';

/** Counters of spans that a Collector has about itself: by its metric, and by the exporter where it is one's. */
export type SpanCounters = ReadonlyMap<string, number>;

/**
 * Reads a Collector's own metrics; undefined where they cannot be read. Versions differ in a `_total` at the end.
 * https://opentelemetry.io/docs/collector/internal-telemetry/#lists-of-internal-metrics
 */
export async function spanCounters(access: Access): Promise<SpanCounters | undefined> {
  const answer = await exchange(access, { method: 'GET' });
  if (!answer.ok || answer.value.status !== 200) return undefined;
  return countersIn(answer.value.body.toString());
}

function countersIn(text: string): SpanCounters {
  const counters = new Map<string, number>();
  for (const { groups = {} } of text.matchAll(LINES)) {
    const { name, labels = '', value } = groups;
    if (name === DROPPED && !labels.includes('sampled="false"')) continue;
    const [exporter] = /(?<=\bexporter=")[^"]{1,100}/.exec(labels) ?? [];
    const key = exporter === undefined ? `${name}` : `${name} ${exporter}`;
    counters.set(key, (counters.get(key) ?? 0) + Number(value));
  }
  return counters;
}

const DROPPED = 'processor_tail_sampling_global_count_traces_sampled';

const LINES =
  /^otelcol_(?<name>receiver_(?:accepted|refused)_spans|exporter_(?:sent|send_failed|enqueue_failed)_spans|exporter_queue_size|processor_tail_sampling_global_count_traces_sampled)(?:_total)?\{(?<labels>[^}]*)\} (?<value>\d[\d.e+]*)/gm;

/** What a Collector did between two readings, a sentence for each part of it; of all its traffic, not of one trace. */
export function whatBecame(before: SpanCounters, after: SpanCounters): readonly string[] {
  const more = (key: string): number => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  const refused = more('receiver_refused_spans');
  const dropped = more(DROPPED);
  return [
    `Meanwhile the Collector took in ${more('receiver_accepted_spans')} spans${refused > 0 ? ` and refused ${refused}` : ''}.`,
    ...(dropped > 0 ? [`Traces that its tail sampling dropped: ${dropped}.`] : []),
    ...exportersIn(after).map((exporter) => {
      const failed =
        more(`exporter_send_failed_spans ${exporter}`) + more(`exporter_enqueue_failed_spans ${exporter}`);
      const queued = after.get(`exporter_queue_size ${exporter}`) ?? 0;
      const sent = more(`exporter_sent_spans ${exporter}`);
      return `Its exporter ${exporter} sent ${sent} spans and failed with ${failed}; its queue holds ${queued}.`;
    }),
  ];
}

const exportersIn = (counters: SpanCounters): readonly string[] =>
  [...new Set([...counters.keys()].flatMap((key) => key.split(' ').slice(1)))].sort();
