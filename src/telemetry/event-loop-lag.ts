import { performance } from 'node:perf_hooks';

/** How late the event loop is. */
export interface LagProbe {
  /** Milliseconds by which the loop is overdue right now; back to 0 as soon as it has come round. */
  readonly currentMs: () => number;
  /** The largest lag in milliseconds since this was last asked. */
  readonly takeMaxMs: () => number;
  readonly stop: () => void;
}

const INTERVAL_MS = 50;

/**
 * Measures the lag with a timer that should fire every 50 ms. While callbacks of one round of the loop keep it from
 * firing, the lag grows, so that work late in an overlong round sees it; a single past stall leaves no trace, since
 * turning requests away then would gain nothing. `now` is a clock in milliseconds that never goes back.
 */
export function startLagProbe(now: () => number = () => performance.now()): LagProbe {
  let due = now() + INTERVAL_MS;
  let max = 0;
  const measureLag = (): number => Math.max(0, now() - due);
  const timer = setInterval(() => {
    max = Math.max(max, measureLag());
    due = now() + INTERVAL_MS;
  }, INTERVAL_MS);
  timer.unref();
  return {
    currentMs: measureLag,
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
