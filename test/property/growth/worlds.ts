import { type Contribution, emptyDraft, readerOf } from '../../../src/config/collection.js';
import { admit } from '../../../src/core/admit.js';
import { LANGUAGES } from '../../../src/core/domain.js';
import type { Outcome } from '../../../src/core/outcome.js';
import type { Pod } from '../../../src/core/pod.js';
import { type AdmissionRequest, creationOf } from '../../../src/core/review.js';
import type { ClusterSnapshot } from '../../../src/core/snapshot.js';
import { validate, type Validation } from '../../../src/core/validate.js';
import { INSTRUMENTATION, PLATFORMS, type Json } from './cluster-samples.js';
import { POD } from './pod-sample.js';
import { CONFIG_MAP, LIMIT_RANGE, NAMESPACE, REPLICA_SET } from './cluster-samples.js';

/** A pod and all that a decision about it reads, as objects of JSON. */
export type World = Readonly<Record<string, Json>>;

const AROUND: World = {
  pod: POD,
  namespace: NAMESPACE,
  limitRange: LIMIT_RANGE,
  replicaSet: REPLICA_SET,
  configMap: CONFIG_MAP,
};

/** Worlds that differ in who says where traces go. */
export const WORLDS: readonly (readonly [string, World])[] = [
  ['an Instrumentation alone', { ...AROUND, instrumentation: INSTRUMENTATION }],
  ...PLATFORMS.map(
    ([name, platform]) => [name, { ...AROUND, instrumentation: INSTRUMENTATION, platform }] as const,
  ),
];

/** What was made of a world. */
export interface Answers {
  readonly outcome: Outcome;
  readonly validations: readonly Validation[];
}

/** Reads every object of a world as the watches do, judges those that `POST /validate` judges, and admits its pod. */
export function answer({ pod, ...objects }: World): Answers {
  const draft = emptyDraft();
  const read = Object.values(objects).flatMap((object): readonly Contribution[] => {
    const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
    const result = readerOf(apiVersion, kind)?.(object);
    return result?.ok === true ? [result.value] : [];
  });
  for (const contribution of read) contribution.addTo(draft);
  const snapshot: ClusterSnapshot = { ...draft, languages: new Set(LANGUAGES) };
  return {
    outcome: admit(creationOf(pod as unknown as Pod, 'shop'), snapshot),
    validations: Object.values(objects).map((object) => validate(changeOf(object))),
  };
}

/** The change of an object to itself, so that both sides are judged. */
function changeOf(object: Json): AdmissionRequest {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const [group = ''] = apiVersion.split('/');
  const names = { uid: 'u', namespace: 'shop', group, kind, subResource: '', dryRun: true };
  return { ...names, operation: 'UPDATE', object, oldObject: object };
}
