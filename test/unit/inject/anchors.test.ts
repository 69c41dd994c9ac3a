import { expect, test } from 'vitest';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { injectText } from '../../../src/inject/manifests.js';
import { add, edited, type EditCase, lines, move, remove, replace } from '../../support/edited-yaml.js';
import { like } from '../../support/like.js';

const CASES: readonly EditCase[] = [
  {
    name: 'the first alias in flow style takes the anchor of a replaced value',
    before: lines('kind: A', 'l:', '- {v: &v "x"}', '- {v: *v}', '- [*v]'),
    operation: replace('/l/0/v', 'y'),
    after: lines('kind: A', 'l:', '- {v: "y"}', '- {v: &v "x"}', '- [*v]'),
  },
  {
    name: 'and so does the item of a flow list',
    before: lines('kind: A', 'l: [&v x, *v, *v]'),
    operation: replace('/l/0', 'y'),
    after: lines('kind: A', 'l: ["y", &v "x", *v]'),
  },
  {
    name: 'an empty flow list that becomes a block gives its anchor to the first alias',
    before: lines('kind: A', 'l: &l []', 'm: {n: *l, o: *l}'),
    operation: add('/l/-', 'x'),
    after: lines('kind: A', 'l:', '  - x', 'm: {n: &l [], o: *l}'),
  },
  {
    name: 'an item in flow style that becomes a block gives its anchor away, and keeps its comment',
    before: lines('kind: A', 'l:', '- &m {a: 1} # one', '- *m'),
    operation: add('/l/0/b', 2),
    after: lines('kind: A', 'l:', '- # one', '  a: 1', '  b: 2', '- &m', '  a: 1'),
  },
  {
    name: 'a flow collection that stays in flow style gives its anchor away',
    before: lines('kind: A', 'l: &l [', ' a ]', 'm: *l'),
    operation: add('/l/-', 'b'),
    after: lines('kind: A', 'l: [', ' a,', ' "b" ]', 'm: &l', '  - a'),
  },
  {
    name: 'an anchor without an alias stays',
    before: lines('kind: A', 'l: &l', '  - a'),
    operation: add('/l/-', 'b'),
    after: lines('kind: A', 'l: &l', '  - a', '  - b'),
  },
  {
    name: 'a tag behind an anchor stays',
    before: lines('kind: A', 'l: &l !!seq', '  - a', 'm: *l'),
    operation: add('/l/-', 'b'),
    after: lines('kind: A', 'l: !!seq', '  - a', '  - b', 'm: &l', '  - a'),
  },
  {
    name: 'a flow item inside of a flow list gives its anchor away',
    before: lines('kind: A', 'l: [&v {a: 1,', '  b: 2}, *v]'),
    operation: add('/l/0/c', 3),
    after: lines('kind: A', 'l: [{a: 1,', '  b: 2,', '  "c": 3}, &v { "a": 1, "b": 2 }]'),
  },
  {
    name: 'and so does the value of a flow map',
    before: lines('kind: A', 'm: {v: &v [1,', '  2], w: *v, x: *v}'),
    operation: add('/m/v/-', 3),
    after: lines('kind: A', 'm: {v: [1,', '  2,', '  3], w: &v [ 1, 2 ], x: *v}'),
  },
  {
    name: 'a container that others merge gives its anchor to the first of them',
    before: lines(
      'kind: A',
      'l:',
      '  - &base',
      '    name: a',
      '  - <<: *base',
      '    name: b',
      '  - <<: *base',
    ),
    operation: add('/l/0/env', []),
    after: lines(
      ...[
        'kind: A',
        'l:',
        '  -',
        '    name: a',
        '    env: []',
        '  - <<: &base',
        '      name: a',
        '    name: b',
      ],
      '  - <<: *base',
    ),
  },
  {
    name: 'each map on the way to an edit gives its anchor away',
    before: lines('kind: A', 'm: &m', '  l: &l', '    - x', 'n: *m', 'o: *l'),
    operation: add('/m/l/-', 'z'),
    after: lines('kind: A', 'm:', '  l:', '    - x', '    - z', 'n: &m', '  l:', '    - x', 'o: &l', '  - x'),
  },
  {
    name: 'an alias in what is removed does not take the anchor along',
    before: lines('kind: A', 'l:', '- {v: &v x, w: *v}', '- *v'),
    operation: remove('/l/0'),
    after: lines('kind: A', 'l:', '- &v x'),
  },
  {
    name: 'the anchor of a key that is removed is not lost',
    before: lines('kind: A', 'm: {&k a: *k, b: *k}', 'n: *k'),
    operation: remove('/m/a'),
    after: lines('kind: A', 'm: {b: &k "a"}', 'n: *k'),
  },
  {
    name: 'an alias that is moved in front of its anchor is written out',
    before: lines('kind: A', 'l:', '- &v x', '- v: *v', '- *v'),
    operation: move('/l/1', '/l/0'),
    after: lines('kind: A', 'l:', '- v: x', '- &v x', '- *v'),
  },
  {
    name: 'an alias to which another anchor comes closer is written out',
    before: lines('kind: A', 'l:', '- &v x', '- &v z', '- *v'),
    operation: move('/l/0', '/l/1'),
    after: lines('kind: A', 'l:', '- &v z', '- &v x', '- z'),
  },
  {
    name: 'a flow key without a value gives its anchor to the first alias, and keeps the comment behind it',
    before: lines('kind: A', 'm: {v: &v # c', '  , w: *v, x: *v}'),
    operation: add('/m/v', 'x'),
    after: lines('kind: A', 'm: {v: "x" # c', '  , w: &v null, x: *v}'),
  },
];

test.each(CASES)('$name', ({ before, operation, after }) => {
  expect(edited(before, operation)).toBe(after);
});

const SERVICE = 'kind: Service\nspec: ';

test.each([
  [
    'an alias without an anchor',
    `${SERVICE}{a: *x, b: &x 1}\n`,
    '2:11: is an alias whose anchor is not in front',
  ],
  ['an anchor in itself', `${SERVICE}&x {a: [*x]}\n`, '2:15: is an alias inside of its own anchor'],
  ['too many aliases', `${SERVICE}{a: &a 1, b: [${'*a, '.repeat(101)}]}\n`, '1:1: has too many aliases'],
  ['a merged scalar', `${SERVICE}{a: &a 1, b: {<<: *a}}\n`, '1:1: has too many aliases, or a `<<`'],
])('%s in any object is refused at its place, whether something is edited or not', (_, text, message) => {
  const result = injectText({ file: 'a.yaml', text }, EMPTY_SNAPSHOT, 'shop');
  const told = result.ok ? [] : result.error.map((issue) => `${issue.path}: ${issue.message}`);
  expect(told).toEqual([like.stringContaining(`a.yaml:${message}`)]);
});
