import type { LanguageRequest } from '../core/decide/language-requests.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { isRefusal, type TemplateDecision, type WorkloadFinding } from '../inject/decision.js';
import type { SnapshotReading } from '../live/read-snapshot.js';
import type { WorkloadPods } from './cluster-workloads.js';
import { buildKeyPatch, buildRestart } from './fixes.js';
import {
  judgeNamespace,
  judgeSelection,
  judgeWorkload,
  listRequests,
  type NamespaceSelection,
} from './judged-workload.js';
import { findMissedCause, type MissedCause } from './missed-cause.js';
import { buildPodReport, type PodReport } from './pod-report.js';
import type { WebhookTimes } from './webhook-times.js';

/** A pod of a workload, with why the webhook has missed it. */
export interface WorkloadPodReport extends PodReport {
  readonly cause?: MissedCause;
}

/** What became of a workload, what would become of it now, and what to do. */
export interface WorkloadReport {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What its templates, or else its pods, ask for. */
  readonly requests: readonly LanguageRequest[];
  /** What would become of new pods, for each template; none for a kind that is not looked into. */
  readonly decisions: readonly TemplateDecision[];
  /** What is to be said of its namespace. */
  readonly namespaceFindings: readonly WorkloadFinding[];
  readonly selection: NamespaceSelection;
  /** The newest first. */
  readonly pods: readonly WorkloadPodReport[];
  /** Commands that mend what can be mended by one, in the order in which they are to be run. */
  readonly fixes: readonly string[];
}

/** What is known around all workloads. */
export interface ReportSurroundings {
  readonly reading: Pick<SnapshotReading, 'snapshot' | 'registration'>;
  readonly times: WebhookTimes | undefined;
}

/** Makes the report of a workload. */
export function buildWorkloadReport(
  { object, pods }: WorkloadPods,
  { reading: { snapshot, registration }, times }: ReportSurroundings,
): WorkloadReport {
  const { apiVersion = '', kind = '', metadata } = object;
  const { namespace = 'default', name = '' } = metadata;
  const judged = judgeWorkload(object, snapshot);
  const selection = judgeSelection(namespace, snapshot, registration);
  // A pod is no template of itself: what is in it may come from an injection.
  const templates = kind === 'Pod' ? [] : judged.decisions.map(({ workload }) => workload.pod);
  const reports = pods.map((pod): WorkloadPodReport => {
    const report = buildPodReport(pod, templates, snapshot);
    if (report.verdict !== 'missed') return report;
    return { ...report, cause: findMissedCause(pod, report.createdAt, { selection, times }) };
  });
  const whole = {
    ...{ apiVersion, kind, namespace, name },
    requests: judged.decisions.length > 0 ? judged.requests : listPodRequests(pods, namespace, snapshot),
    decisions: judged.decisions,
    namespaceFindings: judgeNamespace(namespace, snapshot),
    ...{ selection, pods: reports },
  };
  return { ...whole, fixes: listFixes(object, whole) };
}

/** What the first pod of a workload asks for whose templates are not known. */
const listPodRequests = (
  pods: WorkloadPods['pods'],
  namespace: string,
  snapshot: ClusterSnapshot,
): readonly LanguageRequest[] => pods.slice(0, 1).flatMap((pod) => listRequests(pod, namespace, snapshot));

/** Tells whether a workload has anything to do with injection: it asks, was meant to, or has pods that did. */
export const isConcerned = ({ requests, decisions, pods }: WorkloadReport): boolean =>
  requests.length > 0 ||
  decisions.some(({ status }) => status !== 'unchanged') ||
  pods.some(({ verdict }) => verdict !== 'not-asked');

/** Refusals that somebody has wanted. */
const WANTED: readonly string[] = ['opted-out', 'injected-by-operator'];

/** Refusals of new pods that nobody has wanted, with what to do. */
export const listUnwantedRefusals = ({
  decisions,
}: Pick<WorkloadReport, 'decisions'>): readonly WorkloadFinding[] =>
  decisions.flatMap(({ reasons }) =>
    reasons.filter((reason) => isRefusal(reason) && !WANTED.includes(reason.code)),
  );

/** Tells whether a running pod is not what a new one would be, so that it must be made anew. */
export const isStale = ({ verdict, isOutdated, isEnded }: PodReport): boolean =>
  !isEnded && (verdict === 'missed' || isOutdated);

/** Tells whether something is to be done about a workload. */
export const needsWork = (report: WorkloadReport): boolean =>
  isConcerned(report) &&
  (report.pods.some((pod) => isStale(pod) || (pod.waiting !== undefined && !pod.isEnded)) ||
    listUnwantedRefusals(report).length > 0 ||
    (report.requests.length > 0 && isUnselected(report.selection)));

const isUnselected = ({ kind }: NamespaceSelection): boolean =>
  kind === 'unselected' || kind === 'not-registered';

function listFixes(object: WorkloadPods['object'], report: Omit<WorkloadReport, 'fixes'>): readonly string[] {
  const { selection, requests, pods, decisions } = report;
  const patch = buildKeyPatch(
    object,
    decisions.map(({ workload }) => workload),
  );
  const isAsked = requests.length > 0 || patch !== undefined;
  const select = selection.kind === 'unselected' && isAsked ? selection.command : undefined;
  const canHelp = selection.kind === 'selected' || selection.kind === 'unknown' || select !== undefined;
  const stale = pods.filter((pod) => isStale(pod) && canHelp).map(({ name }) => name);
  // A template that is changed has new pods anyway.
  const restart = patch === undefined && stale.length > 0 ? buildRestart(object, stale) : undefined;
  return [select, patch, restart].flatMap((command) => command ?? []);
}
