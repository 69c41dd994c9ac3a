import { expect, test } from 'vitest';
import { computeHash, computeShortHash } from '../../../../src/core/hash.js';

// Vectors of FNV-1a 32: http://www.isthe.com/chongo/src/fnv/test_fnv.c
test.each([
  ['', '811c9dc5'],
  ['a', 'e40c292c'],
  ['b', 'e70c2de5'],
  ['foobar', 'bf9cf968'],
])('shortHash of %j is %s', (text, expected) => {
  expect(computeShortHash(text)).toBe(expected);
});

test.each(['', 'a', 'foobar', 'é€😀', 'x'.repeat(10_000)])(
  'configHash of %j is the short one and another',
  (text) => {
    const hash = computeHash(text);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(hash.slice(0, 8)).toBe(computeShortHash(text));
    expect(hash.slice(8)).not.toBe(computeShortHash(text));
  },
);

test('leading zeros are kept, so that every hash has its length', () => {
  const lengths = new Set(Array.from({ length: 2000 }, (_, index) => computeHash(index.toString()).length));
  expect([...lengths]).toEqual([16]);
});

test('similar texts differ', () => {
  const texts = Array.from({ length: 2000 }, (_, index) => `java/app-${index.toString()}`);
  expect(new Set(texts.map(computeHash)).size).toBe(texts.length);
});
