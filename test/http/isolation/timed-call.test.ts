import { expect, test } from 'vitest';
import { callWithTimeout, TIMED_OUT } from '../../../src/http/isolation/timed-call.js';

const LONG = 60_000;

test('gives what the function gives, and throws what it throws', () => {
  const value = {};
  expect(callWithTimeout(LONG, () => value)).toBe(value);
  const error = new TypeError('wrong');
  expect(() =>
    callWithTimeout(LONG, () => {
      throw error;
    }),
  ).toThrow(error);
});

test.each<[string, () => unknown]>([
  [
    'a loop',
    () => {
      for (;;);
    },
  ],
  [
    'a loop that catches all it can',
    () => {
      for (;;)
        try {
          for (;;);
        } catch {
          // Nothing is caught: the end of the time is no exception.
        }
    },
  ],
  ['a regular expression', () => new RegExp('^(a+)+$').test(`${'a'.repeat(64)}!`)],
])('%s without an end is ended, and the next call works', (_what, call) => {
  expect(callWithTimeout(1, call)).toBe(TIMED_OUT);
  expect(callWithTimeout(LONG, () => 'next')).toBe('next');
});
