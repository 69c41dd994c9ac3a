import { setTimeout as delay } from 'node:timers/promises';

/** How long a watch waits for what, in milliseconds where nothing else is said. */
export interface WatchPace {
  /** The longest first pause after a failure; each next one may be twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Between two looks for a resource that is not installed. */
  readonly absentMs: number;
  /** After how long the API server is asked to end a watch; up to a third more at random, so that not all end at once. */
  readonly watchSeconds: number;
  /**
   * After how much silence a connection counts as dead. Longer than any watch lasts, so that a live API server has said
   * something by then, even one that sends no bookmarks.
   */
  readonly silenceMs: number;
  /** Between two looks at what is not watched. */
  readonly lookMs: number;
  /** A watch that ends sooner is a failure: going on at once would ask without end. */
  readonly healthyMs: number;
  /** What goes through all pods rests so many times as long as each of its steps took. */
  readonly restFactor: number;
}

export const PACE: WatchPace = {
  firstPauseMs: 500,
  longestPauseMs: 10_000,
  absentMs: 10_000,
  watchSeconds: 90,
  silenceMs: 150_000,
  lookMs: 10_000,
  healthyMs: 5000,
  // A fourth of a core at most.
  restFactor: 3,
};

/**
 * How long to pause after so many failures in a row: anything from nothing to twice as much as before. Clients that lost
 * the API server together do not come back together; https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function computePause(
  failures: number,
  { firstPauseMs, longestPauseMs }: WatchPace,
  random: number,
): number {
  return random * Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
}

/** Waits; less long when it is stopped. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
