import { expect, test } from 'vitest';
import { growth, median, quantile, relativeSpread, spreadOf } from '../../bench/statistics.js';

test.each([
  [[7], 0.99, 7],
  [[1, 2], 0.5, 1.5],
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.25, 1.75],
  [[10, 20, 30, 40, 50], 1, 50],
  [[10, 20, 30, 40, 50], 0, 10],
  [[9, 10, 100], 0.5, 10],
])('of %j the %d quantile is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

test('there is no quantile of nothing, and none outside of 0 to 1', () => {
  expect(() => median([])).toThrow('0 values');
  expect(() => quantile([1, 2], 1.5)).toThrow('1.5 quantile');
});

test('values are left in their order', () => {
  const values = [3, 1, 2];
  spreadOf(values);
  expect(values).toEqual([3, 1, 2]);
});

test('a spread is the median with what lies around it', () => {
  const spread = spreadOf([1, 2, 3, 4, 100]);
  expect(spread).toEqual({ median: 3, lowerQuartile: 2, upperQuartile: 4, least: 1, most: 100 });
  expect(relativeSpread(spread)).toBeCloseTo(2 / 3);
});

test.each([
  ['linear', 4, 1],
  ['quadratic', 16, 2],
  ['not at all', 1, 0],
])('cost that grows %s has its power', (_, cost, power) => {
  expect(growth({ size: 10, cost: 1 }, { size: 40, cost })).toBeCloseTo(power);
});

test('growth needs a larger size', () => {
  expect(() => growth({ size: 10, cost: 1 }, { size: 10, cost: 2 })).toThrow('does not grow');
});
