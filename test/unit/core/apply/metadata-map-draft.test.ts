import { describe, expect, test } from 'vitest';
import { MetadataMapDraft } from '../../../../src/core/apply/metadata-map-draft.js';
import { PodDraft } from '../../../../src/core/apply/pod-draft.js';
import type { Operation } from '../../../../src/core/operation.js';
import type { Pod, StringMap } from '../../../../src/core/kubernetes/pod.js';

const POD: Pod = { spec: { containers: [{ name: 'app' }] } };

type Step = readonly ['set' | 'join', string, string];

function play(received: StringMap | undefined, steps: readonly Step[]): MetadataMapDraft {
  const draft = new MetadataMapDraft('annotations', received);
  for (const [how, key, value] of steps) draft.apply({ op: 'annotation', how, key, value });
  return draft;
}

const add = (key: string, value: string): Operation => ({
  op: 'add',
  path: `/metadata/annotations/${key}`,
  value,
});

test.each<[string, StringMap | undefined, readonly Step[], StringMap | undefined, readonly Operation[]]>([
  ['nothing', { a: '1' }, [], undefined, []],
  ['set, new', { a: '1' }, [['set', 'b', '2']], { a: '1', b: '2' }, [add('b', '2')]],
  ['set, over another value', { a: '1' }, [['set', 'a', '2']], { a: '2' }, [add('a', '2')]],
  ['set, to what it is', { a: '1' }, [['set', 'a', '1']], undefined, []],
  [
    'set twice',
    {},
    [
      ['set', 'a', '1'],
      ['set', 'a', '2'],
    ],
    { a: '2' },
    [add('a', '2')],
  ],
  [
    'set and set back',
    { a: '1' },
    [
      ['set', 'a', '2'],
      ['set', 'a', '1'],
    ],
    undefined,
    [],
  ],
  [
    'a key with a slash and a tilde',
    {},
    [['set', 'x.io/a~b', '1']],
    { 'x.io/a~b': '1' },
    [add('x.io~1a~0b', '1')],
  ],
  ['join, new', {}, [['join', 'a', 'x']], { a: 'x' }, [add('a', 'x')]],
  ['join, to an empty one', { a: '' }, [['join', 'a', 'x']], { a: 'x' }, [add('a', 'x')]],
  ['join, to others', { a: 'x,y' }, [['join', 'a', 'z']], { a: 'x,y,z' }, [add('a', 'x,y,z')]],
  ['join, what is there', { a: 'x,y' }, [['join', 'a', 'y']], undefined, []],
  ['join, what is there after a space', { a: 'x, y' }, [['join', 'a', 'y']], undefined, []],
  ['join, a part of what is there', { a: 'xy' }, [['join', 'a', 'x']], { a: 'xy,x' }, [add('a', 'xy,x')]],
  [
    'join twice',
    { a: 'x' },
    [
      ['join', 'a', 'y'],
      ['join', 'a', 'z'],
    ],
    { a: 'x,y,z' },
    [add('a', 'x,y,z')],
  ],
  [
    'join the same twice',
    {},
    [
      ['join', 'a', 'y'],
      ['join', 'a', 'y'],
    ],
    { a: 'y' },
    [add('a', 'y')],
  ],
  [
    'no annotations before: one operation for all',
    undefined,
    [
      ['set', 'x.io/a', '1'],
      ['join', 'b', '2'],
    ],
    { 'x.io/a': '1', b: '2' },
    [{ op: 'add', path: '/metadata/annotations', value: { 'x.io/a': '1', b: '2' } }],
  ],
])('%s', (...[, received, steps, result, operations]) => {
  const draft = play(received, steps);
  expect(draft.buildResult()).toEqual(result);
  expect(draft.buildOperations()).toEqual(operations);
});

test.each<[string, StringMap | undefined, readonly Operation[]]>([
  ['beside others', { app: 'x' }, [{ op: 'add', path: '/metadata/labels/a', value: '1' }]],
  ['as the first', undefined, [{ op: 'add', path: '/metadata/labels', value: { a: '1' } }]],
  ['that is there', { a: '1' }, []],
])('a label %s', (_, received, operations) => {
  const draft = new MetadataMapDraft('labels', received);
  draft.apply({ op: 'label', how: 'set', key: 'a', value: '1' });
  expect(draft.buildOperations()).toEqual(operations);
});

test.each<[string, Pod, readonly Operation[]]>([
  [
    'without metadata gets it as a whole',
    POD,
    [{ op: 'add', path: '/metadata', value: { labels: { a: '1' }, annotations: { b: '2' } } }],
  ],
  [
    'with empty metadata gets both maps',
    { metadata: {}, ...POD },
    [
      { op: 'add', path: '/metadata/labels', value: { a: '1' } },
      { op: 'add', path: '/metadata/annotations', value: { b: '2' } },
    ],
  ],
])('a pod %s', (_, pod, operations) => {
  const draft = new PodDraft(pod);
  draft.apply([
    { op: 'label', how: 'set', key: 'a', value: '1' },
    { op: 'annotation', how: 'set', key: 'b', value: '2' },
  ]);
  expect(draft.buildOperations()).toEqual(operations);
  expect(draft.buildResult().metadata).toEqual({ labels: { a: '1' }, annotations: { b: '2' } });
});

const remove = (key: string): Operation => ({ op: 'remove', path: `/metadata/annotations/${key}` });

describe('what is taken away', () => {
  const draftOf = (received: StringMap | undefined, steps: readonly Step[] = []): MetadataMapDraft => {
    const draft = play(received, steps);
    draft.apply({ op: 'annotation', how: 'remove', key: 'a' });
    return draft;
  };

  test('goes, and the others stay', () => {
    const draft = draftOf({ a: '1', b: '2' });
    expect([draft.buildResult(), draft.buildOperations()]).toEqual([{ b: '2' }, [remove('a')]]);
  });

  test.each<[string, StringMap | undefined, readonly Step[]]>([
    ['was not there', { b: '2' }, []],
    ['was set before', { b: '2' }, [['set', 'a', '1']]],
    ['no annotations at all', undefined, []],
  ])('%s: no operation', (_, received, steps) => {
    const draft = draftOf(received, steps);
    expect([draft.buildResult(), draft.buildOperations()]).toEqual([undefined, []]);
  });

  test('and set again is as it was', () => {
    const draft = draftOf({ a: '1' });
    draft.apply({ op: 'annotation', how: 'set', key: 'a', value: '1' });
    expect([draft.buildResult(), draft.buildOperations()]).toEqual([undefined, []]);
  });
});
