import { expect, test } from 'vitest';
import { coalesceWork } from '../../../src/kube/coalesced.js';
import { until } from '../../support/until.js';

test('the first is done at once, and of a burst after it one more', async () => {
  const done: number[] = [];
  let asked = 0;
  const work = coalesceWork(() => done.push(asked), 50);
  const begun = performance.now();
  const ask = (): void => {
    asked += 1;
    work.ask();
  };
  ask();
  await until(
    () => done.length,
    (count) => count === 1,
  );
  for (let count = 0; count < 20; count += 1) ask();
  await until(
    () => done.length,
    (count) => count === 2,
  );
  expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
  expect(done).toEqual([1, 21]);
  work.stop();
});

test('what is stopped is not done', async () => {
  let done = 0;
  const work = coalesceWork(() => (done += 1), 0);
  work.ask();
  work.stop();
  const other = coalesceWork(() => (done += 10), 0);
  other.ask();
  await until(
    () => done,
    (count) => count >= 10,
  );
  expect(done).toBe(10);
});
