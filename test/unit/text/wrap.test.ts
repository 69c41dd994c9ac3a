import { expect, test } from 'vitest';
import { wrapText } from '../../../src/text/wrap.js';

test.each([
  ['', 10, ['']],
  ['one two', 10, ['one two']],
  ['one two three', 7, ['one two', 'three']],
  ['a-word-that-is-long and', 7, ['a-word-that-is-long', 'and']],
])('%j in %i columns', (text, columns, lines) => {
  expect(wrapText(text, columns)).toEqual(lines);
});
