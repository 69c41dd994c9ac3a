import { REASON } from '../core/annotations.js';
import { admit } from '../core/admit.js';
import type { Operation } from '../core/operation.js';
import { isMember } from '../core/domain.js';
import { readMetadata } from '../core/decide/shape.js';
import { parseOwner } from '../core/objects/facts.js';
import { formatPath, parsePath } from '../core/objects/paths.js';
import type { Injection, Outcome, Status, UnchangedReason } from '../core/outcome.js';
import type { Pod } from '../core/kubernetes/pod.js';
import {
  buildFinding,
  REASON_CODES,
  REASONS,
  listReportedFindings,
  type Correction,
  type Finding,
  type ReasonCode,
} from '../core/reasons.js';
import { buildCreationRequest } from '../core/review.js';
import { listSome } from '../core/shown-text.js';
import { formatOwnerKey, type SnapshotLookups } from '../core/snapshot.js';
import { INJECT_REASONS } from './inject-reasons.js';
import { checkUnquotedValues, type KeyFinding } from '../workload/stray-keys.js';
import { findPartialSign, type PartialSign } from './partial-template.js';
import type { JudgedTemplate, ObjectTitle, Workload } from './workload.js';

/** One reason with what to do about it. */
export interface WorkloadFinding {
  readonly code: string;
  readonly kind: 'refusal' | 'notice';
  readonly language?: string;
  readonly container?: string;
  /** `file:line:column` of the field that it is about. */
  readonly place?: string;
  readonly message: string;
  readonly remedy: string;
}

/** The findings about one object, or about one of its pod templates. */
export interface ObjectDecision {
  readonly workload: ObjectTitle;
  readonly status: Status | 'unchanged';
  /** Why it is unchanged. */
  readonly why?: UnchangedReason;
  readonly reasons: readonly WorkloadFinding[];
  readonly injections: readonly Injection[];
}

/** What was decided for one pod template. */
export interface TemplateDecision<Template extends JudgedTemplate = JudgedTemplate> extends ObjectDecision {
  readonly workload: Template;
  /** RFC 6902 operations over the pod or pod template. */
  readonly operations: readonly Operation[];
  /** Annotations that would satisfy the refused requests. */
  readonly corrections: readonly Correction[];
}

/** What was decided for one workload of a document. */
export type WorkloadDecision = TemplateDecision<Workload>;

/**
 * Decides for one workload as the webhook does for its pods. Never throws. `stray` are the keys of its object that were
 * meant to ask, but do not.
 */
export function decideWorkload<Template extends JudgedTemplate>(
  workload: Template,
  snapshot: SnapshotLookups,
  stray: readonly KeyFinding[],
): TemplateDecision<Template> {
  const unquoted = listUnquotedRefusals(workload);
  const hints = [...unquoted, ...stray.map(buildKeyRefusal)];
  const outcome = admitWorkloadPod(workload, addOwner(snapshot, workload));
  if (outcome.kind === 'unchanged') return buildUnchangedDecision(workload, outcome.why, hints);
  const partial = findPartialSign(workload);
  if (partial !== undefined) return buildPartialDecision(workload, partial, stray.map(buildKeyRefusal));
  const { status, findings, injections, operations } = outcome;
  const translated = workload.translate(operations);
  if (!translated.ok) return buildUntranslatedDecision(workload, translated.error, hints);
  const told = listReportedFindings(findings)
    .filter(isNotOfTemplate)
    .map((each) => buildWorkloadFinding(each, workload));
  const reasons = [
    ...told.filter((each) => !unquoted.some((hint) => isAboutSame(hint, each))),
    ...(injections.length === 0 || workload.condition === undefined
      ? []
      : [buildInjectFinding('template-condition', workload.condition.message, workload.condition.remedy)]),
    ...listMergeNotices(workload),
    ...hints,
  ];
  const corrections = findings.flatMap(({ correction }) => correction ?? []);
  return { workload, status, reasons, injections, operations: translated.value, corrections };
}

function listMergeNotices({ unjudged, locateInObject }: JudgedTemplate): readonly WorkloadFinding[] {
  const [first] = unjudged;
  if (first === undefined) return [];
  const message = `This was decided without ${listSome(unjudged.map(formatPath))}, which the controller merges into the pod.`;
  return [{ ...buildInjectFinding('template-merged', message), place: locateInObject(first) }];
}

/** Keys of the template itself are reported with their place in the file instead. */
const isNotOfTemplate = ({ code, place }: Finding): boolean =>
  place === undefined || (code !== 'annotation-unknown' && code !== 'annotation-misplaced');

const listUnquotedRefusals = ({ keys, locateInObject }: JudgedTemplate): readonly WorkloadFinding[] =>
  checkUnquotedValues(keys).map(({ path, message, remedy }) => ({
    ...{ code: 'pod-malformed', kind: 'refusal', place: locateInObject(path), message, remedy },
  }));

