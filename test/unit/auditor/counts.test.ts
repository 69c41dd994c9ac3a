import { describe, expect, test } from 'vitest';
import { MOST_IMAGES, MOST_NAMESPACES } from '../../../src/auditor/bounds.js';
import {
  addCounts,
  limitNamespaces,
  NO_COUNTS,
  OTHER_NAMESPACES,
  type AuditCounts,
  type AwaitedImage,
} from '../../../src/auditor/counts.js';

const build = (pods: Partial<AuditCounts['pods']>, more: Partial<AuditCounts> = {}): AuditCounts => ({
  ...NO_COUNTS,
  workloads: 1,
  ...more,
  pods: { ...NO_COUNTS.pods, ...pods },
});

test('counts of two parts are added, and reasons and images by what they are', () => {
  const image: AwaitedImage = { image: 'a:1', reason: 'ErrImagePull', pods: 2 };
  const left = build({ pods: 3, missed: 1 }, { reasons: new Map([['opted-out', 1]]), images: [image] });
  const right = build(
    { pods: 2, stuck: 2 },
    {
      unjudged: 1,
      reasons: new Map([
        ['opted-out', 2],
        ['static-pod', 1],
      ]),
      images: [image, { ...image, image: 'b:1' }],
    },
  );
  expect(addCounts(left, right)).toEqual({
    workloads: 2,
    unjudged: 1,
    pods: { pods: 5, injected: 0, skipped: 0, missed: 1, outdated: 0, stuck: 2 },
    reasons: new Map([
      ['opted-out', 3],
      ['static-pod', 1],
    ]),
    images: [
      { ...image, pods: 4 },
      { ...image, image: 'b:1' },
    ],
  });
});

test('of images that pods wait for only so many are remembered, and those are still counted', () => {
  const images = Array.from({ length: MOST_IMAGES + 5 }, (_, index) => ({
    ...{ image: `a:${index}`, reason: 'ErrImagePull', pods: 1 },
  }));
  const sum = addCounts(build({}, { images }), build({}, { images }));
  expect(sum.images).toHaveLength(MOST_IMAGES);
  expect(new Set(sum.images.map(({ pods }) => pods))).toEqual(new Set([2]));
});

describe('namespaces that are named', () => {
  const named = (namespaces: Readonly<Record<string, AuditCounts>>, most: number): readonly string[] => [
    ...limitNamespaces(new Map(Object.entries(namespaces)), most).keys(),
  ];

  test.each<[string, Readonly<Record<string, AuditCounts>>, readonly string[]]>([
    [
      'missed pods before all',
      { a: build({ pods: 9 }), b: build({ missed: 1 }), c: build({ stuck: 5 }) },
      ['b', 'c', OTHER_NAMESPACES],
    ],
    [
      'outdated pods before those where nothing is to be done',
      { a: build({ pods: 9 }), b: build({ outdated: 1, pods: 1 }) },
      ['b', 'a'],
    ],
    [
      'most pods where nothing is to be done',
      { a: build({ pods: 1 }), b: build({ pods: 3 }), c: build({ pods: 2 }) },
      ['b', 'c', OTHER_NAMESPACES],
    ],
    ['none without a workload that asks', { a: NO_COUNTS, b: build({ pods: 1 }) }, ['b']],
    [
      'not one that is called like the rest',
      { [OTHER_NAMESPACES]: build({ missed: 7 }), b: build({ pods: 1 }) },
      ['b', OTHER_NAMESPACES],
    ],
  ])('%s', (_, namespaces, expected) => {
    expect(named(namespaces, 2)).toEqual(expected);
  });

  test('nothing is lost in the rest', () => {
    const all = new Map(
      Array.from(
        { length: MOST_NAMESPACES + 50 },
        (_, index) => [`n${index}`, build({ missed: index })] as const,
      ),
    );
    const limited = limitNamespaces(all);
    expect(limited.size).toBe(MOST_NAMESPACES + 1);
    expect(limited.get('n0')).toBeUndefined();
    const sum = (counts: Iterable<AuditCounts>): AuditCounts => [...counts].reduce(addCounts, NO_COUNTS);
    expect(sum(limited.values())).toEqual(sum(all.values()));
  });
});
