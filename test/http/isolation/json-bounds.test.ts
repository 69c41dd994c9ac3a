import { expect, test } from 'vitest';
import { isBeyondJsonBounds } from '../../../src/http/isolation/json-bounds.js';

const MOST = 256 * 1024;
const isBeyond = (json: string): boolean => isBeyondJsonBounds(Buffer.from(json));

test.each<[string, (values: number) => string]>([
  ['a list of objects', (values) => `[${Array.from({ length: (values - 1) / 2 }, () => '{}').join(',')},`],
  ['nested lists', (values) => '['.repeat(values)],
  ['nested objects', (values) => '{"a":'.repeat(values)],
  ['a list of texts', (values) => `[${'"a",'.repeat(values - 1)}`],
  ['an object of numbers', (values) => `{${'"a":1,'.repeat(values - 1)}`],
])('%s is beyond the bounds with one value more than there may be', (_what, build) => {
  expect(isBeyond(build(MOST - 1))).toBe(false);
  expect(isBeyond(build(MOST + 1))).toBe(true);
});

test.each([
  ['commas and brackets inside a text', `["${',[{'.repeat(MOST)}"]`],
  ['a quote inside a text', `["${'\\",'.repeat(MOST)}"]`],
  ['a text that ends in a backslash', `["${'\\\\'.repeat(MOST)}","${','.repeat(MOST)}"]`],
  ['a text without an end', `["${','.repeat(2 * MOST)}`],
  ['an escape at the very end', '["\\'],
  ['nothing', ''],
])('%s counts for nothing', (_what, json) => {
  expect(isBeyond(json)).toBe(false);
});

test('what follows a text is counted', () => {
  expect(isBeyond(`["\\\\"${',1'.repeat(MOST + 1)}]`)).toBe(true);
});
