import { parseConfigMap, parseLimitRange, parseNamespace, parseOwner } from '../core/objects/facts.js';
import { checkInstrumentation } from '../core/rules/instrumentation-rules.js';
import { parseInstrumentation } from '../core/objects/parse-instrumentation.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { EMPTY_SNAPSHOT, formatOwnerKey, type ClusterSnapshot } from '../core/snapshot.js';

/** What one object adds to a snapshot. */
export interface Contribution {
  /** Tells two objects of one kind apart. */
  readonly id: string;
  readonly notices: readonly Issue[];
  readonly addTo: (snapshot: SnapshotDraft) => void;
}

/** A snapshot while it is being filled; a list or map in it is its own, so that each object is put in once. */
export type SnapshotDraft = {
  -readonly [Key in Exclude<keyof ClusterSnapshot, 'languages'>]: Mutable<ClusterSnapshot[Key]>;
};

type Mutable<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V extends ReadonlyMap<infer L, infer W> ? Map<L, W> : V extends readonly (infer I)[] ? I[] : V>
    : T;

/** A draft without objects. */
export const createSnapshotDraft = (): SnapshotDraft => ({
  namespaces: new Map(),
  instrumentations: new Map(),
  platform: EMPTY_SNAPSHOT.platform,
  limitRanges: new Map(),
  owners: new Map(),
  configMaps: new Map(),
});

/** Tells how objects of an API version and kind are read; `undefined` for those that are passed over. */
export function findReader(apiVersion: string, kind: string): ObjectReader | undefined {
  return READERS.get(`${apiVersion}/${kind}`);
}

/** The API version that is read of a kind that other programs do not have; `undefined` for all other kinds. */
export const findApiVersion = (kind: string): string | undefined => VERSIONS[kind];

const VERSIONS: Readonly<Record<string, string>> = {
  Instrumentation: 'opentelemetry.io/v1alpha1',
  TracingPlatform: 'tracing.dokaseca.io/v1alpha1',
};

/** Reads one object as plain data of any shape. */
export type ObjectReader = (value: unknown) => Result<Contribution>;

const readInstrumentation: ObjectReader = (value) => {
  const result = parseInstrumentation(value);
  if (!result.ok) return err(result.error);
  const { instrumentation: object, notices } = result.value;
  const { namespace, name } = object.metadata;
  const { errors, warnings } = checkInstrumentation(object);
  return ok({
    id: `Instrumentation ${namespace}/${name}`,
    notices: [...notices, ...errors, ...warnings],
    addTo: ({ instrumentations }) => {
      const there = instrumentations.get(namespace);
      if (there === undefined) instrumentations.set(namespace, new Map([[name, object]]));
      else there.set(name, object);
    },
  });
};

const readPlatform: ObjectReader = (value) => {
  const result = parseTracingPlatform(value);
  if (!result.ok) return err(result.error);
  return ok({
    id: 'TracingPlatform default',
    notices: result.value.notices,
    addTo: (snapshot) => {
      snapshot.platform = { kind: 'ready', platform: result.value.platform };
    },
  });
};

const readNamespace: ObjectReader = (value) => {
  const result = parseNamespace(value);
  if (!result.ok) return err(result.error);
  const { name, facts } = result.value;
  return ok({ id: `Namespace ${name}`, notices: [], addTo: ({ namespaces }) => namespaces.set(name, facts) });
};

const readLimitRange: ObjectReader = (value) => {
  const result = parseLimitRange(value);
  if (!result.ok) return err(result.error);
  const { namespace: where, limitRange: range } = result.value;
  return ok({
    id: `LimitRange ${where}/${range.name}`,
    notices: [],
    addTo: ({ limitRanges }) => {
      const there = limitRanges.get(where);
      if (there === undefined) limitRanges.set(where, [range]);
      else there.push(range);
    },
  });
};

const createOwnerReader =
  (kind: 'ReplicaSet' | 'Job'): ObjectReader =>
  (value) => {
    const result = parseOwner(value);
    if (!result.ok) return err(result.error);
    const { namespace: where, name, metadata } = result.value;
    return ok({
      id: `${kind} ${where}/${name}`,
      notices: [],
      addTo: ({ owners }) => owners.set(formatOwnerKey(kind, where, name), metadata),
    });
  };

const readConfigMap: ObjectReader = (value) => {
  const result = parseConfigMap(value);
  if (!result.ok) return err(result.error);
  const { namespace: where, name, data } = result.value;
  return ok({
    id: `ConfigMap ${where}/${name}`,
    notices: [],
    addTo: ({ configMaps }) => configMaps.set(`${where}/${name}`, data),
  });
};

const READERS: ReadonlyMap<string, ObjectReader> = new Map([
  ['opentelemetry.io/v1alpha1/Instrumentation', readInstrumentation],
  ['tracing.dokaseca.io/v1alpha1/TracingPlatform', readPlatform],
  ['v1/Namespace', readNamespace],
  ['v1/LimitRange', readLimitRange],
  ['apps/v1/ReplicaSet', createOwnerReader('ReplicaSet')],
  ['batch/v1/Job', createOwnerReader('Job')],
  ['v1/ConfigMap', readConfigMap],
]);
