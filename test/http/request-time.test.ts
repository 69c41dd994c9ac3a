import { expect, test } from 'vitest';
import { isInTime, parseTimeout } from '../../src/http/request-time.js';

test.each([
  ['/mutate?timeout=2s', 2000],
  ['/mutate?timeout=10s', 10_000],
  ['/mutate?timeout=500ms', 500],
  ['/mutate?a=b&timeout=30s&c=d', 30_000],
  ['/mutate', 2000],
  ['/mutate?timeout=1m0s', 2000],
  ['/mutate?timeout=1.5s', 2000],
  ['/mutate?timeout=-1s', 2000],
  ['/mutate?timeout=', 2000],
  ['/mutate?notimeout=9s', 2000],
  ['/mutate?timeout=9sx', 2000],
  [undefined, 2000],
])('%s gives %i ms', (url, milliseconds) => {
  expect(parseTimeout(url)).toBe(milliseconds);
});

test.each([
  [100, 2000, true],
  [1500, 2000, true],
  [1501, 2000, false],
  [500, 1000, true],
  [501, 1000, false],
  [100, 500, false],
  [2000, 10_000, true],
  [2001, 10_000, false],
])('after %i ms of waiting, of %i ms, there is time: %s', (waited, timeout, expected) => {
  expect(isInTime(waited, timeout)).toBe(expected);
});
