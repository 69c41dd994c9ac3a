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

test('is 0 while the loop comes round in time', () => {
  clockMs += 50;
  expect(probe.currentMs()).toBe(0);
  vi.advanceTimersByTime(50);
  clockMs += 49;
  expect(probe.currentMs()).toBe(0);
});

test('grows while the loop is held up, and is over when it has come round', () => {
  clockMs += 650;
  expect(probe.currentMs()).toBe(600);
  clockMs += 100;
  expect(probe.currentMs()).toBe(700);
  vi.advanceTimersByTime(50);
  expect(probe.currentMs()).toBe(0);
});

test('the largest lag is remembered until it is asked for', () => {
  clockMs += 650;
  vi.advanceTimersByTime(50);
  clockMs += 50;
  vi.advanceTimersByTime(50);
  expect(probe.takeMaxMs()).toBe(600);
  expect(probe.takeMaxMs()).toBe(0);
});
