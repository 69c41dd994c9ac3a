import { OPERATOR_KEYS } from '../core/annotations.js';
import type { LanguageRequest } from '../core/decide/language-requests.js';
import type { Correction } from '../core/reasons.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import { isRefusal, type TemplateDecision, type WorkloadFinding } from '../inject/decision.js';
import type { SnapshotReading } from '../live/read-snapshot.js';
import { buildNamespaceCorrection, buildTemplatePatch, listNamespaceMoves } from '../workload/corrections.js';
import type { WorkloadPods } from './cluster-workloads.js';
import { buildRestart, hasRestart, listPlatformFixes, listSwitchFixes } from './fixes.js';
import {
  judgeNamespace,
  judgeSelection,
  judgeWorkload,
  listRequests,
  viewNamespace,
  type NamespaceSelection,
} from './judged-workload.js';
import { findMissedCause, isAskedLater, type MissedCause } from './missed-cause.js';
import { buildPodReport, type PodReport } from './pod-report.js';
import type { WebhookTimes } from './webhook-times.js';

/** A pod of a workload, with why the webhook has missed it. */
export interface WorkloadPodReport extends PodReport {
  readonly cause?: MissedCause;
}

/** What happened to the pods of a workload, what would happen to new ones, and what to do. */
export interface WorkloadReport {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What its templates, or else its pods, ask for. */
  readonly requests: readonly LanguageRequest[];
  /** The decision for new pods, for each template; none for a kind whose templates are not known. */
  readonly decisions: readonly TemplateDecision[];
  /** Findings about its namespace. */
  readonly namespaceFindings: readonly WorkloadFinding[];
  readonly selection: NamespaceSelection;
  /** The newest first. */
  readonly pods: readonly WorkloadPodReport[];
  /** Commands that fix what a command can fix, in the order in which to run them. */
  readonly fixes: readonly string[];
}

/** Facts that all workloads share. */
export interface ReportSurroundings {
  readonly reading: Pick<SnapshotReading, 'registration'> & { readonly snapshot: SnapshotLookups };
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
  // A pod is not its own template: parts of it may come from an injection.
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
  return { ...whole, fixes: listFixes({ object, pods }, whole, snapshot) };
}

/** What the first pod asks for, if the templates of its workload are not known. */
const listPodRequests = (
  pods: WorkloadPods['pods'],
  namespace: string,
  snapshot: SnapshotLookups,
): readonly LanguageRequest[] => pods.slice(0, 1).flatMap((pod) => listRequests(pod, namespace, snapshot));

/** Tells whether a workload has anything to do with injection: it asks, was meant to, or has pods that did. */
export const isConcerned = ({ requests, decisions, pods, namespaceFindings }: WorkloadReport): boolean =>
  requests.length > 0 ||
  namespaceFindings.length > 0 ||
  decisions.some(({ status }) => status !== 'unchanged') ||
  pods.some(({ verdict }) => verdict !== 'not-asked');

/** Refusals that are intended. */
const WANTED: readonly string[] = ['opted-out', 'injected-by-operator'];

/** Refusals of new pods that are not intended, with what to do. */
export const listUnwantedRefusals = ({
  decisions,
  namespaceFindings,
}: Pick<WorkloadReport, 'decisions' | 'namespaceFindings'>): readonly WorkloadFinding[] =>
  [...decisions.flatMap(({ reasons }) => reasons), ...namespaceFindings].filter(
    (reason) => isRefusal(reason) && !WANTED.includes(reason.code),
  );

/** Tells whether a running pod differs from a new one, so that it must be replaced. */
export const isStale = ({ verdict, isOutdated, isEnded }: PodReport): boolean =>
  !isEnded && (verdict === 'missed' || isOutdated);

/** Tells whether a workload needs something. */
export const needsWork = (report: WorkloadReport): boolean =>
  isConcerned(report) &&
  (report.pods.some((pod) => isStale(pod) || (pod.waiting !== undefined && !pod.isEnded)) ||
    listUnwantedRefusals(report).length > 0 ||
    (report.requests.length > 0 && isUnselected(report.selection)));

