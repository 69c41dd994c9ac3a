import { assertNever } from '../domain.js';
import type { StringMap } from './pod.js';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/** Tells whether labels match a selector; an absent or empty selector matches everything. */
export function isSelectorMatch(selector: LabelSelector | undefined, labels: StringMap): boolean {
  const equal = Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    equal && (selector?.matchExpressions ?? []).every((expression) => isExpressionMatch(expression, labels))
  );
}

type LabelExpression = NonNullable<LabelSelector['matchExpressions']>[number];

function isExpressionMatch({ key, operator, values = [] }: LabelExpression, labels: StringMap): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return assertNever(operator);
  }
}
