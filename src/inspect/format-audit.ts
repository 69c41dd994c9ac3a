import type { Colors } from 'picocolors/types.js';
import { describeFinding } from '../inject/explanation.js';
import { formatTable } from '../text/table.js';
import { line, type TerminalText } from '../text/terminal-text.js';
import { POD_COUNTS, type Audit, type AuditedWorkload } from './audit.js';
import { formatSentence, formatTitleLine } from './format-parts.js';
import { describePod } from './format-pods.js';
import { buildWorkloadData } from './report-data.js';
import type { TraceAudit, WorkloadTraces } from './trace-audit.js';
import { isStale, listUnwantedRefusals, type WorkloadReport } from './workload-report.js';

/** Sentences of one workload that are printed; JSON has all. */
const MOST_SENTENCES = 4;

/** The lines of an audit: a table of the workloads that ask, and what to do for each that needs something. */
export function formatAudit(
  { workloads, others }: Audit,
  traces: TraceAudit | undefined,
  colors: Colors,
): readonly TerminalText[] {
  const rows = workloads.map(({ report, counts }) => [
    formatName(report),
    [...new Set(report.requests.map(({ language }) => language))].join(',') || '-',
    ...POD_COUNTS.map((name) => String(counts[name])),
    ...listTraceCells(traces?.get(report)),
  ]);
  const head = ['workload', 'asks', ...POD_COUNTS, ...(traces === undefined ? [] : ['traced', 'silent'])];
  const wanting = workloads.filter((each) => each.needsWork);
  const told = workloads.filter(({ report, needsWork }) => needsWork || hasWords(traces?.get(report)));
  const count = `${workloads.length} asking, ${others} not, ${wanting.length} to fix.`;
  return [
    ...(rows.length === 0 ? [] : formatTable(head, rows, colors)),
    ...told.flatMap((each) => formatWanting(each, traces?.get(each.report), colors)),
    ...(rows.length === 0 ? [] : [line``]),
    line`Workloads: ${count}`,
  ];
}

const formatName = ({ kind, namespace, name }: WorkloadReport): string =>
  `${namespace}/${kind.toLowerCase()}/${name}`;

function formatWanting(
  { report }: AuditedWorkload,
  traces: WorkloadTraces | undefined,
  colors: Colors,
): readonly TerminalText[] {
  const sentences = [...new Set([...listSentences(report), ...listTraceSentences(traces)])];
  const more = sentences.length - MOST_SENTENCES;
  return [
    line``,
    formatTitleLine(formatName(report), colors),
    ...sentences.slice(0, MOST_SENTENCES).flatMap((sentence) => formatSentence('  ', sentence)),
    ...(more > 0 ? [line`  and ${more} more; doka-tracing explain has all`] : []),
    ...[...new Set([...report.fixes, ...listTraceFixes(traces)])].map((command) => line`  ${command}`),
  ];
}

/** What is wrong with a workload, the causes that one command mends before the pods. */
function listSentences(report: WorkloadReport): readonly string[] {
  const { selection, namespace, requests, pods } = report;
  const isUnselected = selection.kind === 'unselected' || selection.kind === 'not-registered';
  return [
    ...(isUnselected && requests.length > 0
      ? [`The webhook does not get the pods of namespace ${namespace}.`]
      : []),
    ...listUnwantedRefusals(report).map(
      (reason) => `${reason.code}: ${describeFinding(reason)} ${reason.remedy}`,
    ),
    ...pods
      .filter((pod) => isStale(pod) || pod.waiting !== undefined)
      .flatMap((pod) => [describePod(pod).join('; ')])
      .map(countSentence),
  ];
}

/** A sentence about pods with how many it is about. */
function countSentence(sentence: string, _: number, all: readonly string[]): string {
  const same = all.filter((other) => other === sentence).length;
  return `${same} pod${same === 1 ? '' : 's'}: ${sentence}`;
}

const listTraceCells = (traces: WorkloadTraces | undefined): readonly string[] =>
  traces === undefined ? [] : [String(traces.traced), String(traces.silent.length)];

const hasWords = (traces: WorkloadTraces | undefined): boolean =>
  traces !== undefined && traces.silent.length + traces.unknown.length > 0;

const listTraceSentences = (traces: WorkloadTraces | undefined): readonly string[] => [
  ...(traces?.silent ?? []).map(({ message }) => `no trace; ${message}`).map(countSentence),
  ...(traces?.unknown ?? []).map(({ why }) => `the backend could not be asked: ${why}`).map(countSentence),
];

const listTraceFixes = (traces: WorkloadTraces | undefined): readonly string[] =>
  (traces?.silent ?? []).flatMap(({ command }) => command ?? []);

/** An audit as data for programs; schemas/audit.report.schema.json describes it. */
export const buildAuditData = (
  { workloads, others }: Audit,
  traces: TraceAudit | undefined,
): Readonly<Record<string, unknown>> => ({
  workloads: workloads.map(({ report, counts }) => {
    const found = traces?.get(report);
    return {
      ...buildWorkloadData(report),
      counts,
      refusals: listUnwantedRefusals(report),
      ...(found === undefined ? {} : { traces: found }),
    };
  }),
  others,
});
