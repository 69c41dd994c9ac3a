import { describe, expect, test } from 'vitest';
import type {
  Container,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  StringMap,
} from '../../../../src/core/kubernetes/pod.js';
import {
  isSetByContainer,
  findContainerValue,
  createContainerView,
  type ObservedVariable,
} from '../../../../src/core/resolve/container-view.js';

const held = (maps: Readonly<Record<string, StringMap>>): ReadonlyMap<string, StringMap> =>
  new Map(Object.entries(maps));
const MAPS = held({
  'shop/one': { A: '1', B: 'b' },
  'shop/two': { A: '2' },
  'shop/odd': { REF: '$(HOME) $$(X)', EMPTY: '' },
  'other/far': { A: 'far' },
});
const map = (name: string, rest: Partial<EnvFromSource> = {}): EnvFromSource => ({
  configMapRef: { name },
  ...rest,
});
const secret: EnvFromSource = { secretRef: { name: 's' } };

function view(
  envFrom?: readonly EnvFromSource[],
  env?: readonly EnvVar[],
): ReturnType<typeof createContainerView> {
  const container: Container = {
    name: 'app',
    ...(envFrom === undefined ? {} : { envFrom }),
    ...(env === undefined ? {} : { env }),
  };
  return createContainerView(container, 'shop', MAPS);
}

const ABSENT: ObservedVariable = { kind: 'absent' };
const fromMap = (value: string): ObservedVariable => ({ kind: 'config-map', value });

describe('envFrom', () => {
  test.each<[string, readonly EnvFromSource[], ObservedVariable, boolean]>([
    ['none', [], ABSENT, false],
    ['a ConfigMap', [map('one')], fromMap('1'), false],
    ['the later of two holds', [map('one'), map('two')], fromMap('2'), false],
    ['the later of two holds, the other way round', [map('two'), map('one')], fromMap('1'), false],
    ['a prefix', [map('one', { prefix: 'X_' })], ABSENT, false],
    ['one that is not held', [map('nope')], ABSENT, true],
    ['one of another namespace', [map('far')], ABSENT, true],
    ['one without a name', [{ configMapRef: {} }], ABSENT, true],
    ['a Secret', [secret], ABSENT, true],
    ['a Secret after it', [map('one'), secret], ABSENT, true],
    ['a Secret before it', [secret, map('one')], fromMap('1'), true],
    ['a Secret between two', [map('one'), secret, map('two')], fromMap('2'), true],
    ['a Secret whose prefix fits no name of an agent', [{ ...secret, prefix: 'APP_' }], ABSENT, false],
    ['such a one after it', [map('one'), { ...secret, prefix: 'APP_' }], fromMap('1'), false],
    ['a Secret with the beginning of such names', [{ ...secret, prefix: 'OTEL_' }], ABSENT, true],
    ['with more of them', [{ ...secret, prefix: 'OTEL_EXPORTER_' }], ABSENT, true],
    ['with less of them', [{ ...secret, prefix: 'O' }], ABSENT, true],
    ['with a part of one', [{ ...secret, prefix: 'NODE_' }], ABSENT, true],
  ])('%s', (_, envFrom, expected, hasUnseenSources) => {
    expect(view(envFrom).lookup('A')).toEqual(expected);
    expect(view(envFrom).hasUnseenSources).toBe(hasUnseenSources);
  });

  test.each([
    ['', 'ANY', true],
    ['APP_', 'APP_HOST', true],
    ['APP_', 'HOST', false],
  ])('a Secret with the prefix %j may hold %s: %s', (prefix, name, expected) => {
    expect(view([{ ...secret, prefix }]).mayHide(name)).toBe(expected);
  });

  test('a prefix stands before every key', () => {
    const { lookup } = view([map('one', { prefix: 'X_' })]);
    expect(['X_A', 'X_B', 'B'].map((name) => lookup(name))).toEqual([fromMap('1'), fromMap('b'), ABSENT]);
  });

  test('values are escaped, since the kubelet expands env but not envFrom', () => {
    const { lookup } = view([map('odd')]);
    expect([lookup('REF'), lookup('EMPTY')]).toEqual([fromMap('$$(HOME) $$$$(X)'), fromMap('')]);
  });
});

