import { freezeDeep } from './deep-freeze.js';
import type { LimitRange } from './kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from './kubernetes/pod.js';
import type { ServiceAccount } from './kubernetes/service-account.js';
import { isMember, type Language } from './domain.js';
import {
  parseConfigMap,
  parseLimitRange,
  parseNamespace,
  parseOwner,
  parseServiceAccount,
  type NamespaceFacts,
  type ObjectReading,
} from './objects/facts.js';
import type { Instrumentation } from './objects/instrumentation.js';
import { parseInstrumentation } from './objects/parse-instrumentation.js';
import { PLATFORM_NAME } from './objects/tracing-platform.js';
import { createEmptyMap, type PersistentMap } from './persistent-map.js';
import { ok, type Issue, type Result } from './result.js';
import { checkInstrumentation } from './rules/instrumentation-rules.js';
import { parseTracingPlatform } from './rules/parse-platform.js';
import { EMPTY_SNAPSHOT, formatOwnerKey, type ClusterSnapshot, type PlatformState } from './snapshot.js';

/** The type of the entries in each part of a snapshot. */
interface SnapshotEntries {
  readonly namespaces: NamespaceFacts;
  readonly instrumentations: ReadonlyMap<string, Instrumentation>;
  readonly platform: PlatformState;
  readonly limitRanges: readonly LimitRange[];
  readonly owners: ObjectMeta;
  readonly configMaps: StringMap;
  readonly serviceAccounts: ServiceAccount;
}

/** A snapshot while objects come, change and go. */
export type SnapshotMaps = { readonly [Part in keyof SnapshotEntries]: PersistentMap<SnapshotEntries[Part]> };

/** An object that came, changed or went; its value is gone then. */
export interface ObjectChange<T = unknown> {
  readonly namespace: string;
  readonly name: string;
  readonly value: T | undefined;
}

/** A kind of objects that decisions are made from, wherever they come from. */
export interface ObjectKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
  /** Reads an object of any shape. The value is what a decision reads of it, frozen, and nothing else. */
  readonly read: (object: unknown) => Result<ObjectReading>;
  /** The value of an object that was never good; none when absent. */
  readonly buildInvalid?: (issues: readonly Issue[]) => unknown;
  /** Puts changes of objects of this kind, with values that `read` has given, into maps. */
  readonly apply: (maps: SnapshotMaps, changes: readonly ObjectChange[]) => SnapshotMaps;
}

interface KindDefinition<Part extends keyof SnapshotEntries, T> extends Omit<ObjectKind, 'apply'> {
  readonly read: (object: unknown) => Result<ObjectReading<T>>;
  readonly part: Part;
  /** The key of an object in its part. */
  readonly formatKey: (object: ObjectChange) => string;
  /** The entry after changes of its objects. */
  readonly fold: (
    before: SnapshotEntries[Part] | undefined,
    changes: readonly ObjectChange<T>[],
  ) => SnapshotEntries[Part] | undefined;
}

function defineKind<Part extends keyof SnapshotEntries, T>(definition: KindDefinition<Part, T>): ObjectKind {
  const { part, formatKey, fold, read, ...kind } = definition;
  return {
    ...kind,
    read: (object) => {
      const result = read(object);
      if (result.ok) freezeDeep(result.value.value);
      return result;
    },
    apply: (maps, changes) => {
      const before = maps[part];
      const byKey = new Map<string, ObjectChange<T>[]>();
      for (const change of changes) {
        const key = formatKey(change);
        const there = byKey.get(key);
        // The value has the type of the kind that was read.
        if (there === undefined) byKey.set(key, [change as ObjectChange<T>]);
        else there.push(change as ObjectChange<T>);
      }
      const entries = [...byKey].map(([key, some]) => [key, fold(before.get(key), some)] as const);
      return { ...maps, [part]: before.with(entries) };
    },
  };
}

/** For kinds with one object under each key. */
const takeLast = <T>(_before: T | undefined, changes: readonly ObjectChange<T>[]): T | undefined =>
  changes.at(-1)?.value;

/** By its name, or by its namespace and name. */
const formatName = ({ namespace, name }: ObjectChange): string =>
  namespace === '' ? name : `${namespace}/${name}`;

const readPlatform = (object: unknown): Result<ObjectReading<PlatformState>> => {
  const result = parseTracingPlatform(object);
  if (!result.ok) return result;
  const { platform, notices } = result.value;
  return ok({ namespace: '', name: PLATFORM_NAME, value: { kind: 'ready', platform }, notices });
};

