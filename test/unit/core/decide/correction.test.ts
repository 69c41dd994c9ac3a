import { describe, expect, test } from 'vitest';
import { CONTAINER_NAMES, CONTAINER_NAMES_OF, getInjectKey } from '../../../../src/core/annotations.js';
import { selectContainers } from '../../../../src/core/decide/containers.js';
import { resolveInstrumentation } from '../../../../src/core/decide/chosen-instrumentation.js';
import { findMeantName } from '../../../../src/core/decide/correction.js';
import type { LanguageRequest } from '../../../../src/core/decide/language-requests.js';
import type { Correction } from '../../../../src/core/reasons.js';
import { instrumentationWith, podContextWith, podNamed, podWith } from '../contexts.js';

const [JAVA_NAMES = ''] = CONTAINER_NAMES_OF.java;

const correctContainers = (
  annotations: Readonly<Record<string, string>>,
  { containers = ['web', 'api'], asked = {} }: { containers?: readonly string[]; asked?: object } = {},
): readonly (Correction | undefined)[] => {
  const request: LanguageRequest = { language: 'java', value: 'true', origin: 'pod', ...asked };
  const pod = { ...podNamed(containers, ['init']), metadata: { annotations } };
  const context = podContextWith(pod, { snapshot: { hasCorrections: true } });
  return selectContainers(request, context, ['nodejs', 'java']).findings.map(({ correction }) => correction);
};

describe('a list of containers is corrected as a whole', () => {
  const list = (value: string, key = CONTAINER_NAMES): Correction => ({ key, value, on: 'pod' });
  const SIX = 'a1,b1,c1,d1,e1,f1';

  test.each<[string, Readonly<Record<string, string>>, readonly (Correction | undefined)[]]>([
    ['a letter too few', { [CONTAINER_NAMES]: 'we' }, [list('web')]],
    ['capitals', { [CONTAINER_NAMES]: 'Web' }, [list('web')]],
    ['one of two', { [CONTAINER_NAMES]: 'web,apo' }, [list('web,api')]],
    ['both', { [CONTAINER_NAMES]: 'wed,apo' }, [list('web,api'), list('web,api')]],
    ['one that is nowhere', { [CONTAINER_NAMES]: 'web,other' }, [list('web')]],
    ['the list of the language', { [JAVA_NAMES]: 'we' }, [list('web', JAVA_NAMES)]],
    ['nothing that is near', { [CONTAINER_NAMES]: 'other' }, [undefined]],
    ['more than a person mistypes', { [CONTAINER_NAMES]: SIX }, SIX.split(',').map(() => undefined)],
    ['none, of several languages', {}, [list('api', JAVA_NAMES)]],
  ])('%s', (_, annotations, corrections) => {
    expect(correctContainers(annotations)).toEqual(corrections);
  });

  test('what is never a default target is not named', () => {
    expect(correctContainers({}, { containers: ['istio-proxy'] })).toEqual([undefined]);
  });

  test('a list of the Namespace is corrected on the pod, as others have other containers', () => {
    const pod = podNamed(['web'], []);
    const context = podContextWith(pod, {
      namespace: { annotations: { [CONTAINER_NAMES]: 'we' } },
      snapshot: { hasCorrections: true },
    });
    const request: LanguageRequest = { language: 'java', value: 'true', origin: 'namespace' };
    const [finding] = selectContainers(request, context, ['java']).findings;
    expect(finding?.correction).toEqual(list('web'));
  });

  test('the API server does not wait for it', () => {
    const pod = { ...podNamed(['web'], []), metadata: { annotations: { [CONTAINER_NAMES]: 'we' } } };
    const request: LanguageRequest = { language: 'java', value: 'true', origin: 'pod' };
    expect(selectContainers(request, podContextWith(pod), ['java']).findings[0]).not.toHaveProperty(
      'correction',
    );
  });

  test('what a rule asks for is corrected by no annotation', () => {
    expect(correctContainers({}, { asked: { origin: 'rule', containers: ['we'] } })).toEqual([undefined]);
  });
});

interface Around {
  /** Instrumentations of the namespace. */
  readonly own?: readonly string[];
  readonly origin?: LanguageRequest['origin'];
  readonly hasPlatform?: boolean;
}

describe('the value of an inject key is corrected', () => {
  const correct = (
    value: string,
    { own = [], origin = 'pod', hasPlatform = true }: Around = {},
  ): Correction | undefined => {
    const held = new Map(own.map((name) => [name, instrumentationWith({}, name)]));
    const instrumentations = new Map([
      ['shop', held],
      ['other', new Map([['prod', instrumentationWith({}, 'prod', 'other')]])],
    ]);
    const context = podContextWith(podWith(), {
      snapshot: { instrumentations },
      ...(hasPlatform ? { platform: {} } : {}),
    });
    const answer = resolveInstrumentation({ language: 'java', value, origin }, context);
    return answer.ok ? undefined : answer.error.correction;
  };
  const written = (value: string, on: Correction['on'] = 'pod'): Correction => ({
    ...{ key: getInjectKey('java'), value, on },
  });

  test.each<[string, string, Around, Correction | undefined]>([
    ['a word that means it', 'yes', {}, written('true')],
    ['on the Namespace', 'yes', { origin: 'namespace' as const }, written('true', 'namespace')],
    ['the name of one elsewhere', 'prod', {}, written('other/prod')],
    ['a name that is nowhere, with a platform', 'nowhere', {}, written('true')],
    ['a name that is nowhere, without one', 'nowhere', { hasPlatform: false }, undefined],
    ['a name of two', 'nowhere', { own: ['one', 'two'] }, undefined],
    ['a name that is nearly one of two', 'secnd', { own: ['first', 'second'] }, written('second')],
    ['"true" of two', 'true', { own: ['two', 'one'] }, written('one')],
  ])('%s', (_, value, around, correction) => {
    expect(correct(value, around)).toEqual(correction);
  });
});

describe('what is compared letter by letter is bounded, as an attacker writes both sides', () => {
  const others = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `zzz${at + 10}`);

  test.each<[string, string, readonly string[], string | undefined]>([
    ['a name among others', 'prodd', [...others(15), 'prod'], 'prod'],
    ['a name behind many of its length', 'prodd', [...others(16), 'prod'], undefined],
    [
      'a name behind many that are longer',
      'prodd',
      [...others(99).map((name) => `${name}-canary`), 'prod'],
      'prod',
    ],
    ['a name that nobody writes', `${'a'.repeat(64)}x`, ['a'.repeat(64)], undefined],
    ['a long name', `${'a'.repeat(63)}x`, ['a'.repeat(63)], 'a'.repeat(63)],
  ])('%s', (_, name, known, meant) => {
    expect(findMeantName(name, [...known, 'something-else'])).toBe(meant);
  });
});
