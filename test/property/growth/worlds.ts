import { admit } from '../../../src/core/admit.js';
import { LANGUAGES } from '../../../src/core/domain.js';
import type { Outcome } from '../../../src/core/outcome.js';
import type { Pod } from '../../../src/core/kubernetes/pod.js';
import { type AdmissionRequest, buildCreationRequest } from '../../../src/core/review.js';
import {
  buildSnapshot,
  EMPTY_MAPS,
  isReadKind,
  OBJECT_KINDS,
  type SnapshotMaps,
} from '../../../src/core/object-kinds.js';
import { validate, type Validation } from '../../../src/core/rules/validate.js';
import {
  CONFIG_MAP,
  INSTRUMENTATION,
  type Json,
  LIMIT_RANGE,
  NAMESPACE,
  PLATFORMS,
  REPLICA_SET,
} from './cluster-samples.js';
import { POD } from './pod-sample.js';

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
  const read = Object.values(objects).map((object) => AS_THEY_ARE.get(object) ?? readObject(object));
  const maps = read.reduce((before, { addTo }) => addTo(before), EMPTY_MAPS);
  const snapshot = buildSnapshot(maps, new Set(LANGUAGES));
  return {
    outcome: admit(buildCreationRequest(pod as unknown as Pod, 'shop'), snapshot),
    validations: read.map(({ validation }) => validation),
  };
}

interface Read {
  readonly addTo: (maps: SnapshotMaps) => SnapshotMaps;
  readonly validation: Validation;
}

function readObject(object: Json): Read {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const row = isReadKind(apiVersion, kind) ? OBJECT_KINDS[kind] : undefined;
  const result = row?.read(object);
  return {
    addTo: (maps) => (row !== undefined && result?.ok === true ? row.apply(maps, [result.value]) : maps),
    validation: validate(changeOf(object)),
  };
}

/** Objects that no attack has touched are read once, since that is much of the work. */
const AS_THEY_ARE: ReadonlyMap<Json, Read> = new Map(
  [
    NAMESPACE,
    LIMIT_RANGE,
    REPLICA_SET,
    CONFIG_MAP,
    INSTRUMENTATION,
    ...PLATFORMS.map(([, each]) => each),
  ].map((object) => [object, readObject(object)]),
);

/** The change of an object to itself, so that both sides are judged. */
function changeOf(object: Json): AdmissionRequest {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const [group = ''] = apiVersion.split('/');
  const names = { uid: 'u', namespace: 'shop', group, kind, subResource: '', dryRun: true };
  return { ...names, operation: 'UPDATE', object, oldObject: object };
}