const readInstrumentation = (object: unknown): Result<ObjectReading<Instrumentation>> => {
  const result = parseInstrumentation(object);
  if (!result.ok) return result;
  const { instrumentation: value, notices } = result.value;
  const { errors, warnings } = checkInstrumentation(value);
  const { namespace, name } = value.metadata;
  return ok({ namespace, name, value, notices: [...notices, ...errors, ...warnings] });
};

const defineOwner = (kind: 'ReplicaSet' | 'Job', group: string, plural: string): ObjectKind =>
  defineKind({
    ...{ group, version: 'v1', plural, isNamespaced: true, read: parseOwner, part: 'owners' },
    formatKey: ({ namespace, name }) => formatOwnerKey(kind, namespace, name),
    fold: takeLast,
  });

/** Everything that is read from a cluster. Files and watches read the same kinds in the same way. */
export const OBJECT_KINDS = {
  TracingPlatform: defineKind({
    ...{ group: 'tracing.dokaseca.io', version: 'v1alpha1', plural: 'tracingplatforms', isNamespaced: false },
    read: readPlatform,
    buildInvalid: (issues): PlatformState => ({ kind: 'invalid', issues }),
    part: 'platform',
    formatKey: formatName,
    fold: takeLast,
  }),
  Instrumentation: defineKind({
    ...{ group: 'opentelemetry.io', version: 'v1alpha1', plural: 'instrumentations', isNamespaced: true },
    read: readInstrumentation,
    part: 'instrumentations',
    formatKey: ({ namespace }) => namespace,
    fold: (before, changes) => {
      const all = new Map(before);
      for (const { name, value } of changes)
        if (value === undefined) all.delete(name);
        else all.set(name, value);
      return all.size === 0 ? undefined : all;
    },
  }),
  LimitRange: defineKind({
    ...{ group: '', version: 'v1', plural: 'limitranges', isNamespaced: true },
    read: parseLimitRange,
    part: 'limitRanges',
    formatKey: ({ namespace }) => namespace,
    fold: (before = [], changes) => {
      const changed = new Set(changes.map(({ name }) => name));
      const fresh = changes.flatMap(({ value }) => value ?? []);
      const all = [...before.filter(({ name }) => !changed.has(name)), ...fresh];
      return all.length === 0 ? undefined : all.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  }),
  Namespace: defineKind({
    ...{ group: '', version: 'v1', plural: 'namespaces', isNamespaced: false },
    read: parseNamespace,
    part: 'namespaces',
    formatKey: formatName,
    fold: takeLast,
  }),
  ReplicaSet: defineOwner('ReplicaSet', 'apps', 'replicasets'),
  Job: defineOwner('Job', 'batch', 'jobs'),
  ConfigMap: defineKind({
    ...{ group: '', version: 'v1', plural: 'configmaps', isNamespaced: true },
    read: parseConfigMap,
    part: 'configMaps',
    formatKey: formatName,
    fold: takeLast,
  }),
  ServiceAccount: defineKind({
    ...{ group: '', version: 'v1', plural: 'serviceaccounts', isNamespaced: true },
    read: parseServiceAccount,
    part: 'serviceAccounts',
    formatKey: formatName,
    fold: takeLast,
  }),
} as const;

export type KindName = keyof typeof OBJECT_KINDS;

/** Their names, in the order that everything uses that goes through them. */
export const KIND_NAMES = Object.keys(OBJECT_KINDS) as readonly KindName[];

/** The API version of a kind, as objects have it. */
export const formatApiVersion = ({ group, version }: ObjectKind): string =>
  group === '' ? version : `${group}/${version}`;

/** Tells whether objects of an API version and kind are read; others are ignored. */
export const isReadKind = (apiVersion: string, kind: string): kind is KindName =>
  isMember(KIND_NAMES, kind) && formatApiVersion(OBJECT_KINDS[kind]) === apiVersion;

/** Maps without objects. */
export const EMPTY_MAPS: SnapshotMaps = {
  namespaces: createEmptyMap(),
  instrumentations: createEmptyMap(),
  platform: createEmptyMap(),
  limitRanges: createEmptyMap(),
  owners: createEmptyMap(),
  configMaps: createEmptyMap(),
  serviceAccounts: createEmptyMap(),
};

/** The snapshot of maps as they are now, with the languages that are on by flags. */
export const buildSnapshot = (
  { platform, ...maps }: SnapshotMaps,
  languages: ReadonlySet<Language>,
): ClusterSnapshot =>
  Object.freeze({ ...maps, platform: platform.get(PLATFORM_NAME) ?? EMPTY_SNAPSHOT.platform, languages });
