import { expect, test } from 'vitest';
import { EnvDraft } from '../../../../src/core/apply/env-draft.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { refTo } from '../contexts.js';
import { played } from './played.js';

const container = refTo('app');
const variable = (text: string): EnvVar => {
  const [name = '', value = ''] = text.split('=');
  return { name, value };
};

function ordered(received: readonly string[], added: readonly string[], moved?: string): readonly string[] {
  const env = received.map(variable);
  const draft = new EnvDraft(env);
  for (const text of added)
    draft.apply({ op: 'env-default', container, env: variable(text), origin: 'instrumentation' });
  if (moved !== undefined) draft.apply({ op: 'env-last', container, name: moved });
  draft.sortByReference();
  const result = draft.buildResult() ?? [];
  expect(played({ env }, draft.buildOperations('/env'))).toEqual({ env: result });
  return result.map(({ name }) => name);
}

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['no references keep their order', [], ['B=1', 'A=2'], ['B', 'A']],
  ['a reference to an earlier one', [], ['A=1', 'B=$(A)'], ['A', 'B']],
  ['a reference to a later one', [], ['A=$(B)', 'B=1'], ['B', 'A']],
  ['a chain', [], ['A=$(B)', 'B=$(C)', 'C=1'], ['C', 'B', 'A']],
  ['two references', [], ['A=$(C)$(B)', 'B=1', 'C=1'], ['C', 'B', 'A']],
  ['one that two refer to', [], ['A=$(C)', 'B=$(C)', 'C=1'], ['C', 'A', 'B']],
  ['a cycle is left as far as it can be', [], ['A=$(B)', 'B=$(A)'], ['B', 'A']],
  ['a cycle of three', [], ['A=$(B)', 'B=$(C)', 'C=$(A)'], ['C', 'B', 'A']],
  ['a reference to itself', [], ['A=$(A)', 'B=1'], ['A', 'B']],
  ['an escaped reference', [], ['A=$$(B)', 'B=1'], ['A', 'B']],
  ['a reference after an escaped dollar', [], ['A=$$$(B)', 'B=1'], ['B', 'A']],
  ['a reference to what is not there', [], ['A=$(X)', 'B=1'], ['A', 'B']],
  ['the user’s own are not moved', ['A=$(B)', 'U=1'], ['X=$(Y)', 'Y=$(U)', 'B=1'], ['A', 'U', 'Y', 'X', 'B']],
])('%s', (_, received, added, expected) => {
  expect(ordered(received, added)).toEqual(expected);
});

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['stands last', ['RA=a=b', 'U=1'], ['X=1', 'Y=2'], ['U', 'X', 'Y', 'RA']],
  [
    'does not keep those before it from their order',
    ['RA=a=b', 'U=1'],
    ['X=$(Y)', 'Y=1'],
    ['U', 'Y', 'X', 'RA'],
  ],
  [
    'stands before an added one that refers to it',
    ['RA=a=b', 'U=1'],
    ['X=$(RA)', 'Y=1'],
    ['U', 'RA', 'X', 'Y'],
  ],
  ['was last among the user’s', ['U=1', 'RA=a=b'], ['X=$(Y)', 'Y=1'], ['U', 'Y', 'X', 'RA']],
])('an entry of the user’s that was moved last %s', (_, received, added, expected) => {
  expect(ordered(received, added, 'RA')).toEqual(expected);
});
