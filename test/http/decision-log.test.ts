import { expect, test } from '@jest/globals';
import { createDecisionLog, type Decision } from '../../src/http/decision-log.js';

const decision = (at: number): Decision => ({
  at,
  namespace: 'shop',
  pod: 'cart',
  status: 'injected',
  findings: [],
  injections: [],
});

test('lists the newest first and keeps no more than its limit', () => {
  const log = createDecisionLog(3);
  expect(log.list()).toEqual([]);
  for (const at of [1, 2, 3, 4, 5]) log.add(decision(at));
  expect(log.list().map(({ at }) => at)).toEqual([5, 4, 3]);
});

test('keeps a hundred when no limit is given', () => {
  const log = createDecisionLog();
  for (let at = 0; at < 250; at += 1) log.add(decision(at));
  expect(log.list()).toHaveLength(100);
});
