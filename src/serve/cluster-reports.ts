import { hostname } from 'node:os';
import { createAgentImagesObserver } from '../auditor/agent-images.js';
import { createAuditor, type Auditor } from '../auditor/auditor.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import type { Need } from '../kube/api-calls.js';
import type { KubeClient } from '../kube/client.js';
import { createCollectorObserver } from '../kube/collector-conditions.js';
import { createLease, type Lease } from '../kube/lease.js';
import { createObservedConditions, type ObservedConditions } from '../kube/observed-conditions.js';
import { createPlatformStatus } from '../kube/platform-status.js';
import type { WatchPace } from '../kube/watch-pace.js';
import type { Logger } from '../telemetry/logger.js';

export interface ClusterReportsOptions {
  readonly client: KubeClient;
  /** Whether this process is a pod of the cluster; who only looks on from outside writes nothing into it. */
  readonly isOwn: boolean;
  readonly needs: ReadonlySet<Need>;
  readonly logger: Logger;
  readonly pace?: WatchPace;
  /** Seconds from the end of a round of the auditor to the next one; with the need `auditor`. */
  readonly auditEvery?: number;
  /** The compiled module of the auditor's thread, for who runs from sources. */
  readonly auditThread?: URL;
}

/** What the auditor goes by. */
export interface AuditedCluster {
  readonly snapshot: () => ClusterSnapshot;
  /** Whether all of it has been read. */
  readonly isRead: () => boolean;
}

/** What a webhook says of its cluster beside its answers: in the status of the TracingPlatform, and by the auditor. */
export interface ClusterReports {
  /** Takes a version of the TracingPlatform. */
  readonly judge: ObservedConditions['judge'];
  /** What the auditor found last; absent without one. */
  readonly audit?: Auditor['current'];
  readonly stop: () => void;
}

/** Starts what the needs ask for. One replica does what one is enough for: the one that holds the Lease. */
export function openClusterReports(options: ClusterReportsOptions, audited: AuditedCluster): ClusterReports {
  const { client, isOwn, logger, pace } = options;
  if (!isOwn) return { judge: () => undefined, stop: () => undefined };
  const status = createPlatformStatus({ client, logger, ...(pace === undefined ? {} : { pace }) });
  const lease = createLease({ client, holder: hostname() });
  const auditor = openAuditor(options, lease, audited);
  const conditions = openConditions(options, lease, auditor);
  return {
    judge: (object, notices) => {
      for (const each of [status, conditions]) each?.judge(object, notices);
    },
    ...(auditor === undefined ? {} : { audit: auditor.current }),
    stop: () => {
      for (const part of [status, conditions, auditor]) part?.stop();
    },
  };
}

function openAuditor(
  { client, needs, logger, pace, auditEvery, auditThread }: ClusterReportsOptions,
  lease: Lease,
  audited: AuditedCluster,
): Auditor | undefined {
  if (!needs.has('auditor')) return undefined;
  return createAuditor({
    ...{ client, lease, logger, everySeconds: auditEvery ?? 0, ...audited },
    ...(pace === undefined ? {} : { pace }),
    ...(auditThread === undefined ? {} : { threadFile: auditThread }),
  });
}

function openConditions(
  { client, needs, logger, pace }: ClusterReportsOptions,
  lease: Lease,
  auditor: Auditor | undefined,
): ObservedConditions | undefined {
  const observers = [
    ...(needs.has('collector-status') ? [createCollectorObserver(client)] : []),
    ...(auditor === undefined ? [] : [createAgentImagesObserver(auditor.current)]),
  ];
  if (observers.length === 0) return undefined;
  return createObservedConditions({
    ...{ client, logger, observers, lease },
    ...(pace === undefined ? {} : { pace }),
  });
}