const isAboutSame = (one: WorkloadFinding, other: WorkloadFinding): boolean =>
  one.code === other.code && one.place === other.place;

/** A key that was meant to ask, as a refusal. */
export const buildKeyRefusal = (hint: KeyFinding): WorkloadFinding => ({ kind: 'refusal', ...hint });

/** What comes of a template into which nothing is injected. */
const NOTHING = { injections: [], operations: [], corrections: [] };

function buildUnchangedDecision<Template extends JudgedTemplate>(
  workload: Template,
  why: UnchangedReason,
  hints: readonly WorkloadFinding[],
): TemplateDecision<Template> {
  // If it had been written correctly, it would have asked.
  if (why === 'not-requested' && hints.length > 0)
    return { workload, status: 'skipped', reasons: hints, ...NOTHING };
  const before = why === 'already-injected' ? readRecordedRefusals(workload) : [];
  return { workload, status: 'unchanged', why, reasons: [...before, ...hints], ...NOTHING };
}

function buildPartialDecision<Template extends JudgedTemplate>(
  workload: Template,
  { message, path }: PartialSign,
  hints: readonly WorkloadFinding[],
): TemplateDecision<Template> {
  const place = workload.locateInObject(path);
  const reason = { ...buildInjectFinding('template-partial', message), place };
  return { workload, status: 'skipped', reasons: [reason, ...hints], ...NOTHING };
}

function buildUntranslatedDecision<Template extends JudgedTemplate>(
  workload: Template,
  what: string,
  hints: readonly WorkloadFinding[],
): TemplateDecision<Template> {
  const message = `A template of a ${workload.kind} has no place for ${what}, which injection would add.`;
  const reason = buildInjectFinding('template-unsupported', message);
  return { workload, status: 'skipped', reasons: [reason, ...hints], ...NOTHING };
}

/** A reason that only `inject` gives. */
export const buildInjectFinding = (
  code: keyof typeof INJECT_REASONS,
  message: string,
  remedy: string = INJECT_REASONS[code].remedy,
): WorkloadFinding => ({ code, kind: INJECT_REASONS[code].kind, message, remedy });

/** Tells whether a reason means that something was asked for, or meant to be, and not done. */
export const isRefusal = ({ kind }: WorkloadFinding): boolean => kind === 'refusal';

function admitWorkloadPod({ pod, namespace }: JudgedTemplate, snapshot: SnapshotLookups): Outcome {
  try {
    return admit(buildCreationRequest(pod as Pod, namespace), snapshot);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const findings = [buildFinding('internal-error', `${REASONS['internal-error'].summary} (${why})`)];
    return {
      ...{ kind: 'decided', status: 'skipped', findings, configHash: '', pod: pod as Pod },
      ...{ injections: [], operations: [] },
    };
  }
}

/** The owner of a ReplicaSet or Job is in the object, so it need not be guessed from the name. */
function addOwner(snapshot: SnapshotLookups, { kind, namespace, object }: JudgedTemplate): SnapshotLookups {
  if (kind !== 'ReplicaSet' && kind !== 'Job') return snapshot;
  const owner = parseOwner(object);
  if (!owner.ok) return snapshot;
  const { name, value: metadata } = owner.value;
  const own = formatOwnerKey(kind, namespace, name);
  return {
    ...snapshot,
    owners: { get: (key) => (key === own ? metadata : snapshot.owners.get(key)) },
  };
}

/** The refusals of an earlier injection; they are valid until the workload is injected again. */
function readRecordedRefusals(workload: JudgedTemplate): readonly WorkloadFinding[] {
  const codes = readMetadata(workload.pod).annotations?.[REASON]?.split(',') ?? [];
  const known = codes.filter((code) => isMember(REASON_CODES, code));
  return known.map((code) => buildWorkloadFinding(buildFinding(code), workload)).filter(isRefusal);
}

/** Remedies that differ from those for a cluster, since `inject` changes none. */
const OFFLINE_REMEDIES: Partial<Readonly<Record<ReasonCode, string>>> = {
  'namespace-unknown': 'Give the Namespace with --context, or in the input.',
  'internal-error': 'Report the object with this message.',
};

function buildWorkloadFinding(
  { code, message, language, container, place }: Finding,
  { locate }: JudgedTemplate,
): WorkloadFinding {
  const { kind, remedy } = REASONS[code];
  const where = {
    ...(language === undefined ? {} : { language }),
    ...(container === undefined ? {} : { container }),
    ...(place === undefined ? {} : { place: locate(parsePath(place)) }),
  };
  return { code, kind, ...where, message, remedy: OFFLINE_REMEDIES[code] ?? remedy };
}
