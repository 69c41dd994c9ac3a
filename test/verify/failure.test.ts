import { expect, test } from 'vitest';
import { extractExcerpt } from '../../src/verify/failure.js';

test.each([
  ['  two\n\tlines\u0007\u001b[31m ', 'two lines\u0007\u001b[31m'],
  ['x'.repeat(40_000), `${'x'.repeat(4095)}…`],
  ['<!DOCTYPE html>\n<html><head>\n<title>Jaeger\nUI</title>', 'a page, Jaeger UI'],
  ['<html>hello</html>', '<html>hello</html>'],
  ['', ''],
])('%j is shown as %j', (text, shown) => {
  expect(extractExcerpt(text)).toBe(shown);
});
