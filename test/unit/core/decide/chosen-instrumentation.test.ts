import { describe, expect, test } from 'vitest';
import { resolveInstrumentation } from '../../../../src/core/decide/chosen-instrumentation.js';
import type { Instrumentation } from '../../../../src/core/objects/instrumentation.js';
import type { ClusterSnapshot } from '../../../../src/core/snapshot.js';
import { instrumentationWith, podWith, podContextWith, type Surroundings } from '../contexts.js';

const held = (...all: readonly Instrumentation[]): ClusterSnapshot['instrumentations'] => {
  const spaces = [...new Set(all.map(({ metadata }) => metadata.namespace))];
  return new Map(
    spaces.map((space) => [
      space,
      new Map(
        all
          .filter(({ metadata }) => metadata.namespace === space)
          .map((each) => [each.metadata.name, each] as const),
      ),
    ]),
  );
};

const one = held(instrumentationWith({}, 'first'));
const two = held(instrumentationWith({}, 'second'), instrumentationWith({}, 'first'));
const elsewhere = held(instrumentationWith({}, 'far', 'other'), instrumentationWith({}, 'near'));
const forbidding = { injection: { instrumentationNamespaces: ['platform'] } };
const allowing = { injection: { instrumentationNamespaces: ['platform', 'other'] } };

function answer(value: string, around: Surroundings): string {
  const context = podContextWith(podWith(), around);
  const found = resolveInstrumentation({ language: 'java', value, origin: 'pod' }, context);
  if (!found.ok) return found.error.code;
  return found.value === undefined
    ? 'the platform'
    : `${found.value.metadata.namespace}/${found.value.metadata.name}`;
}

describe('"true"', () => {
  test.each<[string, string, Surroundings, string]>([
    ['the only one', 'true', { snapshot: { instrumentations: one } }, 'shop/first'],
    ['in any case', 'TRUE', { snapshot: { instrumentations: one } }, 'shop/first'],
    ['one of two', 'true', { snapshot: { instrumentations: two } }, 'instrumentation-ambiguous'],
    ['none', 'true', {}, 'instrumentation-missing'],
    [
      'only one elsewhere',
      'true',
      { snapshot: { instrumentations: held(instrumentationWith({}, 'far', 'other')) } },
      'instrumentation-missing',
    ],
    ['none, with a platform', 'true', { platform: {} }, 'the platform'],
    ['one, with a platform', 'true', { platform: {}, snapshot: { instrumentations: one } }, 'shop/first'],
    [
      'two, with a platform',
      'true',
      { platform: {}, snapshot: { instrumentations: two } },
      'instrumentation-ambiguous',
    ],
    [
      'none, with an invalid platform',
      'true',
      { snapshot: { platform: { kind: 'invalid', issues: [] } } },
      'platform-invalid',
    ],
    [
      'one, with an invalid platform',
      'true',
      { snapshot: { instrumentations: one, platform: { kind: 'invalid', issues: [] } } },
      'shop/first',
    ],
  ])('%s', (_, value, around, expected) => {
    expect(answer(value, around)).toBe(expected);
  });
});

describe('a name', () => {
  test.each<[string, string, Surroundings, string]>([
    ['of the own namespace', 'near', { snapshot: { instrumentations: elsewhere } }, 'shop/near'],
    ['one of several', 'second', { snapshot: { instrumentations: two } }, 'shop/second'],
    ['with the own namespace', 'shop/near', { snapshot: { instrumentations: elsewhere } }, 'shop/near'],
    ['of another namespace', 'other/far', { snapshot: { instrumentations: elsewhere } }, 'other/far'],
    ['that is not there', 'nope', { snapshot: { instrumentations: elsewhere } }, 'instrumentation-not-found'],
    ['that is not there is never the platform', 'nope', { platform: {} }, 'instrumentation-not-found'],
    ['in another case', 'NEAR', { snapshot: { instrumentations: elsewhere } }, 'instrumentation-not-found'],
    [
      'of a namespace that has none',
      'empty/far',
      { snapshot: { instrumentations: elsewhere } },
      'instrumentation-not-found',
    ],
    [
      'with a second slash',
      'other/far/x',
      { snapshot: { instrumentations: elsewhere } },
      'instrumentation-not-found',
    ],
    [
      'with a slash and no name',
      'other/',
      { snapshot: { instrumentations: elsewhere } },
      'instrumentation-not-found',
    ],
    [
      'that is forbidden',
      'other/far',
      { platform: forbidding, snapshot: { instrumentations: elsewhere } },
      'instrumentation-namespace-forbidden',
    ],
    [
      'that is forbidden and not there',
      'other/nope',
      { platform: forbidding },
      'instrumentation-namespace-forbidden',
    ],
    [
      'that is allowed',
      'other/far',
      { platform: allowing, snapshot: { instrumentations: elsewhere } },
      'other/far',
    ],
    [
      'of the own namespace, which is never forbidden',
      'shop/near',
      { platform: forbidding, snapshot: { instrumentations: elsewhere } },
      'shop/near',
    ],
  ])('%s', (_, value, around, expected) => {
    expect(answer(value, around)).toBe(expected);
  });
});

