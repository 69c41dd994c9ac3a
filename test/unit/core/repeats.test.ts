import { expect, test } from 'vitest';
import { collectRepeats } from '../../../src/core/repeats.js';

test.each([
  [[], []],
  [['a', 'b'], []],
  [['a', 'b', 'a'], [2]],
  [
    ['a', 'a', 'a', 'b', 'b'],
    [1, 2, 4],
  ],
  [['__proto__', 'constructor'], []],
])('in %j stands again what is at %j', (items, expected) => {
  expect([...collectRepeats(items)]).toEqual(expected);
});
