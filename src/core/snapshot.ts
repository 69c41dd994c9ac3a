import { MOST_NAMESPACES_SEARCHED } from './bounds.js';
import { DEFAULT_LANGUAGES } from './agents/agents.js';
import type { Language } from './domain.js';
import type { Instrumentation } from './objects/instrumentation.js';
import type { Platform } from './platform/platform.js';
import type { LimitRange } from './kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from './kubernetes/pod.js';
import type { ServiceAccount } from './kubernetes/service-account.js';
import type { NamespaceFacts } from './objects/facts.js';
import type { Issue } from './result.js';

/** A map as the engine uses it: values are looked up by their keys, one by one. */
export type Lookup<V> = Pick<ReadonlyMap<string, V>, 'get'>;

/** The Instrumentations of a namespace by their names; the names are available without the objects, which may be many. */
export type NamedInstrumentations = Pick<ReadonlyMap<string, Instrumentation>, 'get' | 'keys'>;

/**
 * The Instrumentations of a cluster by namespace: the map itself, or what asks for them one by one and so must ask for the
 * namespaces that have one of a name, too.
 */
export type InstrumentationLookup =
  | ReadonlyMap<string, NamedInstrumentations>
  | (Lookup<NamedInstrumentations> & { readonly listNamespaces: (name: string) => readonly string[] });

/** The namespaces that have an Instrumentation of a name, sorted. */
export function listInstrumentationNamespaces(all: InstrumentationLookup, name: string): readonly string[] {
  if ('listNamespaces' in all) return all.listNamespaces(name);
  const found: string[] = [];
  let left = MOST_NAMESPACES_SEARCHED;
  for (const [namespace, named] of all) {
    if (left === 0) break;
    left -= 1;
    if (named.get(name) !== undefined) found.push(namespace);
  }
  return found.sort();
}

/**
 * What a decision looks up in a cluster. A `ClusterSnapshot` is one; a thread that does not hold the cluster can have
 * another one that asks for each value.
 */
export interface SnapshotLookups {
  readonly namespaces: Lookup<NamespaceFacts>;
  readonly instrumentations: InstrumentationLookup;
  readonly platform: PlatformState;
  readonly limitRanges: Lookup<readonly LimitRange[]>;
  readonly owners: Lookup<ObjectMeta>;
  readonly configMaps: Lookup<StringMap>;
  readonly serviceAccounts: Lookup<ServiceAccount>;
  readonly languages: ReadonlySet<Language>;
  /** Whether a refusal of container names is to say what was meant, which the API server need not wait for. */
  readonly hasCorrections?: boolean;
}

/** The parts of the cluster that decisions need: frozen, and replaced as a whole when something changes. */
export interface ClusterSnapshot extends SnapshotLookups {
  /** By name. */
  readonly namespaces: ReadonlyMap<string, NamespaceFacts>;
  /** By namespace, then by name. */
  readonly instrumentations: ReadonlyMap<string, ReadonlyMap<string, Instrumentation>>;
  readonly platform: PlatformState;
  /** By namespace. */
  readonly limitRanges: ReadonlyMap<string, readonly LimitRange[]>;
  /** Metadata of ReplicaSets and Jobs by `formatOwnerKey`; empty if owners are found by name. */
  readonly owners: ReadonlyMap<string, ObjectMeta>;
  /** Data of ConfigMaps by `namespace/name`; empty unless the opt-in overlay grants them. */
  readonly configMaps: ReadonlyMap<string, StringMap>;
  /** By `namespace/name`; empty unless they come from files or the opt-in overlay grants them. */
  readonly serviceAccounts: ReadonlyMap<string, ServiceAccount>;
  /** Languages switched on by flags; `agents.<language>.enabled` of a platform has the last word. */
  readonly languages: ReadonlySet<Language>;
}

export type PlatformState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'ready'; readonly platform: Platform }
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] };

/** Key of an owner in `ClusterSnapshot.owners`. */
export const formatOwnerKey = (kind: 'ReplicaSet' | 'Job', namespace: string, name: string): string =>
  `${kind}/${namespace}/${name}`;

/** A snapshot of an empty cluster, to build on. */
export const EMPTY_SNAPSHOT: ClusterSnapshot = {
  namespaces: new Map(),
  instrumentations: new Map(),
  platform: { kind: 'absent' },
  limitRanges: new Map(),
  owners: new Map(),
  configMaps: new Map(),
  serviceAccounts: new Map(),
  languages: new Set(DEFAULT_LANGUAGES),
};
