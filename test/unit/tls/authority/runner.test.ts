import { afterEach, expect, test, vi } from 'vitest';
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
      await vi.advanceTimersByTimeAsync(0);
    },
  };
  return load;
}

let runner: Runner | undefined;

function started(load: ReturnType<typeof workload>): Runner {
  vi.useFakeTimers();
  runner = startRunner(load.work, { pauseMs: 1000, retryMs: 9000, tickMs: 60_000 });
  return runner;
}

afterEach(() => {
  runner?.stop();
  vi.useRealTimers();
});

test('the first run starts at once, and the next with the tick', async () => {
  const load = workload();
  started(load);
  expect(load.runs).toBe(1);
  await load.end();
  await vi.advanceTimersByTimeAsync(59_999);
  expect(load.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(load.runs).toBe(2);
});

test('what is asked for during a run is done once, after it and a pause', async () => {
  const load = workload();
  const { ask } = started(load);
  ask();
  ask();
  expect(load.runs).toBe(1);
  await load.end();
  await vi.advanceTimersByTimeAsync(999);
  expect(load.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(load.runs).toBe(2);
  await load.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(load.runs).toBe(2);
});

test('what is asked for after the pause starts at once', async () => {
  const load = workload();
  const { ask } = started(load);
  await load.end();
  await vi.advanceTimersByTimeAsync(1000);
  ask();
  expect(load.runs).toBe(2);
});

test('a run that failed is followed by another soon, and by one alone', async () => {
  const load = workload();
  started(load);
  await load.end(false);
  await vi.advanceTimersByTimeAsync(9999);
  expect(load.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(load.runs).toBe(2);
  await load.end();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(load.runs).toBe(2);
});

test('a run that was asked for takes the place of the one that would follow a failure', async () => {
  const load = workload();
  const { ask } = started(load);
  await load.end(false);
  await vi.advanceTimersByTimeAsync(5000);
  ask();
  await load.end();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(load.runs).toBe(2);
});

test('a run that hangs is not joined by another', async () => {
  const load = workload();
  started(load);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(load.runs).toBe(1);
});

test('after the end nothing starts, also when a run was under way', async () => {
  const load = workload();
  const { ask, stop } = started(load);
  ask();
  stop();
  await load.end();
  ask();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(load.runs).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
