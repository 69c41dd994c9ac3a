import type { Store, Stored } from './store.js';

/** What field managers applied last, by store: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
const APPLIED = new WeakMap<Store, Map<string, unknown>>();

/** An object with what a manager applies to it, and without what the same manager applied before and leaves out now. */
export function applied(store: Store, before: Stored, { manager, body }: Application): Stored {
  const all = APPLIED.get(store) ?? new Map<string, unknown>();
  APPLIED.set(store, all);
  const key = `${before.metadata.uid ?? ''} ${manager}`;
  const after = merged(without(before, all.get(key), body), body) as Stored;
  // Over another version nothing is written.
  if (after.metadata.resourceVersion === before.metadata.resourceVersion) all.set(key, body);
  return after;
}

interface Application {
  /** Field manager and subresource. */
  readonly manager: string;
  readonly body: unknown;
}

/** RFC 7386; lists whose items have a `type` or `name` are joined by it, as apply and strategic merge do. */
export function merged(before: unknown, patch: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(patch)) return mergedList(before, patch);
  if (!isObject(patch)) return patch;
  const old = isObject(before) ? before : {};
  const changed = Object.entries(patch).map(([key, value]) => [key, merged(old[key], value)] as const);
  return Object.fromEntries([...Object.entries(old), ...changed].filter(([key]) => patch[key] !== null));
}

function mergedList(before: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  const key = keyOfItems(patch);
  if (key === undefined) return patch;
  const kept = before.map((item) => {
    const over = patch.find((other) => idOf(other, key) === idOf(item, key));
    return over === undefined ? item : merged(item, over);
  });
  return [...kept, ...patch.filter((item) => !before.some((other) => idOf(other, key) === idOf(item, key)))];
}

/** A value without the fields and items of `old` that `now` lacks. */
function without(value: unknown, old: unknown, now: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(old)) {
    const key = keyOfItems(old);
    if (key === undefined) return value;
    const given = Array.isArray(now) ? now : [];
    const isIn = (list: readonly unknown[], item: unknown): boolean =>
      list.some((each) => idOf(each, key) === idOf(item, key));
    return value.filter((item) => !isIn(old, item) || isIn(given, item));
  }
  if (!isObject(value) || !isObject(old)) return value;
  const given = isObject(now) ? now : {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(key in old) || key in given)
      .map(([key, each]) => [key, key in old ? without(each, old[key], given[key]) : each]),
  );
}

const keyOfItems = (list: readonly unknown[]): string | undefined =>
  ['type', 'name'].find((name) => list.every((item) => isObject(item) && name in item));

const idOf = (item: unknown, key: string): unknown => (isObject(item) ? item[key] : undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
