/** Plain data with names, of a shape that is not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** Tells whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a field; an empty one where there is none. */
export function readRecord(data: Fields, key: string): Fields {
  const inner = data[key];
  return isRecord(inner) ? inner : {};
}

/** The objects in a list; none where it is no list. */
export const listRecords = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** A text that is not empty; undefined for everything else. */
export const readNonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/**
 * Plain data without the fields that are null or undefined; items of lists stay. Copies only what has such a field inside.
 * `depth` counts the objects and lists that are looked into below this one.
 */
export function removeNulls(value: unknown, depth = Infinity): unknown {
  if (depth < 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapOrKeep(value, (item) => removeNulls(item, depth - 1));
  const record = value as Record<string, unknown>;
  const changed = Object.entries(record).flatMap(([key, item]) => {
    const next = removeNulls(item, depth - 1);
    return next === item && isPresent(item) ? [] : [[key, next] as const];
  });
  if (changed.length === 0) return value;
  const copy = { ...record };
  for (const [key, next] of changed) {
    if (isPresent(next)) copy[key] = next;
    else Reflect.deleteProperty(copy, key);
  }
  return copy;
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

function mapOrKeep(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const next = list.map(change);
  return next.every((item, index) => item === list[index]) ? list : next;
}
