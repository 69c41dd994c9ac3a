import { describe, expect, test } from 'vitest';
import {
  buildAppendOperations,
  ContainerDraft,
  isWithin,
} from '../../../../src/core/apply/container-draft.js';
import type { Operation } from '../../../../src/core/operation.js';
import type { MountEdit } from '../../../../src/core/edits.js';
import type { Container, VolumeMount } from '../../../../src/core/kubernetes/pod.js';
import { refTo } from '../contexts.js';
import { played } from './played.js';

const container = refTo('app');
const at = (mountPath: string, name = 'v'): VolumeMount => ({ name, mountPath });
const mount = (mountPath: string, name?: string): MountEdit => ({
  op: 'mount',
  container,
  mount: at(mountPath, name),
});
const unmount = (directory: string): MountEdit => ({ op: 'unmount-within', container, directory });
const end = (mountPath: string, name?: string): Operation => ({
  op: 'add',
  path: '/c/volumeMounts/-',
  value: at(mountPath, name),
});
const remove = (index: number): Operation => ({ op: 'remove', path: `/c/volumeMounts/${index.toString()}` });

test.each<
  [
    string,
    readonly VolumeMount[] | undefined,
    readonly MountEdit[],
    readonly VolumeMount[] | undefined,
    readonly Operation[],
  ]
>([
  ['no edit, no mounts', undefined, [], undefined, []],
  ['no edit', [at('/a')], [], [at('/a')], []],
  [
    'a mount into nothing',
    undefined,
    [mount('/x')],
    [at('/x')],
    [{ op: 'add', path: '/c/volumeMounts', value: [at('/x')] }],
  ],
  ['a mount into an empty list', [], [mount('/x')], [at('/x')], [end('/x')]],
  [
    'mounts after the user’s',
    [at('/a')],
    [mount('/x', 'p'), mount('/y', 'q')],
    [at('/a'), at('/x', 'p'), at('/y', 'q')],
    [end('/x', 'p'), end('/y', 'q')],
  ],
  ['the same path twice', [], [mount('/x', 'p'), mount('/x', 'q')], [at('/x', 'p')], [end('/x', 'p')]],
  [
    'a directory and what is in it',
    [at('/etc/n'), at('/data'), at('/etc/n/conf.d')],
    [unmount('/etc/n')],
    [at('/data')],
    [remove(2), remove(0)],
  ],
  [
    'a directory of a similar name',
    [at('/etc/nginx-old'), at('/etc')],
    [unmount('/etc/nginx')],
    [at('/etc/nginx-old'), at('/etc')],
    [],
  ],
  ['a directory with slashes at the end', [at('/etc/n/')], [unmount('/etc/n')], [], [remove(0)]],
  ['the same directory twice', [at('/etc/n')], [unmount('/etc/n'), unmount('/etc/n')], [], [remove(0)]],
  [
    'removed and mounted again',
    [at('/a'), at('/b')],
    [unmount('/a'), mount('/a', 'ours')],
    [at('/b'), at('/a', 'ours')],
    [remove(0), end('/a', 'ours')],
  ],
  [
    'an added mount is not removed',
    [],
    [mount('/a', 'ours'), unmount('/a')],
    [at('/a', 'ours')],
    [end('/a', 'ours')],
  ],
  ['removal where there are no mounts', undefined, [unmount('/a')], undefined, []],
])('%s', (...[, volumeMounts, edits, expected, operations]) => {
  const received: Container = { name: 'app', ...(volumeMounts === undefined ? {} : { volumeMounts }) };
  const draft = new ContainerDraft(received);
  for (const edit of edits) draft.apply(edit);
  expect(draft.buildResult()).toEqual({
    name: 'app',
    ...(expected === undefined ? {} : { volumeMounts: expected }),
  });
  expect(draft.buildOperations('/c')).toEqual(operations);
  expect(played({ c: received }, operations)).toEqual({ c: draft.buildResult() });
});

test('operations for variables and mounts come together, and unknown fields survive', () => {
  const received = { name: 'app', later: { x: 1 } } as Container;
  const draft = new ContainerDraft(received);
  draft.env.apply({ op: 'env-default', container, env: { name: 'A', value: '1' }, origin: 'default' });
  draft.apply(mount('/x'));
  expect(draft.buildResult()).toEqual({
    name: 'app',
    later: { x: 1 },
    env: [{ name: 'A', value: '1' }],
    volumeMounts: [at('/x')],
  });
  expect(draft.buildOperations('/c').map(({ path }) => path)).toEqual(['/c/env', '/c/volumeMounts']);
});

describe('isWithin', () => {
  test.each<[string, string, boolean]>([
    ['/a', '/a', true],
    ['/a/', '/a', true],
    ['/a', '/a/', true],
    ['/a/b', '/a', true],
    ['/a/b/c', '/a//', true],
    ['/ab', '/a', false],
    ['/', '/a', false],
    ['/b/a', '/a', false],
    ['/a', '/', true],
    ['/A', '/a', false],
  ])('%s in %s: %j', (path, directory, expected) => {
    expect(isWithin(path, directory)).toBe(expected);
  });
});

test.each<[string, readonly unknown[] | undefined, readonly unknown[], readonly Operation[]]>([
  ['nothing to nothing', undefined, [], []],
  ['nothing to a list', [1], [], []],
  ['items to nothing', undefined, [1, 2], [{ op: 'add', path: '/l', value: [1, 2] }]],
  [
    'items to a list',
    [0],
    [1, 2],
    [
      { op: 'add', path: '/l/-', value: 1 },
      { op: 'add', path: '/l/-', value: 2 },
    ],
  ],
])('appended: %s', (_, received, added, expected) => {
  expect(buildAppendOperations(received, added, '/l')).toEqual(expected);
});
