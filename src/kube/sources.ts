import type { Instrumentation } from '../core/objects/instrumentation.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import type { ObjectMeta, StringMap } from '../core/kubernetes/pod.js';
import { ownerKey, type PlatformState } from '../core/snapshot.js';
import type { NamespaceFacts } from '../core/objects/facts.js';
import type { LimitRange } from '../core/kubernetes/limit-range.js';
import { folded, foldedInstrumentations, foldedLimitRanges } from './fold.js';
import * as keep from './kept.js';
import { createMirror, type Change, type Mirror, type MirrorOptions } from './mirror.js';
import { emptyMap, type PersistentMap } from './persistent-map.js';
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
  namespaces: emptyMap(),
  instrumentations: emptyMap(),
  platform: { kind: 'absent' },
  limitRanges: emptyMap(),
  owners: emptyMap(),
  configMaps: emptyMap(),
};

/** A resource that is watched, and how its objects come into the snapshot. */
export interface Source {
  readonly row: WatchedRow;
  readonly kind: string;
  /** The one object that is watched. */
  readonly name?: string;
  /** Objects in one page of a list: so many that a page takes little memory, whatever is in them. */
  readonly pageSize: number;
  readonly mirror: (tools: SourceTools) => Mirror;
}

interface SourceTools {
  /** Changes what a snapshot has. */
  readonly apply: (change: (parts: ClusterParts) => Partial<ClusterParts>) => void;
  readonly onRead: NonNullable<MirrorOptions<unknown>['onRead']>;
}

interface Described<T>
  extends Omit<Source, 'mirror' | 'pageSize'>, Pick<MirrorOptions<T>, 'keep' | 'refusedAs'> {
  readonly pageSize?: number;
  readonly fold: (parts: ClusterParts, changes: readonly Change<T>[]) => Partial<ClusterParts>;
}

function source<T>({ row, kind, name, pageSize = 200, fold, ...options }: Described<T>): Source {
  return {
    row,
    kind,
    ...(name === undefined ? {} : { name }),
    pageSize,
    mirror: ({ apply, onRead }) =>
      createMirror<T>({
        ...options,
        onChange: (changes) => {
          apply((parts) => fold(parts, changes));
        },
        onRead,
      }),
  };
}

const owners = (row: 'replica-sets' | 'jobs', kind: 'ReplicaSet' | 'Job'): Source =>
  source({
    row,
    kind,
    keep: keep.owner,
    fold: (parts, changes) => ({
      owners: folded(parts.owners, changes, ({ namespace, name }) => ownerKey(kind, namespace, name)),
    }),
  });

/** Everything that can be watched; which of it is, `neededBy` of its row says. */
export const SOURCES: readonly Source[] = [
  source<PlatformState>({
    row: 'platforms',
    kind: 'TracingPlatform',
    name: PLATFORM_NAME,
    keep: keep.platform,
    refusedAs: (issues) => ({ kind: 'invalid', issues }),
    fold: (_parts, changes) => ({ platform: changes.at(-1)?.value ?? { kind: 'absent' } }),
  }),
  source({
    row: 'instrumentations',
    kind: 'Instrumentation',
    pageSize: 50,
    keep: keep.instrumentation,
    fold: (parts, changes) => ({
      instrumentations: foldedInstrumentations(parts.instrumentations, changes),
    }),
  }),
  source({
    row: 'limit-ranges',
    kind: 'LimitRange',
    keep: keep.limitRange,
    fold: (parts, changes) => ({ limitRanges: foldedLimitRanges(parts.limitRanges, changes) }),
  }),
  source({
    row: 'namespaces',
    kind: 'Namespace',
    keep: keep.namespace,
    fold: (parts, changes) => ({ namespaces: folded(parts.namespaces, changes, ({ name }) => name) }),
  }),
  owners('replica-sets', 'ReplicaSet'),
  owners('jobs', 'Job'),
  source({
    row: 'config-maps',
    kind: 'ConfigMap',
    // One may hold a megabyte.
    pageSize: 10,
    keep: keep.configMap,
    fold: (parts, changes) => ({
      configMaps: folded(parts.configMaps, changes, ({ namespace, name }) => `${namespace}/${name}`),
    }),
  }),
];
