import { describe, expect, test } from '@jest/globals';
import { resolveInstrumentation } from '../../../../src/core/decide/instrumentation.js';
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
    },
  });
});
