import { expect, test, vi } from 'vitest';
import type { LoadReply, LoadResult } from '../../bench/load-job.js';
import { measureJudged } from '../../bench/loader.js';

const RESULT: LoadResult = { seconds: 1, reviews: 10, p50: 1, p99: 2 };
const DONE: LoadReply = { kind: 'result', result: RESULT };
const PASSED: LoadReply = { kind: 'passed', reason: 'overloaded' };
const FAILED: LoadReply = { kind: 'failed', message: 'answers differ' };

test.each<[string, readonly LoadReply[], LoadResult | string]>([
  ['a measurement counts', [DONE], RESULT],
  ['one in which pods passed is made again', [PASSED, PASSED, DONE], RESULT],
  ['a machine that never has the time is told', [PASSED, PASSED, PASSED, DONE], 'overloaded) 3 times'],
  ['a wrong answer ends the run', [PASSED, FAILED, DONE], 'answers differ'],
])('%s', async (_what, replies, end) => {
  vi.spyOn(console, 'error').mockReturnValue();
  const left = [...replies];
  const measured = measureJudged(() => Promise.resolve(left.shift() ?? FAILED));
  await (typeof end === 'string'
    ? expect(measured).rejects.toThrow(end)
    : expect(measured).resolves.toBe(end));
  vi.restoreAllMocks();
});
