import { isRecord } from '../../core/json.js';

/** The name of an item of a list, as containers, ports and variables have one. */
export const getItemName = (item: unknown): unknown => (isRecord(item) ? item['name'] : undefined);

/** Where the item of a list is that another list's item is compared with: of the same name, else at the same place. */
export function getPartnerIndex(item: unknown, others: readonly unknown[], index: number): number {
  const name = getItemName(item);
  const named = name === undefined ? -1 : others.findIndex((each) => getItemName(each) === name);
  return named === -1 ? index : named;
}
