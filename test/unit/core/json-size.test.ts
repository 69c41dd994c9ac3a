import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateMostBytes } from '../../../src/core/json-size.js';

const real = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

test('no JSON value takes more bytes than are estimated', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(estimateMostBytes(value, Infinity)).toBeGreaterThanOrEqual(real(value));
    }),
  );
});

test.each([
  ['control characters', '\u0000'.repeat(100)],
  ['halves of characters', '\ud800'.repeat(100)],
  ['names', { ['\u0001'.repeat(100)]: [null, true, -1.234567890123456e-300] }],
])('%s are written longer than they are', (_what, value) => {
  expect(estimateMostBytes(value, Infinity)).toBeGreaterThanOrEqual(real(value));
});

test('what is enough is not counted on, and what is too deep is more than anything', () => {
  const long = Array.from({ length: 1000 }, () => 'x'.repeat(1000));
  expect(estimateMostBytes(long, 10_000)).toBeLessThan(20_000);
  let deep: unknown = [];
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  expect(estimateMostBytes(deep, Infinity)).toBe(Infinity);
});
