import type { KubeObject } from '../kube/object.js';
import type { LiveCluster } from '../live/live-cluster.js';
import type { SnapshotReading } from '../live/read-snapshot.js';
import type { Audit } from './audit.js';
import type { ClusterWorkloads } from './cluster-workloads.js';
import { readRoute } from './explained-workload.js';
import { findSilentCause, type SilentCause } from './silent-cause.js';
import { listTracingPods, readTraceStates, type TraceWindow } from './traced-pods.js';
import type { WorkloadReport } from './workload-report.js';

/** Which injected pods of a workload have traces. */
export interface WorkloadTraces {
  readonly traced: number;
  /** Pods without a trace in the time that was looked at, each with the likely cause. */
  readonly silent: readonly (SilentCause & { readonly pod: string })[];
  /** Pods of which the backend could not be asked. */
  readonly unknown: readonly { readonly pod: string; readonly why: string }[];
}

/** The traces of each workload of an audit. */
export type TraceAudit = ReadonlyMap<WorkloadReport, WorkloadTraces>;

/** Asks the backends for the traces of every injected pod of an audit. */
export async function auditTraces(
  cluster: LiveCluster,
  {
    audit,
    found,
    reading,
  }: {
    readonly audit: Audit;
    readonly found: ClusterWorkloads;
    readonly reading: SnapshotReading;
  },
  window: TraceWindow,
): Promise<TraceAudit> {
  const reports = audit.workloads.map(({ report }) => report);
  const platform =
    reading.snapshot.platform.kind === 'ready' ? reading.snapshot.platform.platform : undefined;
  const objects = new Map(
    found.workloads.flatMap(({ pods }) => pods).map((pod) => [pod.metadata.uid ?? '', pod] as const),
  );
  const states = await readTraceStates(cluster, reports, { platform, objects, window });
  const traces = reports.map(async (report) => {
    const pods = listTracingPods(report).map(({ uid, name }) => ({ uid, name, state: states.get(uid) }));
    const silent = pods.filter(({ state }) => state?.kind === 'silent');
    const route = silent.length === 0 ? [] : await readRoute(cluster, report, reading);
    const result: WorkloadTraces = {
      traced: pods.filter(({ state }) => state?.kind === 'traced').length,
      silent: silent.map(({ uid, name }) => ({
        pod: name,
        ...findSilentCause(objects.get(uid) ?? EMPTY_POD, report, route),
      })),
      unknown: pods.flatMap(({ name, state }) =>
        state?.kind === 'unknown' ? [{ pod: name, why: state.why }] : [],
      ),
    };
    return [report, result] as const;
  });
  return new Map(await Promise.all(traces));
}

const EMPTY_POD: KubeObject = { metadata: {} };

/** Tells whether a workload has silent pods of which the cause is known. */
export const hasKnownSilence = ({ silent }: WorkloadTraces): boolean =>
  silent.some(({ code }) => code !== 'unknown');
