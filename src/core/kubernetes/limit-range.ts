import { MOST_LIMITS } from '../bounds.js';
import type { Quantities } from './pod.js';

/** https://kubernetes.io/docs/concepts/policy/limit-range/ */
export interface LimitRange {
  readonly name: string;
  readonly limits: readonly LimitRangeItem[];
}

export interface LimitRangeItem {
  readonly type: string;
  readonly min?: Quantities;
  readonly max?: Quantities;
  readonly default?: Quantities;
  readonly defaultRequest?: Quantities;
  readonly maxLimitRequestRatio?: Quantities;
}

const KINDS = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Counts the quantities of LimitRanges; exactly up to one more than may be, for there may be any number of them. */
export function countLimits(ranges: readonly LimitRange[]): number {
  let sum = 0;
  for (const { limits } of ranges)
    for (const item of limits) {
      sum += countQuantities(item);
      if (sum > MOST_LIMITS) return sum;
    }
  return sum;
}

const countQuantities = (item: LimitRangeItem): number =>
  KINDS.reduce((sum, kind) => sum + Object.keys(item[kind] ?? {}).length, 0);

/**
 * What is kept of the items of a LimitRange: those about containers and pods, and no more of them than shows that they are
 * too many. So whoever may write a LimitRange decides neither how much memory it takes nor how long a copy of it takes.
 */
export function cutLimits(limits: readonly LimitRangeItem[]): readonly LimitRangeItem[] {
  const kept: LimitRangeItem[] = [];
  let left = MOST_LIMITS + 1;
  for (const item of limits) {
    if (left <= 0) break;
    const isRead = (item.type === 'Container' || item.type === 'Pod') && countQuantities(item) > 0;
    if (!isRead) continue;
    const parts = KINDS.flatMap((kind) => {
      const quantities = cutQuantities(item[kind], left);
      left -= Object.keys(quantities ?? {}).length;
      return quantities === undefined ? [] : [[kind, quantities] as const];
    });
    kept.push({ type: item.type, ...Object.fromEntries(parts) });
  }
  return kept;
}

const cutQuantities = (quantities: Quantities | undefined, most: number): Quantities | undefined =>
  quantities && Object.fromEntries(Object.entries(quantities).slice(0, Math.max(most, 0)));

/** The LimitRanges that say something, up to the first with which they are too many. */
export function cutRanges(ranges: readonly LimitRange[]): readonly LimitRange[] {
  const kept: LimitRange[] = [];
  for (const range of ranges) {
    if (countLimits(kept) > MOST_LIMITS) break;
    if (range.limits.length > 0) kept.push(range);
  }
  return kept;
}
