import { expect, test } from '@jest/globals';
import { filled, fullAllowance, spent } from '../../../../src/tls/authority/allowance.js';

const RULE = { most: 3, everyMs: 100 };
const start = fullAllowance(RULE, 0);

test('so many at once, and then one in each span of time', () => {
  const none = spent(spent(spent(start)));
  expect(none.left).toBe(0);
  expect(filled(none, RULE, 99).left).toBe(0);
  expect(filled(none, RULE, 100).left).toBe(1);
  expect(filled(none, RULE, 250).left).toBe(2);
  expect(filled(none, RULE, 10_000).left).toBe(3);
});

test('looking at it often does not make it grow later', () => {
  let allowance = spent(spent(spent(start)));
  for (let at = 1; at <= 250; at += 1) allowance = filled(allowance, RULE, at);
  expect(allowance.left).toBe(2);
});

test('a full one does not save time up', () => {
  const used = spent(filled(start, RULE, 1050));
  expect(filled(used, RULE, 1149).left).toBe(2);
  expect(filled(used, RULE, 1150).left).toBe(3);
});
