import type { ClusterSnapshot, PlatformState } from '../core/snapshot.js';
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
