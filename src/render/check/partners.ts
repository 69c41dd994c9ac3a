import { isRecord } from './collector-config.js';

/** The name of an item of a list, as containers, ports and variables have one. */
export const nameOf = (item: unknown): unknown => (isRecord(item) ? item['name'] : undefined);

/** Where the item of a list is that another list's item is compared with: of the same name, else at the same place. */
export function partnerAt(item: unknown, others: readonly unknown[], index: number): number {
  const name = nameOf(item);
  const named = name === undefined ? -1 : others.findIndex((each) => nameOf(each) === name);
  return named === -1 ? index : named;
}
