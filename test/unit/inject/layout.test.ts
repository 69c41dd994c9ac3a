import { expect, test } from 'vitest';
import type { Operation } from '../../../src/core/operation.js';
import { readEditableYaml } from '../../../src/yaml-edit/editable-yaml.js';
import { edited } from '../../support/edited-yaml.js';

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

const item = (value: unknown, path = '/l/-'): Operation => ({ op: 'add', path, value });

interface Case {
  readonly name: string;
  readonly before: string;
  readonly operations: readonly Operation[];
  readonly after: string;
}

const CASES: readonly Case[] = [
  {
    name: 'an item added at the end goes above the comment of the next key',
    before: lines('kind: A', 'l:', '- a: 1', '  # the end of the list', '# about m', 'm: 2'),
    operations: [item({ b: 'x' })],
    after: lines('kind: A', 'l:', '- a: 1', '  # the end of the list', '- b: x', '# about m', 'm: 2'),
  },
  {
    name: 'an item added before the first stands above the comment of that',
    before: lines('kind: A', 'l: # list', '  # one', '  - a: 1', '', '  # two', '  - a: 2'),
    operations: [item({ b: 'x' }, '/l/0')],
    after: lines('kind: A', 'l: # list', '  - b: x', '  # one', '  - a: 1', '', '  # two', '  - a: 2'),
  },
  {
    name: 'a moved item takes its comments along',
    before: lines('kind: A', 'l:', '  # one', '  - a: 1 # i', '  # two', '  - a: 2'),
    operations: [{ op: 'move', from: '/l/0', path: '/l/1' }],
    after: lines('kind: A', 'l:', '  # two', '  - a: 2', '  # one', '  - a: 1 # i'),
  },
  {
    name: 'a replaced scalar keeps the comment behind it, and its neighbours their quotes and digits',
    before: lines(
      'kind: A',
      'm:',
      "  q: 'it'",
      '  v: old   # why',
      '  mode: 0644',
      '  n: 12345678901234567890',
    ),
    operations: [{ op: 'replace', path: '/m/v', value: 'yes' }],
    after: lines(
      'kind: A',
      'm:',
      "  q: 'it'",
      '  v: "yes"   # why',
      '  mode: 0644',
      '  n: 12345678901234567890',
    ),
  },
  {
    name: 'block scalars and what follows them stay',
    before: lines('kind: A', 'm:', '  s: |+', '    a', '', '', '  t: >-', '    b', '    c'),
    operations: [item('x', '/m/u')],
    after: lines('kind: A', 'm:', '  s: |+', '    a', '', '', '  t: >-', '    b', '    c', '  u: x'),
  },
  {
    name: 'the last item that goes leaves an empty list',
    before: lines('kind: A', 'l:', '- a: 1', 'm: 2'),
    operations: [{ op: 'remove', path: '/l/0' }],
    after: lines('kind: A', 'l:', '  []', 'm: 2'),
  },
  {
    name: 'null and empty values become blocks, in the indentation of the text',
    before: lines('kind: A', 'm:', '    a: # none', '    b: {}  # empty', '    c: []'),
    operations: [item({ k: { d: 1 } }, '/m/a'), item('v', '/m/b/k'), item('v', '/m/c/-')],
    after: lines(
      ...['kind: A', 'm:', '    a: # none', '        k:', '            d: 1'],
      ...['    b:  # empty', '        k: v', '    c:', '        - v'],
    ),
  },
  {
    name: 'a flow collection on one line becomes a block, its other parts as they were',
    before: lines('kind: A', 'm: { a: "1", b: [x, y] } # labels', 'l: [{a: 0644}]'),
    operations: [item('v', '/m/k'), item('v', '/l/0/k')],
    after: lines(
      'kind: A',
      'm: # labels',
      '  a: "1"',
      '  b: [x, y]',
      '  k: v',
      'l:',
      '  - a: 0644',
      '    k: v',
    ),
  },
  {
    name: 'a flow collection of several lines stays one',
    before: lines('kind: A', 'm: {', '  a: 1, # one', '  b: 2 }'),
    operations: [item('v', '/m/k')],
    after: lines('kind: A', 'm: {', '  a: 1, # one', '  b: 2,', '  "k": "v" }'),
  },
  {
    name: 'JSON stays JSON, on lines of its own where it was written so',
    before: lines('{', '  "kind": "A",', '  "l": [],', '  "m": { "a": 1 }', '}'),
    operations: [item({ b: 1 }), item(true, '/m/k'), item('v', '/n')],
    after: lines(
      ...['{', '  "kind": "A",', '  "l": [', '    {', '      "b": 1', '    }', '  ],'],
      ...['  "m": { "a": 1, "k": true },', '  "n": "v"', '}'],
    ),
  },
  {
    name: 'JSON on one line stays on one line',
    before: '{"kind":"A","l":[{"a":1}]}\n',
    operations: [item({ b: 1 })],
    after: '{"kind":"A","l":[{"a":1}, { "b": 1 }]}\n',
  },
  {
    name: 'only the first of several documents is touched, and what is between them stays',
    before: lines('# head', '--- # one', 'kind: A', '...', '# between', '---', 'kind:   B   # odd', '# end'),
    operations: [item(1, '/o')],
    after: lines(
      '# head',
      '--- # one',
      'kind: A',
      'o: 1',
      '...',
      '# between',
      '---',
      'kind:   B   # odd',
      '# end',
    ),
  },
  {
    name: 'line breaks stay those of the text',
    before: 'kind: A\r\nl:\r\n- a: 1\r\n',
    operations: [item({ b: 'x', c: 'z' })],
    after: 'kind: A\r\nl:\r\n- a: 1\r\n- b: x\r\n  c: z\r\n',
  },
  {
    name: 'of both kinds of line breaks each stays',
    before: 'kind: A\r\n# one\nl:\r\n- a: 1\n',
    operations: [item({ b: 'x', c: 'z' })],
    after: 'kind: A\r\n# one\nl:\r\n- a: 1\n- b: x\n  c: z\n',
  },
  {
    name: 'a text from Windows without a line break at its end gets one of these',
    before: 'kind: A\r\nl:\r\n- a: 1',
    operations: [item({ b: 'x' })],
    after: 'kind: A\r\nl:\r\n- a: 1\r\n- b: x\r\n',
  },
  {
    name: 'a text without a line break at its end gets one',
    before: 'kind: A\nl:\n- a: 1',
    operations: [item({ b: 'x' })],
    after: 'kind: A\nl:\n- a: 1\n- b: x\n',
  },
  {
    name: 'the object of a typed list, whose items do not repeat their kind',
    before: lines('kind: PodList', 'items:', '# first', '- metadata: {}', '  spec: 1', '- spec: 2'),
    operations: [item('x', '/metadata/name')],
    after: lines(
      'kind: PodList',
      'items:',
      '# first',
      '- metadata:',
      '    name: x',
      '  spec: 1',
      '- spec: 2',
    ),
  },
  {
    name: 'text that only some YAML reads as text is quoted',
    before: lines('kind: A', 'l:', '- a'),
    operations: ['no', '0644', '12:30', '0o17', '~', ''].map((text) => item(text)),
    after: lines('kind: A', 'l:', '- a', '- "no"', '- "0644"', '- "12:30"', '- "0o17"', '- "~"', '- ""'),
  },
  {
    name: 'a copy has neither comments nor anchors of its source',
    before: lines('kind: A', 'l: &l # list', '  - &i a # item', 'm: *i'),
    operations: [{ op: 'copy', from: '/l', path: '/o' }],
    after: lines('kind: A', 'l: &l # list', '  - &i a # item', 'm: *i', 'o:', '  - a'),
  },
  {
    name: 'an edited alias is written out, its anchor stays as it was',
    before: lines('kind: A', 'x: &x', '  a: 1', 'm: *x', 'n: *x'),
    operations: [item(2, '/m/b')],
    after: lines('kind: A', 'x: &x', '  a: 1', 'm:', '  a: 1', '  b: 2', 'n: *x'),
  },
  {
    name: 'aliases of an edited anchor keep what it was',
    before: lines('kind: A', 'l: &l', '  - a', 'm: *l', 'n: *l'),
    operations: [item('b')],
    after: lines('kind: A', 'l:', '  - a', '  - b', 'm: &l', '  - a', 'n: *l'),
  },
  {
    name: 'aliases of a replaced anchor keep what it was',
    before: lines('kind: A', 'm: {v: &v old}', 'n: *v', 'l:', '- *v'),
    operations: [{ op: 'replace', path: '/m/v', value: 'new' }],
    after: lines('kind: A', 'm: {v: "new"}', 'n: &v old', 'l:', '- *v'),
  },
  {
    name: 'a merged key is edited in a key of its own',
    before: lines('kind: A', 'x: &x', '  l: [a]', 'm:', '  <<: *x', '  k: 1', 'n: *x'),
    operations: [item('b', '/m/l/-'), { op: 'replace', path: '/m/k', value: 2 }],
    after: lines(
      ...['kind: A', 'x: &x', '  l: [a]', 'm:', '  <<: *x', '  k: 2', '  l:', '    - a', '    - b', 'n: *x'],
    ),
  },
];

