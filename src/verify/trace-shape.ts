import { assertNever } from '../core/domain.js';
import type { Sampling } from '../core/platform/platform.js';

/** How a trace is made so that sampling keeps it. */
export interface TraceShape {
  readonly isError: boolean;
  readonly durationMs: number;
  /** Whether sampling then keeps it in any case. */
  readonly isCertain: boolean;
  /** What a person should know of it. */
  readonly note?: string;
}

const PLAIN: TraceShape = { isError: false, durationMs: 50, isCertain: true };

/**
 * What keeps a trace under a platform's sampling. Where agents decide, being sent as sampled does. Where the Collector
 * decides, an error or its duration does, if it keeps those.
 */
export function selectTraceShape(sampling: Sampling | undefined): TraceShape {
  if (sampling === undefined || sampling.strategy === 'probabilistic') return PLAIN;
  if (sampling.strategy === 'tail') return selectTailShape(sampling);
  switch (sampling.mode) {
    case 'jaeger-remote':
      return PLAIN;
    case 'collector':
      return {
        ...PLAIN,
        isCertain: false,
        note: `The Collector keeps ${sampling.spansPerSecond} spans a second; under more load it may drop the trace.`,
      };
    default:
      return assertNever(sampling);
  }
}

const ERROR: TraceShape = { ...PLAIN, isError: true };

function selectTailShape({
  keepErrors,
  slowMs,
  percent,
}: Extract<Sampling, { strategy: 'tail' }>): TraceShape {
  if (keepErrors) return { ...ERROR, note: 'The trace has an error, since the Collector keeps such traces.' };
  if (slowMs !== undefined)
    return {
      ...PLAIN,
      durationMs: slowMs + 1000,
      note: `The trace says that it took ${slowMs + 1000} ms, since the Collector keeps slow traces.`,
    };
  const isCertain = percent === 100;
  return { ...PLAIN, isCertain, note: `The Collector keeps ${percent} percent of all traces, by chance.` };
}

/** A trace that says that it failed, whatever the platform: for a Collector whose sampling is not known here. */
export const MARKED: TraceShape = ERROR;
/** A trace with nothing to be kept for. */
export const UNMARKED: TraceShape = PLAIN;
