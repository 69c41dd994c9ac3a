import { expect, test } from 'vitest';
import { createRareLog } from '../../../src/telemetry/rare-log.js';

test('writes at most once a second, with the count since the last time', () => {
  let now = 0;
  const counts: number[] = [];
  const tell = createRareLog(
    (count) => counts.push(count),
    () => now,
  );
  for (const at of [0, 1, 500, 999, 1000, 1001, 3000]) {
    now = at;
    tell();
  }
  expect(counts).toEqual([1, 4, 2]);
});
