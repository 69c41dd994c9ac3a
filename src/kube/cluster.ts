import { createHash } from 'node:crypto';
import type { Language } from '../core/domain.js';
import { buildSnapshot, EMPTY_MAPS, type SnapshotMaps } from '../core/object-kinds.js';
import type { Issue, Result } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import type { Logger } from '../telemetry/logger.js';
import { API_CALLS, isNeeded, type ApiCall, type Need } from './api-calls.js';
import { CHANGE_MS } from './bounds.js';
import type { KubeClient, KubeObject } from './client.js';
import { coalesceWork } from './coalesced.js';
import type { KubeFailure } from './failure.js';
import type { Mirror } from './mirror.js';
import type { WatchPace } from './watch-pace.js';
import { SOURCES, type WatchSource } from './sources.js';
import { createWatchLog, type WatchLog } from './watch-log.js';
import { startWatch, type Watch } from './watch.js';

export interface ClusterOptions {
  readonly client: KubeClient;
  /** The rows to watch in addition to those that `serve` always needs. */
  readonly needs: ReadonlySet<Need>;
  /** Languages that are on by flags. */
  readonly languages: ReadonlySet<Language>;
  readonly logger: Logger;
  /** Receives each version of an object that is read, with its notices or the reason why it is refused. */
  readonly onRead: (read: ObjectReading) => void;
  readonly pace?: WatchPace;
}

export interface ObjectReading {
  readonly row: string;
  readonly kind: string;
  readonly object: KubeObject;
  readonly notices: Result<readonly Issue[]>;
  /** Whether the version before had other issues. */
  readonly isNews: boolean;
}

/** The content of the cluster, kept up to date by watches. */
export interface Cluster {
  /** A new object after each change, which shares the unchanged parts. */
  readonly snapshot: () => ClusterSnapshot;
  /** Twelve hexadecimal digits that change with the objects that decide; owners of pods do not count. */
  readonly hash: () => string;
  /** Why objects are refused now; the first of each kind. */
  readonly issues: () => readonly Issue[];
  readonly watches: () => readonly WatchReport[];
  /** Registers a callback for changes, called once for a burst. */
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
}

/** One watch as it is now. */
export interface WatchReport {
  readonly row: string;
  /** Whether it was read as a whole once. */
  readonly isSynced: boolean;
  /** Milliseconds since the API server last said something. */
  readonly ageMs: number | undefined;
  readonly objects: number;
  /** Objects whose newest version is refused. */
  readonly refused: number;
  /** Why it does not work now. */
  readonly failure: KubeFailure | undefined;
  /** Failures so far by kind. */
  readonly failures: ReadonlyMap<KubeFailure['kind'], number>;
}

/** Starts the watches, without waiting: objects that are not read yet are not in the snapshot. */
export function watchCluster(options: ClusterOptions): Cluster {
  const listeners: (() => void)[] = [];
  const changed = coalesceWork(() => {
    for (const listener of listeners) listener();
  }, CHANGE_MS);
  let maps = EMPTY_MAPS;
  let snapshot = buildSnapshot(maps, options.languages);
  const apply = (change: (before: SnapshotMaps) => SnapshotMaps): void => {
    maps = change(maps);
    snapshot = buildSnapshot(maps, options.languages);
    changed.ask();
  };
  let isRead = false;
  const onListed = (): void => {
    if (isRead || !watched.every(({ watch }) => watch.isSynced())) return;
    isRead = true;
    const objects = Object.fromEntries(watched.map(({ source, mirror }) => [source.row, mirror.size()]));
    options.logger.info({ objects }, 'The cluster has been read.');
    changed.ask();
  };
  const watched = SOURCES.filter(({ row }) => isNeeded(API_CALLS[row], options.needs)).map((source) =>
    startSource(source, options, { apply, onListed }),
  );
  return {
    snapshot: () => snapshot,
    hash: () => hashSources(watched, options.languages),
    issues: () =>
      watched.flatMap(({ source, mirror }) =>
        mirror.issues().map(({ path, message }) => ({ path: `${source.kind} ${path}`, message })),
      ),
    watches: () => watched.map(buildWatchReport),
    onChange: (listener) => {
      listeners.push(listener);
    },
    stop: () => {
      changed.stop();
      for (const { watch } of watched) watch.stop();
    },
  };
}

interface RunningSource {
  readonly source: WatchSource;
  readonly mirror: Mirror;
  readonly watch: Watch;
  readonly log: WatchLog;
}

interface SourceEffects {
  readonly apply: (change: (before: SnapshotMaps) => SnapshotMaps) => void;
  /** Told after each list. */
  readonly onListed: () => void;
}

function startSource(
  source: WatchSource,
  { client, logger, pace, onRead }: ClusterOptions,
  { apply, onListed }: SourceEffects,
): RunningSource {
  const { row, kind, name, pageSize } = source;
  const log = createWatchLog(row, logger);
  const mirror = source.createMirror({
    apply,
    onRead: (object, notices, isNews) => {
      onRead({ row, kind, object, notices, isNews });
    },
  });
  const watch = startWatch({
    ...{ client, row, pageSize, sink: mirror, onFailure: log.onFailure },
    onAbsent: (failure) => {
      log.onAbsent(failure);
      onListed();
    },
    onSuccess: (verb) => {
      log.onSuccess(verb);
      if (verb === 'list') onListed();
    },
    ...(name === undefined ? {} : { name }),
    ...(pace === undefined ? {} : { pace }),
  });
  return { source, mirror, watch, log };
}

const buildWatchReport = ({ source, mirror, watch, log }: RunningSource): WatchReport => ({
  row: source.row,
  isSynced: watch.isSynced(),
  ageMs: watch.ageMs(),
  objects: mirror.size(),
  refused: mirror.countRefused(),
  failure: log.failure(),
  failures: log.counts(),
});

function hashSources(watched: readonly RunningSource[], languages: ReadonlySet<Language>): string {
  const hash = createHash('sha256').update([...languages].sort().join());
  for (const { source, mirror } of watched) {
    const { neededBy }: ApiCall = API_CALLS[source.row];
    if (!neededBy.includes('owners-watch')) hash.update(`\n${source.row} ${mirror.digest()}`);
  }
  return hash.digest('hex').slice(0, 12);
}
