import { describe, expect, test } from 'vitest';
import { buildClone, InitContainerDraft } from '../../../../src/core/apply/init-container-draft.js';
import type { ContainerClone } from '../../../../src/core/edits.js';
import {
  getContainer,
  type Container,
  type ContainerRef,
  type PodSpec,
} from '../../../../src/core/kubernetes/pod.js';
import { refTo } from '../contexts.js';
import { played } from './played.js';

const MOUNT = { name: 'v', mountPath: '/staging' };
const cloneNamed = (name: string): ContainerClone => ({ name, command: ['cp'], env: [], mount: MOUNT });

type Step =
  { readonly add: string; readonly before?: number } | { readonly clone: string; readonly of?: ContainerRef };

/** Plays steps onto a spec; the operations are emitted as `PodDraft` does, and must make the same list. */
function play(
  spec: PodSpec,
  steps: readonly Step[],
): { draft: InitContainerDraft; names: unknown; paths: readonly string[] } {
  const draft = new InitContainerDraft(spec.initContainers);
  for (const step of steps) {
    if ('clone' in step) draft.clone(step.of ?? refTo('app'), cloneNamed(step.clone));
    else
      draft.add(
        { name: step.add },
        step.before === undefined ? undefined : refTo('', step.before, 'initContainers'),
      );
  }
  const result = draft.buildResult(
    (clone, source) => buildClone(clone, getContainer(spec, source)),
    (container) => container,
  );
  const operations = [
    ...draft.buildCloneOperations((ref) => getContainer(spec, ref)),
    ...draft.buildAdditionOperations(),
  ];
  const after = { ...spec, ...(result === undefined ? {} : { initContainers: result }) };
  expect(played({ spec }, operations)).toEqual({ spec: after });
  return {
    draft,
    names: result?.map(({ name }) => name),
    paths: operations.map(({ op, path }) => `${op} ${path}`),
  };
}

const APP: Container = { name: 'app' };
const withInit = (...names: readonly string[]): PodSpec => ({
  containers: [APP],
  initContainers: names.map((name) => ({ name })),
});
const WITHOUT: PodSpec = { containers: [APP] };

describe('additions', () => {
  test.each<[string, PodSpec, readonly Step[], readonly string[] | undefined, readonly string[]]>([
    ['nothing to an absent list', WITHOUT, [], undefined, []],
    ['nothing to a list', withInit('a'), [], ['a'], []],
    [
      'to an absent list: one operation',
      WITHOUT,
      [{ add: 'x' }, { add: 'y' }],
      ['x', 'y'],
      ['add /spec/initContainers'],
    ],
    ['to an empty list', withInit(), [{ add: 'x' }], ['x'], ['add /spec/initContainers/0']],
    ['at the end', withInit('a', 'b'), [{ add: 'x' }], ['a', 'b', 'x'], ['add /spec/initContainers/2']],
    [
      'before the first',
      withInit('a', 'b'),
      [{ add: 'x', before: 0 }],
      ['x', 'a', 'b'],
      ['add /spec/initContainers/0'],
    ],
    [
      'before the second',
      withInit('a', 'b'),
      [{ add: 'x', before: 1 }],
      ['a', 'x', 'b'],
      ['add /spec/initContainers/1'],
    ],
    [
      'two before the same one keep their order',
      withInit('a', 'b'),
      [
        { add: 'x', before: 1 },
        { add: 'y', before: 1 },
      ],
      ['a', 'x', 'y', 'b'],
      ['add /spec/initContainers/1', 'add /spec/initContainers/2'],
    ],
    [
      'before a later and an earlier one',
      withInit('a', 'b'),
      [
        { add: 'x', before: 1 },
        { add: 'y', before: 0 },
      ],
      ['y', 'a', 'x', 'b'],
      ['add /spec/initContainers/0', 'add /spec/initContainers/2'],
    ],
    [
      'the same name twice',
      withInit('a'),
      [{ add: 'x' }, { add: 'x', before: 0 }],
      ['a', 'x'],
      ['add /spec/initContainers/1'],
    ],
    ['a name that the pod has', withInit('a'), [{ add: 'a' }], ['a', 'a'], ['add /spec/initContainers/1']],
  ])('%s', (...[, spec, steps, names, paths]) => {
    expect(play(spec, steps)).toMatchObject({ paths });
    expect(play(spec, steps).names).toEqual(names);
  });
});

