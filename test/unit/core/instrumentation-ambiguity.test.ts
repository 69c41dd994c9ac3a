import { expect, test } from 'vitest';
import { checkAmbiguity } from '../../../src/core/rules/instrumentation-ambiguity.js';
import { instrumentationWith } from './contexts.js';

const warn = (
  held: readonly string[],
  over: { readonly operation?: string; readonly namespace?: string; readonly kind?: string } = {},
): readonly string[] =>
  checkAmbiguity(
    {
      ...{
        uid: 'a',
        operation: 'CREATE',
        namespace: 'shop',
        group: 'opentelemetry.io',
        kind: 'Instrumentation',
      },
      ...{ subResource: '', dryRun: false, oldObject: undefined, object: { metadata: { name: 'new' } } },
      ...over,
    },
    new Map([['shop', new Map(held.map((name) => [name, instrumentationWith({}, name)]))]]),
  ).map(({ message }) => message);

test.each<[string, readonly string[], string]>([
  [
    'a second Instrumentation',
    ['old'],
    'namespace shop also has old, so its pods that say "true" are skipped',
  ],
  ['a third', ['one', 'two'], 'also has one, two, so'],
  ['one of many', ['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'also has a, b, c, d, e and 2 more, so'],
])('%s makes "true" ambiguous', (_, held, sentence) => {
  expect(warn(held)).toHaveLength(1);
  expect(warn(held)[0]).toContain(sentence);
});

test('the first one does not, nor one that is applied again, changed, or of another namespace or kind', () => {
  expect(warn([])).toEqual([]);
  expect(warn(['new'])).toEqual([]);
  expect(warn(['old'], { operation: 'UPDATE' })).toEqual([]);
  expect(warn(['old'], { namespace: 'other' })).toEqual([]);
  expect(warn(['old'], { kind: 'TracingPlatform' })).toEqual([]);
});
