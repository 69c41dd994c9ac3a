import type { WatchPace } from '../../src/kube/watch-pace.js';

/** A pace at which nothing is waited for but silence. */
export const QUICK: WatchPace = {
  firstPauseMs: 2,
  longestPauseMs: 10,
  absentMs: 10,
  watchSeconds: 90,
  silenceMs: 10_000,
  lookMs: 5,
  healthyMs: 0,
  restFactor: 0,
};
