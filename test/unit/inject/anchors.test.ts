import { expect, test } from '@jest/globals';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { injectText } from '../../../src/inject/manifests.js';
import { add, edited, type EditCase, lines, move, remove, replace } from '../../support/edited-yaml.js';

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
    name: 'an empty flow list keeps its anchor when it becomes a block',
    before: lines('kind: A', 'l: &l []', 'm: {n: *l, o: *l}'),
    operation: add('/l/-', 'x'),
    after: lines('kind: A', 'l: &l', '  - x', 'm: {n: &l [], o: *l}'),
  },
  {
    name: 'an item in flow style keeps its anchor when it becomes a block',
    before: lines('kind: A', 'l:', '- &m {a: 1} # one', '- *m'),
    operation: add('/l/0/b', 2),
    after: lines('kind: A', 'l:', '- &m # one', '  a: 1', '  b: 2', '- &m', '  a: 1'),
  },
  {
    name: 'a flow collection with an anchor that stays in flow style keeps it',
    before: lines('kind: A', 'l: &l [', ' a ]', 'm: *l'),
    operation: add('/l/-', 'b'),
    after: lines('kind: A', 'l: &l [', ' a,', ' "b" ]', 'm: &l', '  - a'),
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
  expect(told).toEqual([expect.stringContaining(`a.yaml:${message}`)]);
});
