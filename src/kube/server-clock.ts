import { performance } from 'node:perf_hooks';

/** A time with microseconds, as Leases and Events have it. */
export const formatMicroTime = (time: Date): string => time.toISOString().replace('Z', '000Z');

/** The clock of the API server, as its answers tell it. */
export interface ServerClock {
  /** Takes the `Date` of an answer. */
  readonly observeDate: (date: string | undefined) => void;
  /**
   * The time by that clock: what was heard last and what has passed since, whatever is done to the clock of this machine;
   * before anything was heard, that one's.
   */
  readonly now: () => Date;
}

/** `elapsedMs` never jumps. */
export function createServerClock(elapsedMs: () => number = () => performance.now()): ServerClock {
  let offsetMs: number | undefined;
  return {
    observeDate: (date) => {
      const time = Date.parse(date ?? '');
      if (!Number.isNaN(time)) offsetMs = time - elapsedMs();
    },
    now: () => new Date(offsetMs === undefined ? Date.now() : offsetMs + elapsedMs()),
  };
}
