import { isRecord } from '../json.js';
import type { PodSpec } from './pod.js';

/** What a pod asks of one label of its node; every field as it is written. */
export interface NodeRequirement {
  readonly key: unknown;
  readonly operator: unknown;
  readonly values: readonly unknown[];
}

/**
 * Terms of which a node must meet one, each with all that it asks of a node's labels. A term that asks for nothing is met by
 * no node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
 */
export function listRequiredTerms({ affinity }: PodSpec): readonly (readonly NodeRequirement[])[] {
  const required = readField(
    readField(affinity, 'nodeAffinity'),
    'requiredDuringSchedulingIgnoredDuringExecution',
  );
  const terms = readList(required, 'nodeSelectorTerms');
  return terms
    .filter((term) => ['matchExpressions', 'matchFields'].some((field) => readList(term, field).length > 0))
    .map((term) => readList(term, 'matchExpressions').map(readRequirement));
}

/** What a pod's node selector asks for; it holds beside any affinity. */
export const listSelectorRequirements = ({ nodeSelector = {} }: PodSpec): readonly NodeRequirement[] =>
  Object.entries(nodeSelector).map(([key, value]) => ({ key, operator: 'In', values: [value] }));

const ARCHITECTURE_LABELS: readonly unknown[] = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** Architectures that a pod is bound to by its node selector or required affinity; undefined where it is not. */
export function findArchitectures(spec: PodSpec): readonly string[] | undefined {
  const selected = findTermArchitectures(listSelectorRequirements(spec));
  if (selected !== undefined) return selected;
  const terms = listRequiredTerms(spec).map(findTermArchitectures);
  // Terms are alternatives: one that says nothing of the architecture allows all.
  if (terms.length === 0) return undefined;
  return terms.every((term) => term !== undefined) ? terms.flat() : undefined;
}

/** A requirement without values is none that the API server takes, so it tells nothing. */
const findTermArchitectures = (term: readonly NodeRequirement[]): readonly string[] | undefined =>
  term
    .find(
      ({ key, operator, values }) =>
        ARCHITECTURE_LABELS.includes(key) && operator === 'In' && values.length > 0,
    )
    ?.values.map(String);

const readRequirement = (expression: unknown): NodeRequirement => ({
  key: readField(expression, 'key'),
  operator: readField(expression, 'operator'),
  values: readList(expression, 'values'),
});

const readField = (value: unknown, field: string): unknown => (isRecord(value) ? value[field] : undefined);

function readList(value: unknown, field: string): readonly unknown[] {
  const list = readField(value, field);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}
