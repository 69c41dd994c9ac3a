import type { Colors } from 'picocolors/types.js';
import { line, paint, type TerminalText } from '../text/terminal-text.js';
import { formatChanges, formatSentence, formatTitleLine } from './format-parts.js';
import { showTime } from './missed-cause.js';
import type { PodVerdict } from './pod-report.js';
import { isStale, type WorkloadPodReport } from './workload-report.js';

/** Pods of one workload that are printed; JSON has all. */
const MOST_PODS = 20;

/** What became of a pod, in a word. */
export const VERDICT_WORDS: Readonly<Record<PodVerdict, string>> = {
  injected: 'injected',
  partial: 'injected in part',
  skipped: 'skipped',
  missed: 'NOT INJECTED',
  'by-operator': 'injected by the OpenTelemetry Operator',
  'not-asked': 'does not ask',
};

/** A line for each pod, with what is wrong below it; those that need something come first. */
export function formatPods(pods: readonly WorkloadPodReport[], colors: Colors): readonly TerminalText[] {
  if (pods.length === 0) return [line``, formatTitleLine('Pods', colors), line`  none`];
  const isWanting = (pod: WorkloadPodReport): boolean => isStale(pod) || pod.waiting !== undefined;
  const sorted = [...pods.filter(isWanting), ...pods.filter((pod) => !isWanting(pod))];
  const more = pods.length - MOST_PODS;
  return [
    line``,
    formatTitleLine('Pods', colors),
    ...sorted.slice(0, MOST_PODS).flatMap((pod) => formatPod(pod, colors)),
    ...(more > 0 ? [line`  and ${more} more; -o json has all`] : []),
  ];
}

function formatPod(pod: WorkloadPodReport, colors: Colors): readonly TerminalText[] {
  const { name, verdict, isOutdated, isEnded, waiting } = pod;
  const isBad = verdict === 'missed' || isOutdated || waiting !== undefined;
  const state = isOutdated ? ' OUTDATED' : isKnown(verdict) ? ' current' : '';
  const words = `${VERDICT_WORDS[verdict]}${state}${isEnded ? ' (ended)' : ''}`;
  return [
    line`  ${name}  ${paint(isBad ? colors.red : colors.green, words)}`,
    ...describePod(pod).flatMap((sentence) => formatSentence('    ', sentence)),
    ...formatChanges('    ', pod.changes),
  ];
}

const isKnown = (verdict: PodVerdict): boolean => verdict === 'injected' || verdict === 'partial';

/** What is to be said of a pod beside its word. */
export function describePod(pod: WorkloadPodReport): readonly string[] {
  const { verdict, reasons, message, cause, waiting } = pod;
  const told = verdict === 'skipped' || verdict === 'partial' ? [`${reasons.join(', ')}: ${message}`] : [];
  return [
    ...told,
    ...(cause === undefined ? [] : [cause.message]),
    ...describeAge(pod),
    ...(waiting === undefined ? [] : [describeWaiting(waiting)]),
  ];
}

function describeAge({
  isOutdated,
  hash,
  changes,
  createdAt,
  verdict,
}: WorkloadPodReport): readonly string[] {
  if (!isOutdated) return [];
  if (hash.now === '') return ['a new pod would no longer ask'];
  if (verdict === 'skipped' && hash.now === hash.then) return ['a new pod would be injected'];
  const since = `settings ${hash.then} of ${showTime(createdAt)}, now ${hash.now}`;
  return [changes.length > 0 ? `${since}:` : `${since}; no variable of the pod shows what changed`];
}

function describeWaiting({
  container,
  image,
  reason,
  message,
}: NonNullable<WorkloadPodReport['waiting']>): string {
  const said = message === '' ? '' : `: ${message}`;
  return `the agent is not there: ${container}, image ${image}, ${reason}${said}`;
}
