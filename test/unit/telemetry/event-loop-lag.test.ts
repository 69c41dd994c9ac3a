import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startLagProbe, type LagProbe } from '../../../src/telemetry/event-loop-lag.js';

let clockMs: number;
let probe: LagProbe;

beforeEach(() => {
  vi.useFakeTimers();
  clockMs = 1000;
  probe = startLagProbe(() => clockMs);
});

afterEach(() => {
  probe.stop();
  vi.useRealTimers();
});

/** The loop comes round after so many milliseconds. */
const comeRound = (milliseconds: number): void => {
  clockMs += milliseconds;
  vi.advanceTimersByTime(50);
};

test('what comes may have waited for two intervals while the loop comes round in time', () => {
  comeRound(50);
  comeRound(50);
  clockMs += 49;
  expect(probe.longestWaitMs()).toBe(99);
});

test('while the loop is held up the wait grows; the round after it still counts it, and the next one no more', () => {
  comeRound(50);
  comeRound(50);
  clockMs += 650;
  expect(probe.longestWaitMs()).toBe(700);
  comeRound(0);
  clockMs += 10;
  expect(probe.longestWaitMs()).toBe(660);
  comeRound(40);
  expect(probe.longestWaitMs()).toBe(50);
});

test('the largest lag is remembered until it is asked for', () => {
  clockMs += 650;
  vi.advanceTimersByTime(50);
  clockMs += 50;
  vi.advanceTimersByTime(50);
  expect(probe.takeMaxMs()).toBe(600);
  expect(probe.takeMaxMs()).toBe(0);
});
