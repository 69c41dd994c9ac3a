import { type SpanCounters, spanCounters, whatBecame } from './collector-metrics.js';
import { STORE } from './diagnoses/store.js';
import type { ReadStep, Way } from './way.js';

type Lost = Extract<ReadStep, { kind: 'failed' }>;

/** Tells whether a trace was taken in and is not there. */
const isLost = (step: ReadStep): step is Lost =>
  step.kind === 'failed' && Object.hasOwn(STORE, step.diagnosis.code);

/** What the Collector of a way says of itself now; undefined where it is not asked for or cannot be read. */
export const countersOf = ({ metrics }: Way, signal: AbortSignal): Promise<SpanCounters | undefined> =>
  metrics === undefined ? Promise.resolve(undefined) : spanCounters({ ...metrics, signal });

/** The steps, those of a trace that is lost with what the Collector did since then. */
export async function withEvidence(
  reads: readonly ReadStep[],
  way: Way,
  since: { readonly before: SpanCounters | undefined; readonly signal: AbortSignal },
): Promise<readonly ReadStep[]> {
  if (way.metrics === undefined || !reads.some(isLost)) return reads;
  const { before, signal } = since;
  const after = await countersOf(way, signal);
  const evidence =
    before === undefined || after === undefined
      ? ['The metrics of the Collector could not be read.']
      : whatBecame(before, after);
  return reads.map((read) => (isLost(read) ? adding(evidence, read) : read));
}

const adding = (evidence: readonly string[], step: Lost): Lost => ({
  ...step,
  diagnosis: { ...step.diagnosis, seen: [...step.diagnosis.seen, ...evidence] },
});
