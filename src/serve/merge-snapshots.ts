import {
  listInstrumentationNamespaces,
  type ClusterSnapshot,
  type InstrumentationLookup,
  type Lookup,
  type PlatformState,
  type SnapshotLookups,
} from '../core/snapshot.js';
import type { LimitRange } from '../core/kubernetes/limit-range.js';

/**
 * Puts snapshots of several contexts together; where two hold the same object, the later one wins. Where only one has
 * anything, its map is taken as it is: that of a cluster may hold 100,000 entries.
 */
export function mergeSnapshots(
  first: ClusterSnapshot,
  ...others: readonly ClusterSnapshot[]
): ClusterSnapshot {
  return others.reduce(mergeTwoSnapshots, first);
}

const mergeTwoSnapshots = (a: ClusterSnapshot, b: ClusterSnapshot): ClusterSnapshot => ({
  namespaces: mergeMaps(a.namespaces, b.namespaces, pickLater),
  instrumentations: mergeMaps(a.instrumentations, b.instrumentations, (x, y) => mergeMaps(x, y, pickLater)),
  platform: pickPlatform(a.platform, b.platform),
  limitRanges: mergeMaps(a.limitRanges, b.limitRanges, mergeLimitRanges),
  owners: mergeMaps(a.owners, b.owners, pickLater),
  configMaps: mergeMaps(a.configMaps, b.configMaps, pickLater),
  serviceAccounts: mergeMaps(a.serviceAccounts, b.serviceAccounts, pickLater),
  languages: b.languages,
});

const pickLater = <V>(_earlier: V, value: V): V => value;

const mergeLimitRanges = (a: readonly LimitRange[], b: readonly LimitRange[]): readonly LimitRange[] => [
  ...a.filter(({ name }) => !b.some((other) => other.name === name)),
  ...b,
];

const pickPlatform = (a: PlatformState, b: PlatformState): PlatformState => (b.kind === 'absent' ? a : b);

/** Both maps; values under a key that both have are joined. */
function mergeMaps<V>(
  a: ReadonlyMap<string, V>,
  b: ReadonlyMap<string, V>,
  join: (x: V, y: V) => V,
): ReadonlyMap<string, V> {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const both = new Map(a);
  for (const [key, value] of b) {
    const there = both.get(key);
    both.set(key, there === undefined ? value : join(there, value));
  }
  return both;
}

/**
 * The same for a cluster whose values can only be looked up: what is above wins. Nothing of the cluster is read before it
 * is asked for.
 */
export const layerSnapshot = (below: SnapshotLookups, above: ClusterSnapshot): SnapshotLookups => ({
  namespaces: layerLookup(below.namespaces, above.namespaces),
  instrumentations: layerInstrumentations(below.instrumentations, above.instrumentations),
  platform: pickPlatform(below.platform, above.platform),
  limitRanges: layerLookup(below.limitRanges, above.limitRanges, mergeLimitRanges),
  owners: layerLookup(below.owners, above.owners),
  configMaps: layerLookup(below.configMaps, above.configMaps),
  serviceAccounts: layerLookup(below.serviceAccounts, above.serviceAccounts),
  languages: above.languages,
});

const layerLookup = <V>(
  below: Lookup<V>,
  above: Lookup<V>,
  join: (x: V, y: V) => V = pickLater,
): Lookup<V> => ({
  get: (key) => {
    const [x, y] = [below.get(key), above.get(key)];
    if (x === undefined || y === undefined) return x ?? y;
    return join(x, y);
  },
});

const layerInstrumentations = (
  below: InstrumentationLookup,
  above: InstrumentationLookup,
): InstrumentationLookup => ({
  listNamespaces: (name) =>
    [...new Set([below, above].flatMap((each) => listInstrumentationNamespaces(each, name)))].sort(),
  get: (namespace) => {
    const [x, y] = [below.get(namespace), above.get(namespace)];
    if (x === undefined || y === undefined) return x ?? y;
    return {
      keys: () => new Set([...x.keys(), ...y.keys()]).values(),
      get: (name) => y.get(name) ?? x.get(name),
    };
  },
});
