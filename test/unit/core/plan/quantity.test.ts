import { describe, expect, test } from 'vitest';
import {
  findAmount,
  parseQuantity,
  formatQuantityRoundedUp,
  formatQuantity,
} from '../../../../src/core/kubernetes/quantity.js';

describe('amountOf', () => {
  test.each<[string | number, number]>([
    ['1', 1],
    ['0', 0],
    ['007', 7],
    ['+3', 3],
    ['-3', -3],
    ['1.5', 1.5],
    ['1.', 1],
    ['.5', 0.5],
    [2, 2],
    [0.25, 0.25],
    [1e21, 1e21],
    ['5n', 5e-9],
    ['5u', 5e-6],
    ['500m', 0.5],
    ['2k', 2000],
    ['2M', 2e6],
    ['2G', 2e9],
    ['2T', 2e12],
    ['2P', 2e15],
    ['2E', 2e18],
    ['2Ki', 2048],
    ['2Mi', 2_097_152],
    ['2Gi', 2_147_483_648],
    ['2Ti', 2_199_023_255_552],
    ['2Pi', 2_251_799_813_685_248],
    ['2Ei', 2_305_843_009_213_693_952],
    ['1.5Gi', 1_610_612_736],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1e+3', 1000],
    ['5e-1', 0.5],
    ['12E', 12e18],
  ])('%j is %j', (text, amount) => {
    expect(parseQuantity(text)).toBe(amount);
  });

  test.each([
    '',
    ' ',
    '1 ',
    ' 1',
    'Mi',
    'm',
    '1mi',
    '1KI',
    '1K',
    '1B',
    '1MiB',
    '1,5',
    '1e',
    '1e+',
    '--1',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1\n',
    '١',
  ])('%j is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('nothing is none', () => {
    expect(parseQuantity(undefined)).toBeUndefined();
  });

  test.each([
    ['0.7', '700m'],
    ['0.009', '9m'],
    ['2.3', '2300m'],
    ['0.0000001', '100n'],
    ['1', '1000m'],
    ['1Gi', '1024Mi'],
    ['0.5Gi', '512Mi'],
    ['1M', '1000k'],
  ])('%s and %s are equal, since a Guaranteed pod may write either', (left, right) => {
    expect(parseQuantity(left)).toBe(parseQuantity(right));
  });
});

test.each<[string, Record<string, string | number> | undefined, number | undefined]>([
  ['of a map', { cpu: '500m' }, 0.5],
  ['of another resource', { memory: '1Gi' }, undefined],
  ['that is rubbish', { cpu: 'much' }, undefined],
  ['of no map', undefined, undefined],
])('amountIn: an amount %s', (_, quantities, expected) => {
  expect(findAmount(quantities, 'cpu')).toBe(expected);
});

test.each<[string, number, string]>([
  ['cpu', 0.5, '500m'],
  ['cpu', 2, '2000m'],
  ['cpu', 0, '0m'],
  ['cpu', 0.1 + 0.2, '300m'],
  ['cpu', 0.29, '290m'],
  ['cpu', 1.001, '1001m'],
  ['cpu', 1.005, '1005m'],
  ['cpu', 0.0009, '0m'],
  ['cpu', 1.9999, '1999m'],
  ['memory', 1024, '1024'],
  ['memory', 1.9, '1'],
  ['memory', 0, '0'],
  ['memory', 0.1, '100m'],
  ['memory', 0.0001, '0m'],
  ['memory', 0.9999, '999m'],
  ['ephemeral-storage', 2 ** 40, '1099511627776'],
])('quantityOf %s %d is %s', (resource, amount, expected) => {
  expect(formatQuantity(resource, amount)).toBe(expected);
});

test.each<[string, number, string]>([
  ['cpu', 0.5, '500m'],
  ['cpu', 0.0001, '1m'],
  ['memory', 0.1 * 2 ** 30, '107374183'],
  ['memory', 1024, '1024'],
])('quantityAbove %s %d is %s', (resource, amount, expected) => {
  expect(formatQuantityRoundedUp(resource, amount)).toBe(expected);
});
