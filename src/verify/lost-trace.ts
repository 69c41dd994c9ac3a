import { type SpanCounters, fetchSpanCounters, describeCounterChanges } from './collector-metrics.js';
import { STORE } from './diagnoses/store.js';
import type { ReadOutcome, TraceRoute } from './trace-route.js';

type LostOutcome = Extract<ReadOutcome, { kind: 'failed' }>;

/** Tells whether a trace was taken in and is not there. */
const isLost = (step: ReadOutcome): step is LostOutcome =>
  step.kind === 'failed' && Object.hasOwn(STORE, step.diagnosis.code);

/** What the Collector of a route says of itself now; undefined where it is not asked for or cannot be read. */
export const fetchRouteCounters = (
  { metrics }: TraceRoute,
  signal: AbortSignal,
): Promise<SpanCounters | undefined> =>
  metrics === undefined ? Promise.resolve(undefined) : fetchSpanCounters({ ...metrics, signal });

/** The steps, those of a trace that is lost with what the Collector did since then. */
export async function addCollectorEvidence(
  reads: readonly ReadOutcome[],
  route: TraceRoute,
  since: { readonly before: SpanCounters | undefined; readonly signal: AbortSignal },
): Promise<readonly ReadOutcome[]> {
  if (route.metrics === undefined || !reads.some(isLost)) return reads;
  const { before, signal } = since;
  const after = await fetchRouteCounters(route, signal);
  const evidence =
    before === undefined || after === undefined
      ? ['The metrics of the Collector could not be read.']
      : describeCounterChanges(before, after);
  return reads.map((read) => (isLost(read) ? addEvidence(evidence, read) : read));
}

const addEvidence = (evidence: readonly string[], step: LostOutcome): LostOutcome => ({
  ...step,
  diagnosis: { ...step.diagnosis, seen: [...step.diagnosis.seen, ...evidence] },
});
