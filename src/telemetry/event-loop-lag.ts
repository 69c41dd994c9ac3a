import { performance } from 'node:perf_hooks';

/** How late the event loop is. */
export interface LagProbe {
  /**
   * Milliseconds that something may have waited which the loop comes to right now: it came after the loop looked for news
   * the time before, so the round before counts and what has passed of this one. 50 to 100 where nothing is late.
   */
  readonly longestWaitMs: () => number;
  /** The largest lag in milliseconds since this was last asked. */
  readonly takeMaxMs: () => number;
  readonly stop: () => void;
}

const INTERVAL_MS = 50;

/**
 * Measures the loop with a timer that should fire every 50 ms. Between two of its calls the loop has looked for news at least
 * once, so nothing that it comes to now is older than the call before the last one: work late in an overlong round sees
 * that, and so does the round after it. `now` is a clock in milliseconds that never goes back.
 */
export function startLagProbe(now: () => number = () => performance.now()): LagProbe {
  let last = now();
  let lastButOne = last;
  let max = 0;
  const measureLag = (): number => Math.max(0, now() - last - INTERVAL_MS);
  const timer = setInterval(() => {
    max = Math.max(max, measureLag());
    lastButOne = last;
    last = now();
  }, INTERVAL_MS);
  timer.unref();
  return {
    longestWaitMs: () => now() - lastButOne,
    takeMaxMs: () => {
      const value = Math.max(max, measureLag());
      max = 0;
      return value;
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
