import { expect, test } from 'vitest';
import {
  refillAllowance,
  buildFullAllowance,
  spendAllowance,
} from '../../../../src/tls/authority/allowance.js';

const RULE = { most: 3, everyMs: 100 };
const start = buildFullAllowance(RULE, 0);

test('so many at once, and then one in each span of time', () => {
  const none = spendAllowance(spendAllowance(spendAllowance(start)));
  expect(none.left).toBe(0);
  expect(refillAllowance(none, RULE, 99).left).toBe(0);
  expect(refillAllowance(none, RULE, 100).left).toBe(1);
  expect(refillAllowance(none, RULE, 250).left).toBe(2);
  expect(refillAllowance(none, RULE, 10_000).left).toBe(3);
});

test('looking at it often does not make it grow later', () => {
  let allowance = spendAllowance(spendAllowance(spendAllowance(start)));
  for (let at = 1; at <= 250; at += 1) allowance = refillAllowance(allowance, RULE, at);
  expect(allowance.left).toBe(2);
});

test('a full one does not save time up', () => {
  const used = spendAllowance(refillAllowance(start, RULE, 1050));
  expect(refillAllowance(used, RULE, 1149).left).toBe(2);
  expect(refillAllowance(used, RULE, 1150).left).toBe(3);
});
