import { countAnnotationBytes, countEntryBytes } from './kubernetes/annotation-size.js';
import { CONFIG_HASH, MESSAGE, REASON, STATUS } from './annotations.js';
import { LONGEST, MOST_ANNOTATION_BYTES } from './bounds.js';
import type { PodEdit } from './edits.js';
import type { Injection, Status } from './outcome.js';
import type { StringMap } from './kubernetes/pod.js';
import { listReasonCodes, type Finding, buildFinding } from './reasons.js';
import { showText } from './shown-text.js';

/** The report on the pod. */
export interface PodReport {
  readonly status: Status;
  readonly findings: readonly Finding[];
  readonly injections: readonly Injection[];
  readonly configHash: string;
}

const KEYS: readonly string[] = [STATUS, REASON, MESSAGE, CONFIG_HASH];

/** Bytes that annotations leave for a report; one that is among them is not counted, as a new one takes its place. */
export function countFreeBytes(annotations: StringMap): number {
  const ours = KEYS.reduce((sum, key) => sum + countEntryBytes(key, annotations[key]), 0);
  return MOST_ANNOTATION_BYTES - countAnnotationBytes(annotations) + ours;
}

/** Why a pod with so much room must not be injected; undefined where it has enough, and where nothing is injected. */
export function checkReportSize(report: PodReport, room: number): Finding | undefined {
  const missing = countAnnotationBytes(buildMarkAnnotations(report)) - room;
  if (report.status === 'skipped' || missing <= 0) return undefined;
  const message = `The annotations, with those that an injected pod needs, would take ${MOST_ANNOTATION_BYTES + missing} bytes; Kubernetes allows ${MOST_ANNOTATION_BYTES}.`;
  return buildFinding('too-large', message);
}

/**
 * Edits that write a report in so many bytes, the marks of an injection before all else. What would be too much for the
 * API server is left out, and what an earlier report said in its place is taken away; so a report comes out the same
 * whether it is on the pod already or not.
 */
export function buildReportEdits(report: PodReport, room: number): readonly PodEdit[] {
  const marks = buildMarkAnnotations(report);
  const chosen = new Set(Object.keys(marks));
  let left = room - countAnnotationBytes(marks);
  const values = Object.entries(buildReportAnnotations(report));
  for (const [key, value] of values) {
    const bytes = countEntryBytes(key, value);
    if (chosen.has(key) || bytes > left) continue;
    chosen.add(key);
    left -= bytes;
  }
  return [
    // By a label, kubectl and controllers can select pods; annotations say the rest.
    { op: 'label', how: 'set', key: STATUS, value: report.status },
    ...values.map(([key, value]): PodEdit =>
      chosen.has(key)
        ? { op: 'annotation', how: 'set', key, value }
        : { op: 'annotation', how: 'remove', key },
    ),
  ];
}

/** What an injected pod is known by when it comes a second time. */
const buildMarkAnnotations = ({ status, configHash }: PodReport): StringMap =>
  status === 'skipped' ? {} : { [STATUS]: status, [CONFIG_HASH]: configHash };

const buildReportAnnotations = (report: PodReport): StringMap => ({
  [STATUS]: report.status,
  [REASON]: listReasonCodes(report.findings).join(','),
  [MESSAGE]: showText(describeReport(report), LONGEST.annotation),
  [CONFIG_HASH]: report.configHash,
});

/** What was done and what is to be said of it, in sentences; each sentence once. */
export function describeReport({ findings, injections }: Pick<PodReport, 'findings' | 'injections'>): string {
  const where = injections.map(({ language, container }) => `${language} into ${container}`);
  const sentences = [
    ...(where.length === 0 ? [] : [`Injected ${where.join(', ')}.`]),
    ...new Set(findings.map(({ message }) => message)),
  ];
  return sentences.join(' ');
}
