import type { LimitRangeItem } from '../kubernetes/limit-range.js';
import type { Quantities } from '../kubernetes/pod.js';
import { findAmount } from '../kubernetes/quantity.js';

/** Names of the resources of maps of quantities. */
export const listResourceNames = (...maps: readonly (Quantities | undefined)[]): readonly string[] =>
  maps.flatMap((map) => Object.keys(map ?? {}));

/** Resources that a LimitRange would give defaults to, which could be more than the pod asks for. */
export function listRangedNames(ranges: readonly LimitRangeItem[]): readonly string[] {
  return ranges
    .filter(({ type }) => type === 'Container')
    .flatMap((item) => listResourceNames(item.default, item.defaultRequest, item.max, item.min));
}

/** The bounds of one kind that the LimitRanges of a namespace set for a resource. */
export type BoundLookup = (type: 'Container' | 'Pod', kind: BoundKind, name: string) => readonly number[];

const BOUND_KINDS = ['min', 'max', 'maxLimitRequestRatio'] as const;
type BoundKind = (typeof BOUND_KINDS)[number];

/** Puts the bounds in order once, as LimitRanges may name as many resources as they have items. */
export function indexBounds(items: readonly LimitRangeItem[]): BoundLookup {
  const known = new Map<string, number[]>();
  for (const [key, amount] of items.flatMap(listItemBounds)) {
    const amounts = known.get(key);
    if (amounts === undefined) known.set(key, [amount]);
    else amounts.push(amount);
  }
  return (type, kind, name) => known.get(`${type} ${kind} ${name}`) ?? [];
}

const listItemBounds = (item: LimitRangeItem): readonly (readonly [string, number])[] =>
  item.type === 'Container' || item.type === 'Pod'
    ? BOUND_KINDS.flatMap((kind) =>
        Object.keys(item[kind] ?? {}).flatMap((name) =>
          listAmounts(item[kind], name).map((amount) => [`${item.type} ${kind} ${name}`, amount] as const),
        ),
      )
    : [];

/** The amount of a resource as a list; empty where it is not named. */
export const listAmounts = (map: Quantities | undefined, name: string): readonly number[] => {
  const amount = findAmount(map, name);
  return amount === undefined ? [] : [amount];
};
