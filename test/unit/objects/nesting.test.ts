import { describe, expect, test } from 'vitest';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';
import { MOST_LEVELS } from '../../../src/core/bounds.js';
import { isTooDeep } from '../../../src/core/objects/nesting.js';
import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';
import { nested } from '../../support/deep.js';
import { like } from '../../support/like.js';

const listed = (levels: number): unknown =>
  JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`) as unknown;

test.each([
  ['objects', nested],
  ['lists', listed],
])('%s may be nested so deep and no deeper', (_what, make) => {
  expect([MOST_LEVELS, MOST_LEVELS + 1, 100_000].map((levels) => isTooDeep(make(levels)))).toEqual([
    false,
    true,
    true,
  ]);
});

test('what is beside or no object at all is not deep', () => {
  expect([undefined, null, 'text', 7, [], {}, [null, {}]].map(isTooDeep)).toEqual(Array(7).fill(false));
});

describe('an object that is nested too deep is refused with a sentence', () => {
  const refusal = [{ path: '', message: like.stringMatching(/^is nested deeper than 100 levels; remove /) }];
  const metadata = { name: 'default' };

  test.each([
    ['in a field that is not known', { env: [{ name: 'A', x: nested() }] }],
    ['in one that is passed on', { env: [{ name: 'A', valueFrom: nested() }] }],
    ['as a whole', nested()],
  ])('%s', (_where, spec) => {
    expect(parseInstrumentation({ metadata, spec })).toEqual({ ok: false, error: refusal });
  });

  test('a platform, too', () => {
    expect(parseTracingPlatform({ metadata, spec: { addons: nested() } })).toEqual({
      ok: false,
      error: refusal,
    });
  });
});
