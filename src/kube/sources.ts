import type { Instrumentation } from '../core/objects/instrumentation.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import type { ObjectMeta, StringMap } from '../core/kubernetes/pod.js';
import { formatOwnerKey, type PlatformState } from '../core/snapshot.js';
import type { NamespaceFacts } from '../core/objects/facts.js';
import type { LimitRange } from '../core/kubernetes/limit-range.js';
import { applyChanges, applyInstrumentationChanges, applyLimitRangeChanges } from './snapshot-changes.js';
import * as keep from './extractors.js';
import { createMirror, type ObjectChange, type Mirror, type MirrorOptions } from './mirror.js';
import { createEmptyMap, type PersistentMap } from './persistent-map.js';
import type { WatchedRow } from './watch.js';

/** What a snapshot has from the cluster. */
export interface ClusterParts {
  readonly namespaces: PersistentMap<NamespaceFacts>;
  readonly instrumentations: PersistentMap<ReadonlyMap<string, Instrumentation>>;
  readonly platform: PlatformState;
  readonly limitRanges: PersistentMap<readonly LimitRange[]>;
  readonly owners: PersistentMap<ObjectMeta>;
  readonly configMaps: PersistentMap<StringMap>;
}

export const EMPTY_PARTS: ClusterParts = {
  namespaces: createEmptyMap(),
  instrumentations: createEmptyMap(),
  platform: { kind: 'absent' },
  limitRanges: createEmptyMap(),
  owners: createEmptyMap(),
  configMaps: createEmptyMap(),
};

/** A resource that is watched, and how its objects come into the snapshot. */
export interface WatchSource {
  readonly row: WatchedRow;
  readonly kind: string;
  /** The one object that is watched. */
  readonly name?: string;
  /** Objects in one page of a list: so many that a page takes little memory, whatever is in them. */
  readonly pageSize: number;
  readonly createMirror: (tools: SourceTools) => Mirror;
}

interface SourceTools {
  /** Changes what a snapshot has. */
  readonly apply: (change: (parts: ClusterParts) => Partial<ClusterParts>) => void;
  readonly onRead: NonNullable<MirrorOptions<unknown>['onRead']>;
}

interface SourceDefinition<T>
  extends Omit<WatchSource, 'createMirror' | 'pageSize'>, Pick<MirrorOptions<T>, 'extract' | 'buildInvalid'> {
  readonly pageSize?: number;
  readonly fold: (parts: ClusterParts, changes: readonly ObjectChange<T>[]) => Partial<ClusterParts>;
}

function defineSource<T>({
  row,
  kind,
  name,
  pageSize = 200,
  fold,
  ...options
}: SourceDefinition<T>): WatchSource {
  return {
    row,
    kind,
    ...(name === undefined ? {} : { name }),
    pageSize,
    createMirror: ({ apply, onRead }) =>
      createMirror<T>({
        ...options,
        onChange: (changes) => {
          apply((parts) => fold(parts, changes));
        },
        onRead,
      }),
  };
}

const defineOwnerSource = (row: 'replica-sets' | 'jobs', kind: 'ReplicaSet' | 'Job'): WatchSource =>
  defineSource({
    row,
    kind,
    extract: keep.extractOwner,
    fold: (parts, changes) => ({
      owners: applyChanges(parts.owners, changes, ({ namespace, name }) =>
        formatOwnerKey(kind, namespace, name),
      ),
    }),
  });

/** Everything that can be watched; which of it is, `neededBy` of its row says. */
export const SOURCES: readonly WatchSource[] = [
  defineSource<PlatformState>({
    row: 'platforms',
    kind: 'TracingPlatform',
    name: PLATFORM_NAME,
    extract: keep.extractPlatform,
    buildInvalid: (issues) => ({ kind: 'invalid', issues }),
    fold: (_parts, changes) => ({ platform: changes.at(-1)?.value ?? { kind: 'absent' } }),
  }),
  defineSource({
    row: 'instrumentations',
    kind: 'Instrumentation',
    pageSize: 50,
    extract: keep.extractInstrumentation,
    fold: (parts, changes) => ({
      instrumentations: applyInstrumentationChanges(parts.instrumentations, changes),
    }),
  }),
  defineSource({
    row: 'limit-ranges',
    kind: 'LimitRange',
    extract: keep.extractLimitRange,
    fold: (parts, changes) => ({ limitRanges: applyLimitRangeChanges(parts.limitRanges, changes) }),
  }),
  defineSource({
    row: 'namespaces',
    kind: 'Namespace',
    extract: keep.extractNamespace,
    fold: (parts, changes) => ({ namespaces: applyChanges(parts.namespaces, changes, ({ name }) => name) }),
  }),
  defineOwnerSource('replica-sets', 'ReplicaSet'),
  defineOwnerSource('jobs', 'Job'),
  defineSource({
    row: 'config-maps',
    kind: 'ConfigMap',
    // One may hold a megabyte.
    pageSize: 10,
    extract: keep.extractConfigMap,
    fold: (parts, changes) => ({
      configMaps: applyChanges(parts.configMaps, changes, ({ namespace, name }) => `${namespace}/${name}`),
    }),
  }),
];