test.each(CASES)('$name', ({ before, operations, after }) => {
  expect(edited(before, ...operations)).toBe(after);
});

test.each<[string, Operation]>([
  ['into a scalar', { op: 'add', path: '/kind/x', value: 1 }],
  ['into what is not there', { op: 'add', path: '/x/y', value: 1 }],
  ['behind the end of a list', { op: 'add', path: '/l/2', value: 1 }],
  ['a key that is not there', { op: 'remove', path: '/x' }],
  ['an item that is not there', { op: 'replace', path: '/l/1', value: 1 }],
  ['from what is not there', { op: 'copy', from: '/x', path: '/y' }],
  ['the whole document', { op: 'replace', path: '', value: 1 }],
])('an operation %s is thrown back', (_, operation) => {
  expect(() => edited(lines('kind: A', 'l: [a]'), operation)).toThrow(/^An operation/);
});

test('a place is named with file, line and column', () => {
  expect(readEditableYaml('kind: A\nl: [', 'a.yaml')).toMatchObject({
    ok: false,
    error: [{ path: 'a.yaml:3:1' }],
  });
  expect(readEditableYaml('kind: A\n---\n- 1\n', 'a.yaml')).toMatchObject({
    ok: false,
    error: [{ path: 'a.yaml:3:1', message: 'is not an object; allowed: a map with apiVersion and kind' }],
  });
});