describe('env', () => {
  test.each<[string, EnvVar, ObservedVariable]>([
    ['a value', { name: 'A', value: '9' }, { kind: 'value', value: '9' }],
    ['an empty value', { name: 'A', value: '' }, { kind: 'value', value: '' }],
    ['no value', { name: 'A' }, { kind: 'value', value: '' }],
    [
      'a value with a reference stays as it is',
      { name: 'A', value: '$(B)' },
      { kind: 'value', value: '$(B)' },
    ],
    [
      'a field',
      { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { kind: 'reference', isOptional: false },
    ],
    [
      'a key of a Secret',
      { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      { kind: 'reference', isOptional: false },
    ],
    [
      'an optional key of a Secret',
      { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
      { kind: 'reference', isOptional: true },
    ],
    [
      'an optional key of a ConfigMap',
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'c', key: 'k', optional: true } } },
      { kind: 'reference', isOptional: true },
    ],
    [
      'a key of a ConfigMap that is held',
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'two', key: 'A' } } },
      { kind: 'reference', isOptional: false, held: '2' },
    ],
    [
      'a key with a reference, which the kubelet does not expand there',
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'odd', key: 'REF', optional: true } } },
      { kind: 'reference', isOptional: true, held: '$$(HOME) $$$$(X)' },
    ],
    ...['nope', 'toString'].map((key): [string, EnvVar, ObservedVariable] => [
      `a key that its ConfigMap lacks: ${key}`,
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'two', key } } },
      { kind: 'reference', isOptional: false },
    ]),
    [
      'a key of a ConfigMap of another namespace',
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'far', key: 'A' } } },
      { kind: 'reference', isOptional: false },
    ],
    [
      'a key of a file',
      { name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'f', key: 'k' } } },
      { kind: 'reference', isOptional: false },
    ],
    [
      'an optional key of a file',
      { name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'f', key: 'k', optional: true } } },
      { kind: 'reference', isOptional: true },
    ],
    [
      'a resource',
      { name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      { kind: 'reference', isOptional: false },
    ],
    [
      'an optional source that is not known yet',
      { name: 'A', valueFrom: { laterRef: { optional: true } } as EnvVarSource },
      { kind: 'reference', isOptional: true },
    ],
    [
      'a source that is null',
      { name: 'A', valueFrom: { laterRef: null } as EnvVarSource },
      { kind: 'reference', isOptional: false },
    ],
    [
      'a key that is said not to be optional',
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'c', optional: false } } },
      { kind: 'reference', isOptional: false },
    ],
  ])('%s beats envFrom', (_, variable, expected) => {
    expect(view([map('one')], [variable]).lookup('A')).toEqual(expected);
    expect(view([secret], [variable]).lookup('A')).toEqual(expected);
  });

  test('of two of one name the later holds', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    expect(view(undefined, env).lookup('A')).toEqual({ kind: 'value', value: '2' });
  });
});

test.each<[string, string | undefined, boolean]>([
  ['VALUE', 'v', true],
  ['MAPPED', undefined, false],
  ['B', 'b', true],
  ['BY_REF', undefined, true],
  ['BY_HELD_REF', '2', true],
  ['NOPE', undefined, false],
  ['constructor', undefined, false],
])('%s: value %j, is set %j', (name, value, isSet) => {
  const seen = view(
    [map('one')],
    [
      { name: 'VALUE', value: 'v' },
      { name: 'BY_REF', valueFrom: { secretKeyRef: { name: 's' } } },
      { name: 'BY_HELD_REF', valueFrom: { configMapKeyRef: { name: 'two', key: 'A' } } },
    ],
  );
  expect([findContainerValue(seen, name), isSetByContainer(seen, name)]).toEqual([value, isSet]);
});
