import { expect, test } from 'vitest';
import { trimTrailing, trimTrailingSlashes } from '../../../src/core/text-ends.js';

test.each([
  ['/a/', '/a'],
  ['/a///', '/a'],
  ['/', ''],
  ['', ''],
  ['//a', '//a'],
  ['/a/b', '/a/b'],
])('%j without slashes at its end is %j', (path, expected) => {
  expect(trimTrailingSlashes(path)).toBe(expected);
});

test('another character may be left out at the end', () => {
  expect(trimTrailing('a-b--', '-')).toBe('a-b');
});
