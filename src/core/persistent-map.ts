import { computeFnv1a } from './hash.js';

/**
 * A map that never changes. `with` gives another one that shares all it can, so that one change among 100,000 entries
 * copies some 25 of them, and whoever holds the old map sees what it saw.
 */
export interface PersistentMap<V> extends ReadonlyMap<string, V> {
  /** This map with other values under some keys; `undefined` removes the key. */
  readonly with: (changes: Iterable<readonly [string, V | undefined]>) => PersistentMap<V>;
}

/** How many small maps a map is made of. A change copies the list of them, and a part of the entries. */
const PARTS = 4096;

type MapParts<V> = readonly (ReadonlyMap<string, V> | undefined)[];

/** An empty map. */
export const createEmptyMap = <V>(): PersistentMap<V> => createMap<V>([], 0);

function createMap<V>(parts: MapParts<V>, size: number): PersistentMap<V> {
  function* entries(): Generator<[string, V], undefined> {
    for (const part of parts) if (part !== undefined) yield* part;
    return undefined;
  }
  function* keys(): Generator<string, undefined> {
    for (const [key] of entries()) yield key;
    return undefined;
  }
  function* values(): Generator<V, undefined> {
    for (const [, value] of entries()) yield value;
    return undefined;
  }
  const map: PersistentMap<V> = Object.freeze({
    size,
    get: (key: string) => parts[getPartIndex(key)]?.get(key),
    has: (key: string) => parts[getPartIndex(key)]?.has(key) === true,
    entries,
    keys,
    values,
    [Symbol.iterator]: entries,
    forEach: (each: (value: V, key: string, all: ReadonlyMap<string, V>) => void) => {
      for (const [key, value] of entries()) each(value, key, map);
    },
    with: (changes: Iterable<readonly [string, V | undefined]>) => applyMapChanges({ parts, size }, changes),
  });
  return map;
}

/** Copies the parts that are touched, each once. */
function applyMapChanges<V>(
  before: { readonly parts: MapParts<V>; readonly size: number },
  changes: Iterable<readonly [string, V | undefined]>,
): PersistentMap<V> {
  const parts = [...before.parts];
  const copies = new Map<number, Map<string, V>>();
  let { size } = before;
  for (const [key, value] of changes) {
    const index = getPartIndex(key);
    const part = copies.get(index) ?? new Map(parts[index]);
    copies.set(index, part);
    parts[index] = part;
    size -= part.size;
    if (value === undefined) part.delete(key);
    else part.set(key, value);
    size += part.size;
  }
  return createMap(parts, size);
}

const getPartIndex = (key: string): number => computeFnv1a(key) % PARTS;
