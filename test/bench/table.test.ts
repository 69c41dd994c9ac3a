import { expect, test } from 'vitest';
import { spreadOf } from '../../bench/statistics.js';
import { formatSpread } from '../../bench/table.js';

test.each([
  [[0.5], '0.50 (0.50 to 0.50)'],
  [[3, 1, 2], '2.00 (1.00 to 3.00)'],
  [[9.999, 1, 2], '2.00 (1.00 to 10.00)'],
  [[10, 1, 2], '2 (1 to 10)'],
  [[120.4, 99.6, 101], '101 (100 to 120)'],
])('the spread of %j is %s', (values, text) => {
  expect(formatSpread(spreadOf(values))).toBe(text);
});
