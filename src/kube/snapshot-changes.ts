import type { Instrumentation } from '../core/objects/instrumentation.js';
import type { LimitRange } from '../core/kubernetes/limit-range.js';
import type { ObjectChange } from './mirror.js';
import type { PersistentMap } from './persistent-map.js';

/** How changes of objects become changes of the maps of a snapshot. Each gives a new map and leaves the old one. */

/** A map by a key of the object's own. */
export const applyChanges = <T>(
  before: PersistentMap<T>,
  changes: readonly ObjectChange<T>[],
  keyOf: (change: ObjectChange<T>) => string,
): PersistentMap<T> => before.with(changes.map((change) => [keyOf(change), change.value] as const));

type InstrumentationsByName = ReadonlyMap<string, Instrumentation>;

/** Instrumentations by namespace, then by name. */
export const applyInstrumentationChanges = (
  before: PersistentMap<InstrumentationsByName>,
  changes: readonly ObjectChange<Instrumentation>[],
): PersistentMap<InstrumentationsByName> =>
  applyByNamespace(before, changes, (old = new Map(), { name, value }) => {
    const others = [...old].filter(([other]) => other !== name);
    return omitEmpty(new Map(value === undefined ? others : [...others, [name, value]]));
  });

/** LimitRanges by namespace, in the order of their names. */
export const applyLimitRangeChanges = (
  before: PersistentMap<readonly LimitRange[]>,
  changes: readonly ObjectChange<LimitRange>[],
): PersistentMap<readonly LimitRange[]> =>
  applyByNamespace(before, changes, (old = [], { name, value }) => {
    const others = old.filter((other) => other.name !== name);
    const all = value === undefined ? others : [...others, value];
    return all.length === 0 ? undefined : [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
  });

/** One change after the other into what stands under its namespace. */
function applyByNamespace<T, V>(
  before: PersistentMap<V>,
  changes: readonly ObjectChange<T>[],
  next: (old: V | undefined, change: ObjectChange<T>) => V | undefined,
): PersistentMap<V> {
  const touched = new Map<string, V | undefined>();
  for (const change of changes) {
    const { namespace } = change;
    const old = touched.has(namespace) ? touched.get(namespace) : before.get(namespace);
    touched.set(namespace, next(old, change));
  }
  return before.with(touched);
}

const omitEmpty = <K, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> | undefined =>
  map.size === 0 ? undefined : map;
