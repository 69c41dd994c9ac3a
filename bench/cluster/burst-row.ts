import { spreadOf, type Spread } from '../statistics.js';
import type { ArmName } from './arms.js';

/** Clients of a burst. */
export const CLIENTS = 32;

/** One burst of an arm. */
export interface BurstRound {
  readonly arm: ArmName;
  readonly perSecond: number;
  readonly created: number;
  /** Pods that should have been injected and came out without a word of ours; absent where that says nothing. */
  readonly missed?: number;
  /** How often the API server went on without the answer of the arm's webhook. */
  readonly failedOpen: number;
}

/** What came of an arm's bursts. */
export interface BurstRow {
  readonly arm: ArmName;
  readonly created: number;
  readonly perSecond: Spread;
  /** Pods per second over those of the arm without a webhook, round by round. */
  readonly share: Spread;
  readonly missed?: number;
  readonly failedOpen: number;
}

/** Sums bursts up for each arm; `base` is the one that the others are compared with. */
export function burstRows(rounds: readonly BurstRound[], base: ArmName): readonly BurstRow[] {
  const of = (name: ArmName): readonly BurstRound[] => rounds.filter(({ arm }) => arm === name);
  const bases = of(base);
  return [...new Set(rounds.map(({ arm }) => arm))].map((arm) => {
    const own = of(arm);
    const missed = own.flatMap((each) => each.missed ?? []);
    return {
      arm,
      created: total(own.map(({ created }) => created)),
      perSecond: spreadOf(own.map(({ perSecond }) => perSecond)),
      share: spreadOf(own.map(({ perSecond }, round) => perSecond / (bases[round]?.perSecond ?? Number.NaN))),
      failedOpen: total(own.map((each) => each.failedOpen)),
      ...(missed.length === 0 ? {} : { missed: total(missed) }),
    };
  });
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
