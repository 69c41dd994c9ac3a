import { isRecord } from '../../core/json.js';

/** The name of an item of a list, as containers, ports and variables have one. */
const getItemName = (item: unknown): unknown => (isRecord(item) ? item['name'] : undefined);

/** The items of a list by their names. */
export interface ItemIndex {
  /** Tells whether an item has a name that none of the list has. */
  readonly isAdded: (item: unknown) => boolean;
  /** Where the item of the list is that another list's item is compared with: of the same name, else at the same place. */
  readonly getPartner: (item: unknown, index: number) => number;
}

/** Indexes a list once, for every item of another one is looked for in it. */
export function indexItems(items: readonly unknown[]): ItemIndex {
  const places = new Map<unknown, number>();
  for (const [index, item] of items.entries()) {
    const name = getItemName(item);
    if (name !== undefined && !places.has(name)) places.set(name, index);
  }
  return {
    isAdded: (item) => getItemName(item) !== undefined && !places.has(getItemName(item)),
    getPartner: (item, index) => places.get(getItemName(item)) ?? index,
  };
}
