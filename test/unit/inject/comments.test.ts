import { expect, test } from 'vitest';
import { add, edited, type EditCase, lines, remove, replace } from '../../support/edited-yaml.js';

/** Places at which comments were once lost, or the text refused. */
const CASES: readonly EditCase[] = [
  {
    name: 'between a key and a text on the next line',
    before: lines('kind: A', 'v: # one', '    # two', '    "old" # three'),
    operation: replace('/v', 'new'),
    after: lines('kind: A', 'v: # one', '    # two', '    new # three'),
  },
  {
    name: 'between a key and a text that becomes one of several lines',
    before: lines('kind: A', 'v: # one', '  old # two', 'w: 1'),
    operation: replace('/v', 'a\nb\n'),
    after: lines('kind: A', 'v: # one', '  | # two', '  a', '  b', 'w: 1'),
  },
  {
    name: 'between a key and a flow collection on the next line',
    before: lines('kind: A', 'm: # one', '  # two', '  {a: 1} # three'),
    operation: add('/m/b', 2),
    after: lines('kind: A', 'm: # one', '  # two', '  # three', '  a: 1', '  b: 2'),
  },
  {
    name: 'between a `-` and a flow collection on the next line',
    before: lines('kind: A', 'l:', '- # one', '    {a: 1} # two'),
    operation: add('/l/0/b', 2),
    after: lines('kind: A', 'l:', '- # one', '    # two', '  a: 1', '  b: 2'),
  },
  {
    name: 'behind an item in flow style, to which a text of several lines is added',
    before: lines('kind: A', 'l:', '- {a: 1} # one'),
    operation: add('/l/0/b', 'x\ny\n'),
    after: lines('kind: A', 'l:', '- # one', '  a: 1', '  b: |', '    x', '    y'),
  },
  {
    name: 'behind an anchor or tag, which goes with the value',
    before: lines('kind: A', 'v: !!str &v # one', '  old', 'w: &w # two'),
    operation: replace('/v', 'new'),
    after: lines('kind: A', 'v: # one', '  new', 'w: &w # two'),
  },
  {
    name: 'behind a key in flow style without a value',
    before: lines('kind: A', 'm: {n: a, v: # one', '  }'),
    operation: replace('/m/v', 'new'),
    after: lines('kind: A', 'm: {n: a, v: "new" # one', '  }'),
  },
  {
    name: 'behind the header of a block scalar',
    before: lines('kind: A', 'v: |-  # one', '  old', 'w: 1'),
    operation: replace('/v', 'new'),
    after: lines('kind: A', 'v: new # one', 'w: 1'),
  },
  {
    name: 'behind a key and the header of a block scalar below it',
    before: lines('kind: A', 'v: # one', '  | # two', '  old', 'w: 1'),
    operation: replace('/v', 'new\n'),
    after: lines('kind: A', 'v: # one', '  | # two', '  new', 'w: 1'),
  },
  {
    name: 'in a block that a text takes the place of',
    before: lines('kind: A', 'v: # one', '  # two', '  - a # three', 'w: 1'),
    operation: replace('/v', 'new'),
    after: lines('kind: A', 'v: # one', '  # two', '  new # three', 'w: 1'),
  },
  {
    name: 'of items and pairs that are taken out of a block',
    before: lines('kind: A', 'l: # one', '  # two', '  - a: 1 # three', '  # four', '  - a: 2'),
    operation: remove('/l/0'),
    after: lines('kind: A', 'l: # one', '  # two', '  # three', '  # four', '  - a: 2'),
  },
  {
    name: 'of the last item that is taken out of a block',
    before: lines('kind: A', 'l:', '  # one', '  - a: 1 # two', 'w: 1'),
    operation: remove('/l/0'),
    after: lines('kind: A', 'l:', '  # one', '  # two', '    []', 'w: 1'),
  },
  {
    name: 'of the first pair of a map that begins behind a `-`',
    before: lines('kind: A', 'l:', '- a: 1 # one', '  b: 2'),
    operation: remove('/l/0/a'),
    after: lines('kind: A', 'l:', '- # one', '  b: 2'),
  },
  {
    name: 'behind an alias that is written out',
    before: lines('kind: A', 'x: &x {a: 1}', 'l:', '- *x # one'),
    operation: add('/l/0/b', 2),
    after: lines('kind: A', 'x: &x {a: 1}', 'l:', '# one', '- a: 1', '  b: 2'),
  },
  {
    name: 'between the parts of a pair of a flow map',
    before: lines('kind: A', 'm: {', '  a # one', '  : # two', '  old }'),
    operation: replace('/m/a', 'new'),
    after: lines('kind: A', 'm: {', '  a # one', '  : # two', '  "new" }'),
  },
  {
    name: 'in a value of a flow map that is replaced',
    before: lines('kind: A', 'm: {', '  a: [x, # one', '  y # two', '  ], b: 1 }'),
    operation: replace('/m/a', 'new'),
    after: lines('kind: A', 'm: {', '  a: # one', '  # two', '  "new", b: 1 }'),
  },
  {
    name: 'in an empty flow collection',
    before: lines('kind: A', 'l: [ # one', '  # two', '  ]'),
    operation: add('/l/-', 1),
    after: lines('kind: A', 'l: [ # one', '  1', '  # two', '  ]'),
  },
  {
    name: 'at the end of a flow map, before and behind its last comma',
    before: lines('kind: A', 'm: {a: b, # one', '  c: d # two', '  , # three', '  # four', '  }'),
    operation: add('/m/k', 'v'),
    after: lines(
      'kind: A',
      'm: {a: b, # one',
      '  c: d # two',
      '  , # three',
      '  "k": "v",',
      '  # four',
      '  }',
    ),
  },
  {
    name: 'behind the last item of a flow list, which has no comma',
    before: lines('kind: A', 'l: [a, b # one', '  ]'),
    operation: add('/l/-', 'c'),
    after: lines('kind: A', 'l: [a, b, # one', '  "c"', '  ]'),
  },
  {
    name: 'of an item that comes behind another in a flow list',
    before: lines('kind: A', 'l: [ # one', '  # two', '  a, # three', '  b # four', '  ]'),
    operation: { op: 'move', from: '/l/0', path: '/l/1' },
    after: lines('kind: A', 'l: [ # one', '  b, # four', '  # two', '  a # three', '  ]'),
  },
  {
    name: 'of items that are taken out of a flow list',
    before: lines('kind: A', 'l: [', '  a, # one', '  # two', '  b, # three', '  c ]'),
    operation: remove('/l/1'),
    after: lines('kind: A', 'l: [', '  a, # one', '  # two', '  # three', '  c ]'),
  },
  {
    name: 'of the last item that is taken out of a flow list',
    before: lines('kind: A', 'l: [', '  a # one', '  ]'),
    operation: remove('/l/0'),
    after: lines('kind: A', 'l: [', '  # one', '  ]'),
  },
  {
    name: 'below a text of several lines, which is in quotes where the comment would be a part of it',
    before: lines(
      'kind: A',
      'm:',
      '  v: "old"',
      '       # one',
      '  w: 1',
      'l:',
      '- a',
      '     # two',
      '# three',
    ),
    operation: replace('/m/v', 'a\nb\n'),
    after: lines(
      ...['kind: A', 'm:', '  v: "a\\nb\\n"', '       # one', '  w: 1', 'l:', '- a', '     # two', '# three'],
    ),
  },
  {
    name: 'below a text of several lines that is added at the end',
    before: lines('kind: A', 'l:', '- a', '     # one', '# two', 'm: 1'),
    operation: add('/l/-', 'a\nb\n'),
    after: lines('kind: A', 'l:', '- a', '- "a\\nb\\n"', '     # one', '# two', 'm: 1'),
  },
];

test.each(CASES)('a comment stays $name', ({ before, operation, after }) => {
  expect(edited(before, operation)).toBe(after);
});
