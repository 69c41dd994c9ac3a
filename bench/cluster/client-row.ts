import { quantile, spreadOf, type Spread } from '../statistics.js';
import type { ArmName } from './arms.js';

/** Milliseconds of one arm's creates in one round. */
export interface Round {
  readonly arm: ArmName;
  readonly round: number;
  readonly milliseconds: readonly number[];
}

/** What one client sees of an arm. Compared round by round with the arm that has no webhook. */
export interface ClientRow {
  readonly arm: ArmName;
  readonly p50: Spread;
  readonly p99: number;
  readonly ratio: Spread;
  readonly addedMs: Spread;
}

/** Sums the rounds up for each arm; `base` is the one that the others are compared with. */
export function clientRows(rounds: readonly Round[], base: ArmName): readonly ClientRow[] {
  const p50Of = (name: ArmName): readonly number[] =>
    rounds.filter(({ arm }) => arm === name).map(({ milliseconds }) => quantile(milliseconds, 0.5));
  const bases = p50Of(base);
  const compared = (own: readonly number[], how: (each: number, other: number) => number): Spread =>
    spreadOf(own.map((each, round) => how(each, bases[round] ?? Number.NaN)));
  return [...new Set(rounds.map(({ arm }) => arm))].map((arm) => {
    const own = p50Of(arm);
    const all = rounds.filter((round) => round.arm === arm).flatMap(({ milliseconds }) => milliseconds);
    return {
      arm,
      p50: spreadOf(own),
      p99: quantile(all, 0.99),
      ratio: compared(own, (each, other) => each / other),
      addedMs: compared(own, (each, other) => each - other),
    };
  });
}
