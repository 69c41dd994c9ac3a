import { describe, expect, test } from 'vitest';
import { differences, pathText, sentence } from './differences.js';
import { mismatches } from './matching.js';
import { coverage, rowsIn } from './rows.js';

describe('an expectation', () => {
  test.each<[string, unknown, unknown]>([
    ['keys that it does not name', { a: 1 }, { a: 1, b: 2 }],
    ['a list item by item', { list: [{ name: 'x' }, 2] }, { list: [{ name: 'x', more: true }, 2] }],
    ['parts of a text', { text: { $contains: ['one', ['two', 'three']] } }, { text: 'one and three' }],
    ['named items', { '$named:list': { b: { v: 2 } } }, { list: [{ name: 'a' }, { name: 'b', v: 2 }] }],
    ['the protocol beyond the variables', { env: [] }, { env: [{ name: 'OTEL_EXPORTER_OTLP_PROTOCOL' }] }],
    [
      'the mount of the service account',
      { volumeMounts: [] },
      { volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] },
    ],
  ])('holds with %s', (_, expected, actual) => {
    expect(mismatches(expected, actual)).toEqual([]);
  });

  test.each<[string, unknown, unknown, string]>([
    ['another value', { a: 1 }, { a: 2 }, '.a: expected 1, got 2'],
    ['an absent value', { a: { b: 1 } }, {}, '.a: expected an object, got nothing'],
    ['no list', { a: [] }, { a: {} }, '.a: expected a list, got {}'],
    [
      'one more item',
      { env: [{ name: 'A' }] },
      { env: [{ name: 'A' }, { name: 'B' }] },
      '.env: expected 1 items (A), got 2 (A, B)',
    ],
    ['another order', { l: [{ name: 'A' }] }, { l: [{ name: 'B' }] }, '.l[A].name: expected "A", got "B"'],
    ['a missing part', { t: { $contains: ['x'] } }, { t: 'y' }, '.t: expected a text with "x", got "y"'],
    ['no parts', { t: { $contains: [] } }, { t: 'y' }, '.t: the expectation names no part of a text'],
    ['no such item', { '$named:l': { b: { v: 2 } } }, { l: [] }, '.l[b]: expected an object, got nothing'],
  ])('tells %s', (_, expected, actual, problem) => {
    expect(mismatches(expected, actual)).toEqual([problem]);
  });
});

describe('differences', () => {
  test.each<[string, unknown, unknown, readonly string[]]>([
    ['none', { a: [{ name: 'x', v: 1 }] }, { a: [{ name: 'x', v: 1 }] }, []],
    ['a script that was left out', { a: '<script: 3 lines>' }, { a: 'anything' }, []],
    ['an added key', {}, { a: 1 }, ['.a: 1, with the Operator nothing']],
    ['a missing key', { a: {} }, {}, ['.a: nothing, with the Operator {}']],
    [
      'items by name',
      { l: [{ name: 'x', v: 1 }] },
      { l: [{ name: 'new' }, { name: 'x', v: 2 }] },
      ['.l.x.v: 2, with the Operator 1', '.l.new: {"name":"new"}, with the Operator nothing'],
    ],
    [
      'the order of a list',
      { l: [{ name: 'x' }, { name: 'y' }] },
      { l: [{ name: 'y' }, { name: 'x' }] },
      ['.l: ["y","x"], with the Operator ["x","y"]'],
    ],
    [
      'a second item of one name',
      { l: [{ name: 'x' }] },
      { l: [{ name: 'x' }, { name: 'x' }] },
      ['.l.x (1): {"name":"x"}, with the Operator nothing'],
    ],
  ])('are %s', (_, theirs, ours, sentences) => {
    expect(differences(theirs, ours).map(sentence)).toEqual(sentences);
  });

  test('keys with a dot stand in brackets', () => {
    expect(pathText(['metadata', 'annotations', 'a.b/c'])).toBe('.metadata.annotations["a.b/c"]');
  });
});

describe('rows', () => {
  const markdown = [
    '<!-- differences -->',
    '| path | what | why |',
    '| --- | --- | --- |',
    '| `.spec.containers.{own}.image` | a | b |',
    '| `.spec.containers.{added}.*` | a | b |',
    '| `.metadata.annotations["a.b/*"]` | a | b |',
    '<!-- /differences -->',
  ].join('\n');
  const rows = rowsIn(markdown);
  const pod = { spec: { containers: [{ name: 'app' }] } };
  const covered = (...path: string[]): ReturnType<typeof coverage> =>
    coverage([{ path, ours: 1, theirs: 2 }], rows, pod);

  test.each([
    [['spec', 'containers', 'app', 'image'], '.spec.containers.{own}.image'],
    [['spec', 'containers', 'agent', 'image'], '.spec.containers.{added}.*'],
    [['metadata', 'annotations', 'a.b/c'], '.metadata.annotations["a.b/*"]'],
  ])('%j is %s', (path, text) => {
    const { problems, used } = covered(...path);
    expect(problems).toEqual([]);
    expect([...used].map((row) => row.text)).toEqual([text]);
  });

  test('a difference without a row is a problem', () => {
    expect(covered('spec', 'containers', 'app').problems).toEqual([
      '.spec.containers.app: 1, with the Operator 2 (covered by no row)',
    ]);
  });

  test('a difference with two rows is a problem', () => {
    const twice = coverage(
      [{ path: ['a'], ours: 1, theirs: 2 }],
      [
        { text: '.a', keys: ['a'] },
        { text: '.*', keys: ['*'] },
      ],
      pod,
    );
    expect(twice.problems).toEqual(['.a: 1, with the Operator 2 (covered by rows .a and .*)']);
  });

  test('a page without the table is refused', () => {
    expect(() => rowsIn('nothing')).toThrow('there is no table between');
  });
});
