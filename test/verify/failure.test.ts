import { expect, test } from '@jest/globals';
import { excerpt } from '../../src/verify/failure.js';

test.each([
  ['  two\n\tlines\u0007\u001b[31m ', 'two lines [31m'],
  ['x'.repeat(400), `${'x'.repeat(300)}…`],
  ['<!DOCTYPE html>\n<html><head>\n<title>Jaeger\nUI</title>', 'a page, Jaeger UI'],
  ['<html>hello</html>', '<html>hello</html>'],
  ['', ''],
])('%j is shown as %j', (text, shown) => {
  expect(excerpt(text)).toBe(shown);
});
