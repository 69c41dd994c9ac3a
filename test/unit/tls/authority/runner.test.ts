import { afterEach, expect, jest, test } from '@jest/globals';
import { startRunner, type Runner } from '../../../../src/tls/authority/runner.js';

/** Work that ends when it is told to. */
function workload(): {
  readonly work: () => Promise<boolean>;
  readonly end: (isWell?: boolean) => Promise<void>;
  runs: number;
} {
  let done: (isWell: boolean) => void = () => undefined;
  const load = {
    runs: 0,
    work: () => {
      load.runs += 1;
      return new Promise<boolean>((resolve) => {
        done = resolve;
      });
    },
    end: async (isWell = true) => {
      done(isWell);
      await jest.advanceTimersByTimeAsync(0);
    },
  };
  return load;
}

let runner: Runner | undefined;

function started(load: ReturnType<typeof workload>): Runner {
  jest.useFakeTimers();
  runner = startRunner(load.work, { pauseMs: 1000, retryMs: 9000, tickMs: 60_000 });
  return runner;
}

afterEach(() => {
  runner?.stop();
  jest.useRealTimers();
});

test('the first run starts at once, and the next with the tick', async () => {
  const load = workload();
  started(load);
  expect(load.runs).toBe(1);
  await load.end();
  await jest.advanceTimersByTimeAsync(59_999);
  expect(load.runs).toBe(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(load.runs).toBe(2);
});

test('what is asked for during a run is done once, after it and a pause', async () => {
  const load = workload();
  const { ask } = started(load);
  ask();
  ask();
  expect(load.runs).toBe(1);
  await load.end();
  await jest.advanceTimersByTimeAsync(999);
  expect(load.runs).toBe(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(load.runs).toBe(2);
  await load.end();
  await jest.advanceTimersByTimeAsync(1000);
  expect(load.runs).toBe(2);
});

test('what is asked for after the pause starts at once', async () => {
  const load = workload();
  const { ask } = started(load);
  await load.end();
  await jest.advanceTimersByTimeAsync(1000);
  ask();
  expect(load.runs).toBe(2);
});

test('a run that failed is followed by another soon, and by one alone', async () => {
  const load = workload();
  started(load);
  await load.end(false);
  await jest.advanceTimersByTimeAsync(9999);
  expect(load.runs).toBe(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(load.runs).toBe(2);
  await load.end();
  await jest.advanceTimersByTimeAsync(30_000);
  expect(load.runs).toBe(2);
});

test('a run that was asked for takes the place of the one that would follow a failure', async () => {
  const load = workload();
  const { ask } = started(load);
  await load.end(false);
  await jest.advanceTimersByTimeAsync(5000);
  ask();
  await load.end();
  await jest.advanceTimersByTimeAsync(20_000);
  expect(load.runs).toBe(2);
});

test('a run that hangs is not joined by another', async () => {
  const load = workload();
  started(load);
  await jest.advanceTimersByTimeAsync(10 * 60_000);
  expect(load.runs).toBe(1);
});

test('after the end nothing starts, also when a run was under way', async () => {
  const load = workload();
  const { ask, stop } = started(load);
  ask();
  stop();
  await load.end();
  ask();
  await jest.advanceTimersByTimeAsync(120_000);
  expect(load.runs).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
});