test('the sentence about several names them in order', () => {
  const context = podContextWith(podWith(), { snapshot: { instrumentations: two } });
  expect(resolveInstrumentation({ language: 'java', value: 'true', origin: 'pod' }, context)).toEqual({
    ok: false,
    error: {
      code: 'instrumentation-ambiguous',
      language: 'java',
      message: 'java: "true" could mean each of the Instrumentations first, second in namespace shop.',
      correction: { key: 'instrumentation.opentelemetry.io/inject-java', value: 'first', on: 'pod' },
    },
  });
});

describe('a name that is not in the namespace', () => {
  const spread = held(
    instrumentationWith({}, 'prod', 'team-c'),
    instrumentationWith({}, 'prod', 'team-b'),
    instrumentationWith({}, 'test', 'team-b'),
    instrumentationWith({}, 'near'),
  );
  const around = { snapshot: { instrumentations: spread } };
  const only = { ...around, platform: { injection: { instrumentationNamespaces: ['team-c'] } } };
  const none = { ...around, platform: { injection: { instrumentationNamespaces: ['platform'] } } };
  const many = held(
    ...['f', 'e', 'd', 'c', 'b', 'a'].map((letter) => instrumentationWith({}, 'all', letter)),
  );

  test.each<[string, string, Surroundings, string]>([
    [
      'is told where it is',
      'test',
      around,
      'there is no Instrumentation test in namespace shop; there is one elsewhere: write "team-b/test".',
    ],
    [
      'is told every place',
      'prod',
      around,
      'there is no Instrumentation prod in namespace shop; there is one elsewhere: write "team-b/prod" or "team-c/prod".',
    ],
    [
      'that is asked for in another namespace is told where it is',
      'team-a/test',
      around,
      'there is no Instrumentation test in namespace team-a; there is one elsewhere: write "team-b/test".',
    ],
    [
      'that is asked for in another namespace is told to be in the own one',
      'team-a/near',
      around,
      'there is no Instrumentation near in namespace team-a; there is one elsewhere: write "near".',
    ],
    [
      'is told only the places that the platform allows',
      'prod',
      only,
      'there is no Instrumentation prod in namespace shop; there is one elsewhere: write "team-c/prod".',
    ],
    ['is told no place that it may not name', 'prod', none, 'in namespace shop.'],
    [
      'is told five places',
      'all',
      { snapshot: { instrumentations: many } },
      'write "a/all" or "b/all" or "c/all" or "d/all" or "e/all".',
    ],
    ['that is nowhere is told as such', 'nope', around, 'no Instrumentation nope in namespace shop.'],
    [
      'is told a name like it',
      'neaar',
      around,
      'no Instrumentation neaar in namespace shop; write "near" if that is meant.',
    ],
    [
      'is told a name like it in the namespace that is asked for',
      'team-b/tset',
      around,
      'no Instrumentation tset in namespace team-b; write "team-b/test" if that is meant.',
    ],
  ])('%s', (_, value, surroundings, sentence) => {
    const told = sentenceOf(value, surroundings);
    expect(told.slice(-sentence.length)).toBe(sentence);
  });

  test.each(['yes', 'Yes', 'on', '1', 'y', 'enabled'])('and says %s is told of "true"', (value) => {
    expect(sentenceOf(value, {})).toBe(
      `java: there is no Instrumentation ${value} in namespace shop; any word but "true" and "false" is read as a name, so write "true" if that is meant.`,
    );
  });

  test('and blanks around a word are seen', () => {
    expect(sentenceOf(' true', {})).toContain(
      'there is no Instrumentation " true" in namespace shop; any word but "true"',
    );
  });
});

function sentenceOf(value: string, around: Surroundings): string {
  const context = podContextWith(podWith(), around);
  const found = resolveInstrumentation({ language: 'java', value, origin: 'pod' }, context);
  return found.ok ? '' : found.error.message;
}
