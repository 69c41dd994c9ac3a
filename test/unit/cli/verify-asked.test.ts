import { expect, test } from 'vitest';
import { readVerifyOptions } from '../../../src/cli/read-verify-options.js';

test.each([
  [60, 10_000],
  [10, 10_000],
  [2, 2000],
])('with --timeout %d one answer is waited for %d ms', async (timeout, answerMs) => {
  expect(await readVerifyOptions({ timeout, output: 'text', color: false })).toMatchObject({ answerMs });
});
