import { expect, test } from 'vitest';
import { mergeSnapshots } from '../../../src/serve/merge-snapshots.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import type { LimitRange } from '../../../src/core/kubernetes/limit-range.js';

const snapshot = (over: Partial<ClusterSnapshot>): ClusterSnapshot => ({ ...EMPTY_SNAPSHOT, ...over });
const namespaces = (team: string, ...names: readonly string[]): ClusterSnapshot['namespaces'] =>
  new Map(names.map((name) => [name, { labels: { team }, annotations: {} }]));
const ranges = (...limitRanges: readonly LimitRange[]): ClusterSnapshot['limitRanges'] =>
  new Map([['shop', limitRanges]]);

test('the later one wins where both hold the same object', () => {
  const merged = mergeSnapshots(
    snapshot({
      namespaces: namespaces('files', 'a', 'b'),
      limitRanges: ranges({ name: 'x', limits: [] }, { name: 'y', limits: [] }),
    }),
    snapshot({
      namespaces: namespaces('cluster', 'b', 'c'),
      limitRanges: ranges({ name: 'y', limits: [{ type: 'Pod' }] }),
    }),
  );
  expect([...merged.namespaces].map(([name, { labels }]) => [name, labels['team']])).toEqual([
    ['a', 'files'],
    ['b', 'cluster'],
    ['c', 'cluster'],
  ]);
  expect(merged.limitRanges.get('shop')).toEqual([
    { name: 'x', limits: [] },
    { name: 'y', limits: [{ type: 'Pod' }] },
  ]);
});

test('a map that only one has is not copied', () => {
  const many = namespaces('cluster', 'a', 'b');
  expect(mergeSnapshots(EMPTY_SNAPSHOT, snapshot({ namespaces: many })).namespaces).toBe(many);
  expect(mergeSnapshots(snapshot({ namespaces: many }), EMPTY_SNAPSHOT).namespaces).toBe(many);
});

test('a platform that is invalid later hides an earlier one; one that is absent does not', () => {
  const invalid = { kind: 'invalid', issues: [] } as const;
  expect(mergeSnapshots(snapshot({ platform: invalid }), EMPTY_SNAPSHOT).platform).toBe(invalid);
  expect(mergeSnapshots(EMPTY_SNAPSHOT, snapshot({ platform: invalid })).platform).toBe(invalid);
});
