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

/**
 * Quantities that all LimitRanges of a namespace may set together, each for one resource of one kind. Every one of them
 * is looked at for every agent that is added to a pod; a namespace that is in use has a dozen.
 */
export const MOST_LIMITS = 256;

const KINDS = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Counts the quantities of LimitRanges. */
export const countLimits = (ranges: readonly LimitRange[]): number =>
  ranges
    .flatMap(({ limits }) => limits)
    .reduce(
      (sum, item) => sum + KINDS.reduce((own, kind) => own + Object.keys(item[kind] ?? {}).length, 0),
      0,
    );

/**
 * Leaves out all items of a LimitRange after the first that makes it too large, and the rest of that one: no more than is
 * needed to know that it is. So whoever may write a LimitRange decides neither how much memory it takes nor how long a
 * copy of it takes.
 */
export function cutLimits(limits: readonly LimitRangeItem[]): readonly LimitRangeItem[] {
  const kept: LimitRangeItem[] = [];
  let left = MOST_LIMITS + 1;
  for (const item of limits.slice(0, left)) {
    if (left <= 0) break;
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
