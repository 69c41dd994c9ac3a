import type { ClusterSnapshot, PlatformState } from '../core/snapshot.js';

/** Puts snapshots of several contexts together; where two hold the same object, the later one wins. */
export function mergeSnapshots(
  first: ClusterSnapshot,
  ...others: readonly ClusterSnapshot[]
): ClusterSnapshot {
  return others.reduce(merged, first);
}

const merged = (a: ClusterSnapshot, b: ClusterSnapshot): ClusterSnapshot => ({
  namespaces: new Map([...a.namespaces, ...b.namespaces]),
  instrumentations: joined(a.instrumentations, b.instrumentations, (x, y) => new Map([...x, ...y])),
  platform: laterPlatform(a.platform, b.platform),
  limitRanges: joined(a.limitRanges, b.limitRanges, (x, y) => [...x, ...y]),
  owners: new Map([...a.owners, ...b.owners]),
  configMaps: new Map([...a.configMaps, ...b.configMaps]),
  languages: b.languages,
});

const laterPlatform = (a: PlatformState, b: PlatformState): PlatformState => (b.kind === 'absent' ? a : b);

/** Both maps; values under a key that both have are joined. */
function joined<V>(
  a: ReadonlyMap<string, V>,
  b: ReadonlyMap<string, V>,
  join: (x: V, y: V) => V,
): Map<string, V> {
  const both = new Map(a);
  for (const [key, value] of b) {
    const there = both.get(key);
    both.set(key, there === undefined ? value : join(there, value));
  }
  return both;
}
