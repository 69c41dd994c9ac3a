import type { ClusterWorkloads } from './cluster-workloads.js';
import type { PodReport } from './pod-report.js';
import type { WebhookTimes } from './webhook-times.js';
import {
  buildWorkloadReport,
  isConcerned,
  isStale,
  needsWork,
  type ReportSurroundings,
  type WorkloadReport,
} from './workload-report.js';

/** How many pods of a workload there are of each kind; one may count in several. */
export const POD_COUNTS = ['pods', 'injected', 'skipped', 'missed', 'outdated', 'stuck'] as const;
export type PodCounts = Readonly<Record<(typeof POD_COUNTS)[number], number>>;

/** A workload of an audit. */
export interface AuditedWorkload {
  readonly report: WorkloadReport;
  readonly counts: PodCounts;
  readonly needsWork: boolean;
}

/** Should-be against is, for a part of a cluster. */
export interface Audit {
  /** Those that have anything to do with injection, those that need something first. */
  readonly workloads: readonly AuditedWorkload[];
  /** How many others were looked at. */
  readonly others: number;
}

/** Compares what every workload asks for with what its pods are. */
export function auditWorkloads(
  { workloads }: Pick<ClusterWorkloads, 'workloads'>,
  reading: ReportSurroundings['reading'],
  times: WebhookTimes | undefined,
): Audit {
  const reports = workloads.map((each) => buildWorkloadReport(each, { reading, times }));
  const concerned = reports.filter(isConcerned).map((report) => ({
    report,
    counts: countPods(report.pods),
    needsWork: needsWork(report),
  }));
  return {
    workloads: [
      ...concerned.filter((each) => each.needsWork),
      ...concerned.filter((each) => !each.needsWork),
    ],
    others: reports.length - concerned.length,
  };
}

function countPods(pods: readonly PodReport[]): PodCounts {
  const count = (is: (pod: PodReport) => boolean): number => pods.filter(is).length;
  return {
    pods: pods.length,
    injected: count(({ verdict }) => verdict === 'injected' || verdict === 'partial'),
    skipped: count(({ verdict }) => verdict === 'skipped'),
    missed: count(({ verdict }) => verdict === 'missed'),
    outdated: count((pod) => pod.isOutdated && isStale(pod)),
    stuck: count(({ waiting, isEnded }) => waiting !== undefined && !isEnded),
  };
}
