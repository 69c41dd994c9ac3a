import {
  KIND_NAMES,
  OBJECT_KINDS,
  type KindName,
  type ObjectKind,
  type SnapshotMaps,
} from '../core/object-kinds.js';
import { API_CALLS, type ApiCall } from './api-calls.js';
import { createMirror, type Mirror, type MirrorOptions } from './mirror.js';
import type { WatchedRow } from './watch.js';

/** A resource that is watched, and how its objects come into the snapshot. */
export interface WatchSource {
  readonly row: WatchedRow;
  readonly kind: KindName;
  /** The one object that is watched. */
  readonly name?: string;
  /** Objects in one page of a list: so many that a page takes little memory, whatever is in them. */
  readonly pageSize: number;
  readonly createMirror: (tools: SourceTools) => Mirror;
}

interface SourceTools {
  /** Changes what a snapshot has. */
  readonly apply: (change: (maps: SnapshotMaps) => SnapshotMaps) => void;
  readonly onRead: NonNullable<MirrorOptions<unknown>['onRead']>;
}

/** The row by which each kind is watched, and its `pageSize`. */
const WATCHES: Readonly<Record<KindName, readonly [WatchedRow, number]>> = {
  TracingPlatform: ['platforms', 200],
  Instrumentation: ['instrumentations', 50],
  LimitRange: ['limit-ranges', 200],
  Namespace: ['namespaces', 200],
  ReplicaSet: ['replica-sets', 200],
  Job: ['jobs', 200],
  // One may hold a megabyte.
  ConfigMap: ['config-maps', 10],
  ServiceAccount: ['service-accounts', 200],
};

function buildSource(kind: KindName): WatchSource {
  const [row, pageSize] = WATCHES[kind];
  const { read, buildInvalid, apply }: ObjectKind = OBJECT_KINDS[kind];
  const { names: [name] = [] }: ApiCall = API_CALLS[row];
  return {
    ...{ row, kind, pageSize },
    ...(name === undefined ? {} : { name }),
    createMirror: (tools) =>
      createMirror({
        extract: read,
        ...(buildInvalid === undefined ? {} : { buildInvalid }),
        onChange: (changes) => {
          tools.apply((maps) => apply(maps, changes));
        },
        onRead: tools.onRead,
      }),
  };
}

/** Everything that can be watched; which of it is, `neededBy` of its row says. */
export const SOURCES: readonly WatchSource[] = KIND_NAMES.map(buildSource);
