import fc from 'fast-check';
import jsonPatch, { type Operation as PatchOperation } from 'fast-json-patch';
import { admit } from '../../src/core/admit.js';
import type { Outcome } from '../../src/core/outcome.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest, type AdmissionRequest } from '../../src/core/review.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { NAMESPACE, snapshot } from './arbitraries-contexts.js';
import { pod } from './arbitraries-pods.js';
import { withBigIntegers } from './arbitraries-text.js';

/** A pod and the cluster that it is created in. */
export interface Case {
  /** JSON text of the pod in which big integers are marked texts, so that they can be followed exactly. */
  readonly marked: string;
  readonly snapshot: ClusterSnapshot;
}

export const cases: fc.Arbitrary<Case> = fc
  .record({ pod, snapshot })
  .map(({ pod: object, snapshot: held }) => ({ marked: JSON.stringify(object), snapshot: frozen(held) }));

/** A case after its admission. */
export interface Admitted extends Case {
  readonly request: AdmissionRequest;
  readonly outcome: Outcome;
  /** The operations as they travel. */
  readonly wire: string;
}

type Decided = Outcome & { readonly kind: 'decided' };

/** An admitted pod that asked and has the shape of a pod: as received and as patched, fields that are null left out. */
export interface Decision extends Admitted {
  readonly outcome: Decided;
  readonly before: Pod;
  readonly after: Pod;
}

/** Admits a case: its pod is parsed from JSON text, as a webhook receives it, and frozen. */
export function admitted(one: Case): Admitted {
  const request = buildCreationRequest(frozen(JSON.parse(withBigIntegers(one.marked)) as Pod), NAMESPACE);
  const outcome = admit(request, one.snapshot);
  return {
    ...one,
    request,
    outcome,
    wire: JSON.stringify(outcome.kind === 'decided' ? outcome.operations : []),
  };
}

/** What was decided about a pod that asked; undefined for all others. */
export function decisionOf(one: Admitted): Decision | undefined {
  const { outcome } = one;
  if (outcome.kind !== 'decided' || outcome.findings.some(({ code }) => code === 'pod-malformed'))
    return undefined;
  const before = withoutNulls(JSON.parse(one.marked)) as Pod;
  return { ...one, outcome, before, after: withoutNulls(patched(one.marked, one.wire)) as Pod };
}

/** Applies operations as an API server does; throws where one of them does not fit. */
export function patched(text: string, wire: string): unknown {
  const operations = JSON.parse(wire) as PatchOperation[];
  return jsonPatch.applyPatch(JSON.parse(text) as object, operations, true).newDocument;
}

/** Freezes data to its last part, what is in maps too. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const parts: readonly unknown[] = value instanceof Map ? [...value.values()] : Object.values(value);
  parts.forEach(frozen);
  return Object.freeze(value);
}

/** JSON without the fields that are null; the API server takes them for absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}
