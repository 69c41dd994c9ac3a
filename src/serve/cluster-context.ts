import { createHash } from 'node:crypto';
import type { Language } from '../core/domain.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { watchCluster, type Cluster, type ObjectReading, type WatchReport } from '../kube/cluster.js';
import { watchPodSelection } from '../kube/pod-selection.js';
import type { Logger } from '../telemetry/logger.js';
import { openClusterReports, type ClusterReportsOptions } from './cluster-reports.js';
import { logNotice, type LiveContext, type LoadedContext } from './live-context.js';
import { mergeSnapshots } from './merge-snapshots.js';

export interface ClusterContextOptions extends ClusterReportsOptions {
  /** Name of its registrations. */
  readonly webhookConfiguration: string;
  readonly languages: ReadonlySet<Language>;
  /** A context of files beside the cluster, whose objects win. */
  readonly files?: LiveContext;
}

type ContextListener = (result: Result<LoadedContext>) => void;

/**
 * Follows a cluster. Returns at once: `waitingFor` tells what is not read yet, and a Namespace that is not there counts as
 * unknown until then. An object that is refused leaves its last good version in force.
 */
export function openClusterContext(options: ClusterContextOptions): LiveContext {
  const { client, logger, files, pace, webhookConfiguration: configuration } = options;
  const listeners: ContextListener[] = [];
  const notifyListeners: ContextListener = (result) => {
    for (const listener of listeners) listener(result);
  };
  const reports = openClusterReports(options, {
    snapshot: () => current().snapshot,
    isRead: () => cluster.watches().every(({ isSynced }) => isSynced),
  });
  const selection = watchPodSelection({
    ...{ client, configuration, logger },
    ...(pace === undefined ? {} : { pace }),
  });
  const cluster = watchCluster({
    ...options,
    onRead: (read) => {
      if (read.row === 'platforms') reports.judge(read.object, read.notices);
      if (read.isNews) reportObject(read, logger, notifyListeners);
    },
  });
  for (const notice of files?.current().notices ?? []) logNotice(notice, logger);
  const current = memoizeContext(cluster, files);
  let lastReported = current();
  cluster.onChange(() => {
    const now = current();
    notifyListeners(ok({ ...now, isRoutine: isRoutineChange(lastReported.snapshot, now.snapshot) }));
    lastReported = now;
  });
  files?.onReload((result) => {
    notifyListeners(result.ok ? ok({ ...current(), notices: result.value.notices }) : result);
  });
  return {
    current,
    issues: () => [...(files?.issues() ?? []), ...cluster.issues()],
    waitingFor: () => cluster.watches().flatMap(describeUnsynced),
    watches: cluster.watches,
    ...(reports.audit === undefined ? {} : { audit: reports.audit }),
    namespaceSelector: selection.namespaceSelector,
    onReload: (listener) => {
      listeners.push(listener);
    },
    stop: () => {
      for (const part of [cluster, selection, reports, files]) part?.stop();
    },
  };
}

/** What is in force; the same object until something changes. */
function memoizeContext(cluster: Cluster, files: LiveContext | undefined): () => LoadedContext {
  let from: readonly unknown[] = [];
  let context: LoadedContext | undefined;
  return () => {
    const above = cluster.snapshot();
    const below = files?.current();
    if (context !== undefined && from[0] === above && from[1] === below) return context;
    from = [above, below];
    context = {
      snapshot: below === undefined ? above : mergeSnapshots(below.snapshot, above),
      hash: below === undefined ? cluster.hash() : combineHashes(below.hash, cluster.hash()),
      notices: [],
    };
    return context;
  };
}

const combineHashes = (...hashes: readonly string[]): string =>
  createHash('sha256').update(hashes.join(' ')).digest('hex').slice(0, 12);

/** Platform and Instrumentations are what people write for us; the rest of a cluster changes all the time. */
const isRoutineChange = (before: ClusterSnapshot, after: ClusterSnapshot): boolean =>
  before.platform === after.platform && before.instrumentations === after.instrumentations;

function reportObject({ kind, object, notices }: ObjectReading, logger: Logger, tell: ContextListener): void {
  const { namespace, name = '' } = object.metadata;
  const which = `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  const addObjectName = ({ path, message }: Issue): Issue => ({
    path: `${which} ${path}`.trimEnd(),
    message,
  });
  if (!notices.ok) tell(err(notices.error.map(addObjectName)));
  else if (notices.value.length > 0)
    logger.warn({ notices: notices.value.map(addObjectName) }, 'Part of an object needs attention.');
}

function describeUnsynced({ row, isSynced, failure }: WatchReport): readonly string[] {
  if (isSynced) return [];
  return [
    failure === undefined ? `${row} are not read yet` : `${row} (${failure.message.replace(/\.$/, '')})`,
  ];
}