const isUnselected = ({ kind }: NamespaceSelection): boolean =>
  kind === 'unselected' || kind === 'not-registered';

function listFixes(
  { object, pods: running }: WorkloadPods,
  report: Omit<WorkloadReport, 'fixes'>,
  snapshot: SnapshotLookups,
): readonly string[] {
  const { requests, decisions, namespace, name, kind } = report;
  const patch = buildTemplatePatch({
    ...{ kind, namespace, name, data: object },
    templates: decisions.map(({ workload, corrections, status }) => ({
      keys: workload.keys,
      corrections: status === 'unchanged' ? listLaterRequests(running) : corrections,
    })),
  });
  const template = [patch, ...listSwitchFixes(object, decisions)].filter(isCommand);
  const around = [
    ...listSurroundingFixes(report, snapshot),
    requests.length > 0 || patch !== undefined ? findSelection(report) : undefined,
  ].filter(isCommand);
  const stale = canBeAsked(report) ? listUnfitPods(report, around.length > 0, snapshot) : [];
  // A changed template makes new pods anyway.
  const restart = template.length === 0 && stale.length > 0 ? buildRestart(object, stale) : undefined;
  // The webhook and the API server need a moment to see changes of the Namespace or the TracingPlatform.
  const pause = restart !== undefined && around.length > 0 ? 'sleep 2' : undefined;
  return [...around, ...template, pause, restart].filter(isCommand);
}

/** The pods to replace: those that are stale, or all if a correction of other objects makes them ask. */
function listUnfitPods(
  report: Pick<WorkloadReport, 'kind' | 'pods' | 'requests' | 'namespace'>,
  isCorrected: boolean,
  snapshot: SnapshotLookups,
): readonly PodReport[] {
  if (!isCorrected) return report.pods.filter(isStale);
  // A pod that no restart brings back is not deleted because of objects that others wrote.
  if (!hasRestart(report.kind)) return [];
  const areAsked = asksOnceCorrected(report, snapshot);
  return report.pods.filter((pod) => isStale(pod) || (areAsked && !pod.isEnded));
}

/** Tells whether a workload asks, or does once the annotations of its Namespace are corrected. */
const asksOnceCorrected = (
  { requests, namespace }: Pick<WorkloadReport, 'requests' | 'namespace'>,
  snapshot: SnapshotLookups,
): boolean =>
  requests.length > 0 ||
  listNamespaceMoves(viewNamespace(namespace, snapshot)).some(
    ([, value]) => value !== null && value !== 'false',
  );

const isCommand = (command: string | undefined): command is string => command !== undefined;

/** The command that selects the namespace of a workload, if it is not selected. */
const findSelection = ({ selection }: Pick<WorkloadReport, 'selection'>): string | undefined =>
  selection.kind === 'unselected' ? selection.command : undefined;

/** Tells whether the webhook gets new pods, once everything is corrected that a command can correct. */
const canBeAsked = (report: Pick<WorkloadReport, 'selection'>): boolean =>
  ['selected', 'unknown'].includes(report.selection.kind) || findSelection(report) !== undefined;

/** The commands that correct the Namespace and the TracingPlatform. */
const listSurroundingFixes = (
  { decisions, namespace }: Pick<WorkloadReport, 'decisions' | 'namespace'>,
  snapshot: SnapshotLookups,
): readonly (string | undefined)[] => [
  buildNamespaceCorrection(
    namespace,
    viewNamespace(namespace, snapshot),
    decisions.flatMap(({ corrections }) => corrections),
  ),
  ...listPlatformFixes(decisions),
];

/** Requests that were written on running pods, for a template without any. */
const listLaterRequests = (pods: WorkloadPods['pods']): readonly Correction[] =>
  pods.filter(isAskedLater).flatMap(({ metadata: { annotations = {} } }) =>
    OPERATOR_KEYS.flatMap((key) => {
      const value = annotations[key];
      return value === undefined ? [] : [{ key, value, on: 'pod' as const }];
    }),
  );