describe('clones', () => {
  const FULL: Container = {
    name: 'app',
    image: 'web:1',
    imagePullPolicy: 'Always',
    command: ['own'],
    env: [{ name: 'A', value: '1' }],
    envFrom: [{ configMapRef: { name: 'c' } }],
    volumeMounts: [{ name: 'd', mountPath: '/d' }],
    resources: { limits: { cpu: 1 } },
    securityContext: { runAsUser: 5 },
  };

  test('copy image, variables, mounts and pull policy, and nothing else', () => {
    expect(buildClone({ ...cloneNamed('k'), args: ['-r'], securityContext: { runAsUser: 9 } }, FULL)).toEqual(
      {
        name: 'k',
        command: ['cp'],
        args: ['-r'],
        securityContext: { runAsUser: 9 },
        image: 'web:1',
        imagePullPolicy: 'Always',
        env: [{ name: 'A', value: '1' }],
        envFrom: [{ configMapRef: { name: 'c' } }],
        volumeMounts: [{ name: 'd', mountPath: '/d' }, MOUNT],
      },
    );
  });

  test('of a bare container have their own mount only', () => {
    expect(buildClone(cloneNamed('k'), APP)).toEqual({ name: 'k', command: ['cp'], volumeMounts: [MOUNT] });
  });

  test('are copied by operations that carry nothing of the user’s', () => {
    const draft = new InitContainerDraft([{ name: 'a' }]);
    draft.clone(refTo('app', 1), cloneNamed('k'));
    const from = '/spec/containers/1';
    const path = '/spec/initContainers/1';
    expect(draft.buildCloneOperations(() => FULL)).toEqual([
      { op: 'add', path, value: { name: 'k', command: ['cp'] } },
      ...['image', 'imagePullPolicy', 'env', 'envFrom', 'volumeMounts'].map((field) => ({
        op: 'copy',
        from: `${from}/${field}`,
        path: `${path}/${field}`,
      })),
      { op: 'add', path: `${path}/volumeMounts/-`, value: MOUNT },
    ]);
  });

  test.each<[string, PodSpec, readonly Step[], readonly string[], readonly string[]]>([
    [
      'into an absent list',
      WITHOUT,
      [{ clone: 'k' }],
      ['k'],
      ['add /spec/initContainers', 'add /spec/initContainers/0', 'add /spec/initContainers/0/volumeMounts'],
    ],
    [
      'without mounts that reach the node',
      {
        containers: [
          { name: 'app', volumeMounts: [{ name: 'd', mountPath: '/d', mountPropagation: 'Bidirectional' }] },
        ],
        initContainers: [],
      },
      [{ clone: 'k' }],
      ['k'],
      [
        'add /spec/initContainers/0',
        'copy /spec/initContainers/0/volumeMounts',
        'remove /spec/initContainers/0/volumeMounts/0/mountPropagation',
        'add /spec/initContainers/0/volumeMounts/-',
      ],
    ],
    [
      'come first among the operations, and stand in order in the list',
      withInit('a'),
      [{ add: 'x', before: 0 }, { add: 'y' }, { clone: 'k' }, { add: 'z' }],
      ['x', 'a', 'y', 'k', 'z'],
      [
        'add /spec/initContainers/1',
        'add /spec/initContainers/1/volumeMounts',
        'add /spec/initContainers/0',
        'add /spec/initContainers/2',
        'add /spec/initContainers/4',
      ],
    ],
    [
      'two of them',
      withInit('a'),
      [{ clone: 'k' }, { add: 'x' }, { clone: 'l' }],
      ['a', 'k', 'x', 'l'],
      [
        'add /spec/initContainers/1',
        'add /spec/initContainers/1/volumeMounts',
        'add /spec/initContainers/2',
        'add /spec/initContainers/2/volumeMounts',
        'add /spec/initContainers/2',
      ],
    ],
    [
      'once per name',
      withInit('a'),
      [{ clone: 'k' }, { clone: 'k' }],
      ['a', 'k'],
      ['add /spec/initContainers/1', 'add /spec/initContainers/1/volumeMounts'],
    ],
  ])('%s', (...[, spec, steps, names, paths]) => {
    const done = play(spec, steps);
    expect([done.names, done.paths]).toEqual([names, paths]);
  });

  test('has tells what was added, not what was received', () => {
    const { draft } = play(withInit('a'), [{ add: 'x' }, { clone: 'k' }]);
    expect(['a', 'x', 'k', 'z'].map((name) => draft.has(name))).toEqual([false, true, true, false]);
  });
});
