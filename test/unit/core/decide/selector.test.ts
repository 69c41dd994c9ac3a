import { describe, expect, test } from 'vitest';
import { isSelectorMatch } from '../../../../src/core/kubernetes/label-selector.js';
import type { LabelSelector } from '../../../../src/core/kubernetes/label-selector.js';
import type { StringMap } from '../../../../src/core/kubernetes/pod.js';

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];
const LABELS: StringMap = { team: 'a', tier: '' };

describe('matchLabels', () => {
  test.each<[string, LabelSelector | undefined, boolean]>([
    ['no selector', undefined, true],
    ['an empty selector', {}, true],
    ['empty lists', { matchLabels: {}, matchExpressions: [] }, true],
    ['an equal label', { matchLabels: { team: 'a' } }, true],
    ['another value', { matchLabels: { team: 'b' } }, false],
    ['another case', { matchLabels: { team: 'A' } }, false],
    ['a missing label', { matchLabels: { zone: '' } }, false],
    ['an empty value', { matchLabels: { tier: '' } }, true],
    ['two labels, one of them unequal', { matchLabels: { team: 'a', tier: 'x' } }, false],
  ])('%s', (_, selector, expected) => {
    expect(isSelectorMatch(selector, LABELS)).toBe(expected);
  });
});

describe('matchExpressions', () => {
  test.each<[Expression, boolean]>([
    [{ key: 'team', operator: 'In', values: ['b', 'a'] }, true],
    [{ key: 'team', operator: 'In', values: ['b'] }, false],
    [{ key: 'team', operator: 'In' }, false],
    [{ key: 'zone', operator: 'In', values: ['a'] }, false],
    [{ key: 'team', operator: 'NotIn', values: ['a'] }, false],
    [{ key: 'team', operator: 'NotIn', values: ['b'] }, true],
    [{ key: 'zone', operator: 'NotIn', values: ['a'] }, true],
    [{ key: 'team', operator: 'Exists' }, true],
    [{ key: 'tier', operator: 'Exists' }, true],
    [{ key: 'zone', operator: 'Exists' }, false],
    [{ key: 'team', operator: 'DoesNotExist' }, false],
    [{ key: 'zone', operator: 'DoesNotExist' }, true],
  ])('%j: %j', (expression, expected) => {
    expect(isSelectorMatch({ matchExpressions: [expression] }, LABELS)).toBe(expected);
  });

  test.each<[string, LabelSelector, boolean]>([
    [
      'all must hold',
      {
        matchExpressions: [
          { key: 'team', operator: 'Exists' },
          { key: 'tier', operator: 'DoesNotExist' },
        ],
      },
      false,
    ],
    [
      'labels and expressions together',
      { matchLabels: { team: 'a' }, matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] },
      true,
    ],
    [
      'labels that fail beside expressions that hold',
      { matchLabels: { team: 'b' }, matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] },
      false,
    ],
  ])('%s', (_, selector, expected) => {
    expect(isSelectorMatch(selector, LABELS)).toBe(expected);
  });
});
