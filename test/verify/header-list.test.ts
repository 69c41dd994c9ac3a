import { expect, test } from 'vitest';
import { parseHeaderList } from '../../src/verify/header-list.js';

test.each([
  ['', {}],
  ['Authorization=Basic%20dXNlcjp4', { authorization: 'Basic dXNlcjp4' }],
  ['a=1, b = two ,', { a: '1', b: 'two' }],
  ['a=x=y', { a: 'x=y' }],
  ['a=', { a: '' }],
  ['__proto__x=1', { __proto__x: '1' }],
])('%j is %j', (text, headers) => {
  expect(parseHeaderList(text)).toEqual({ ok: true, value: headers });
});

test.each([
  ['hunter2', 1],
  ['a=1,=hunter2', 2],
  ['a b=hunter2', 1],
  ['a=hunter2%0d%0ax: y', 1],
  ['a=hunter2%zz', 1],
  ['a=hunter2%E4%BD%A0', 1],
])('an entry that is no header is reported without what it holds: %j', (text, entry) => {
  const refused = parseHeaderList(text);
  expect(refused).toEqual({
    ok: false,
    error: `entry ${entry} is not a header; allowed: name=value,name=value with values percent-encoded`,
  });
});
