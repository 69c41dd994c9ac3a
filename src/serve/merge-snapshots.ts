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
  return others.reduce(merged, first);
}

const merged = (a: ClusterSnapshot, b: ClusterSnapshot): ClusterSnapshot => ({
  namespaces: joined(a.namespaces, b.namespaces, later),
  instrumentations: joined(a.instrumentations, b.instrumentations, (x, y) => joined(x, y, later)),
  platform: laterPlatform(a.platform, b.platform),
  limitRanges: joined(a.limitRanges, b.limitRanges, joinedRanges),
  owners: joined(a.owners, b.owners, later),
  configMaps: joined(a.configMaps, b.configMaps, later),
  languages: b.languages,
});

const later = <V>(_earlier: V, value: V): V => value;

const joinedRanges = (a: readonly LimitRange[], b: readonly LimitRange[]): readonly LimitRange[] => [
  ...a.filter(({ name }) => !b.some((other) => other.name === name)),
  ...b,
];

const laterPlatform = (a: PlatformState, b: PlatformState): PlatformState => (b.kind === 'absent' ? a : b);

/** Both maps; values under a key that both have are joined. */
function joined<V>(
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
