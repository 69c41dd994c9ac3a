import { describe, expect, test } from 'vitest';
import { isFalse, isTrue, mergeAnnotation, mergePlainAnnotation } from '../../../../src/core/decide/merge.js';
import type { StringMap } from '../../../../src/core/kubernetes/pod.js';

const KEY = 'instrumentation.opentelemetry.io/inject-java';
const holding = (value: string | undefined): StringMap => (value === undefined ? {} : { [KEY]: value });

type Value = string | undefined;
type Holds = readonly ['pod' | 'namespace', string] | undefined;

describe('mergeAnnotation', () => {
  test.each<[Value, Value, Holds]>([
    [undefined, undefined, undefined],
    [undefined, '', undefined],
    [undefined, 'true', ['namespace', 'true']],
    [undefined, 'TRUE', ['namespace', 'TRUE']],
    [undefined, 'false', ['namespace', 'false']],
    [undefined, 'mine', ['namespace', 'mine']],
    ['', undefined, undefined],
    ['', '', undefined],
    ['', 'true', ['namespace', 'true']],
    ['', 'false', ['namespace', 'false']],
    ['', 'mine', ['namespace', 'mine']],
    ['true', undefined, ['pod', 'true']],
    ['true', '', ['pod', 'true']],
    ['true', 'true', ['namespace', 'true']],
    ['true', 'True', ['namespace', 'True']],
    ['true', 'false', ['pod', 'true']],
    ['true', 'FALSE', ['pod', 'true']],
    ['true', 'mine', ['namespace', 'mine']],
    ['true', 'other/mine', ['namespace', 'other/mine']],
    ['TRUE', 'mine', ['namespace', 'mine']],
    ['True', 'False', ['pod', 'True']],
    ['false', undefined, ['pod', 'false']],
    ['false', '', ['pod', 'false']],
    ['false', 'true', ['pod', 'false']],
    ['false', 'false', ['pod', 'false']],
    ['false', 'mine', ['pod', 'false']],
    ['FALSE', 'true', ['pod', 'FALSE']],
    ['own', undefined, ['pod', 'own']],
    ['own', '', ['pod', 'own']],
    ['own', 'true', ['pod', 'own']],
    ['own', 'false', ['pod', 'own']],
    ['own', 'mine', ['pod', 'own']],
    [' true', 'mine', ['pod', ' true']],
    ['true', ' false', ['namespace', ' false']],
  ])('pod %j and namespace %j', (pod, namespace, holds) => {
    const expected = holds === undefined ? undefined : { origin: holds[0], value: holds[1] };
    expect(mergeAnnotation(KEY, holding(pod), holding(namespace))).toEqual(expected);
  });

  test('a pod without annotations is silent', () => {
    expect(mergeAnnotation(KEY, undefined, holding('mine'))).toEqual({ origin: 'namespace', value: 'mine' });
  });

  test.each([[true], [1], [null], [{}], [['true']]])(
    'a value of the pod that is no text, %j, is none',
    (value) => {
      const annotations = { [KEY]: value } as unknown as StringMap;
      expect(mergeAnnotation(KEY, annotations, {})).toBeUndefined();
    },
  );

  test('each key is merged alone', () => {
    expect(
      mergeAnnotation(KEY, { 'instrumentation.opentelemetry.io/inject-sdk': 'true' }, {}),
    ).toBeUndefined();
  });
});

describe('mergePlain', () => {
  test.each<[Value, Value, Holds]>([
    [undefined, undefined, undefined],
    ['', '', undefined],
    ['', 'b', ['namespace', 'b']],
    [undefined, 'b', ['namespace', 'b']],
    ['a', undefined, ['pod', 'a']],
    ['a', '', ['pod', 'a']],
    ['a', 'b', ['pod', 'a']],
    ['true', 'b', ['pod', 'true']],
    ['true', 'false', ['pod', 'true']],
  ])('pod %j and namespace %j', (pod, namespace, holds) => {
    const expected = holds === undefined ? undefined : { origin: holds[0], value: holds[1] };
    expect(mergePlainAnnotation(KEY, holding(pod), holding(namespace))).toEqual(expected);
  });
});

test.each([
  ['true', true, false],
  ['TrUe', true, false],
  ['false', false, true],
  ['FALSE', false, true],
  ['', false, false],
  ['yes', false, false],
  ['true ', false, false],
])('%j is true: %j, is false: %j', (value, isTrueText, isFalseText) => {
  expect([isTrue(value), isFalse(value)]).toEqual([isTrueText, isFalseText]);
});
