import type { Injection, Status } from '../core/outcome.js';
import type { Finding } from '../core/reasons.js';

/** One decision about one pod, as the status page shows it. */
export interface Decision {
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly namespace: string;
  /** The pod's name, or its `generateName` with an asterisk. */
  readonly pod: string;
  readonly status: Status | 'unchanged';
  /** At least one: `injected` where there is nothing else to say. */
  readonly findings: readonly Finding[];
  readonly injections: readonly Injection[];
}

/** The last decisions, in memory only. */
export interface DecisionLog {
  readonly add: (decision: Decision) => void;
  /** Newest first. */
  readonly list: () => readonly Decision[];
}

/** Keeps the last `limit` decisions and drops older ones. */
export function createDecisionLog(limit = 100): DecisionLog {
  const ring: Decision[] = [];
  let next = 0;
  return {
    add: (decision) => {
      ring[next] = decision;
      next = (next + 1) % limit;
    },
    list: () => [...ring.slice(next), ...ring.slice(0, next)].reverse(),
  };
}
