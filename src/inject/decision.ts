import { findValueAt } from '../core/objects/paths.js';
import { REASON } from '../core/annotations.js';
import { admit } from '../core/admit.js';
import type { Operation } from '../core/operation.js';
import { isMember } from '../core/domain.js';
import { readMetadata } from '../core/decide/shape.js';
import { parseOwner } from '../core/objects/facts.js';
import type { Injection, Outcome, Status, UnchangedReason } from '../core/outcome.js';
import type { Pod } from '../core/kubernetes/pod.js';
import {
  buildFinding,
  REASON_CODES,
  REASONS,
  listReportedFindings,
  type Finding,
  type ReasonCode,
} from '../core/reasons.js';
import { buildCreationRequest } from '../core/review.js';
import { isRecord } from '../core/json.js';
import { formatOwnerKey, type ClusterSnapshot } from '../core/snapshot.js';
import {
  checkMisplacedKeys,
  checkUnknownKeys,
  checkUnquotedValues,
  type AnnotationFinding,
} from './annotation-hints.js';
import type { Workload } from './workload.js';

/** One reason with what to do about it. */
export interface WorkloadFinding {
  readonly code: string;
  readonly kind: 'refusal' | 'notice';
  readonly language?: string;
  readonly container?: string;
  readonly message: string;
  readonly remedy: string;
}

/** What was decided for one workload. */
export interface WorkloadDecision {
  readonly workload: Workload;
  readonly status: Status | 'unchanged';
  /** Why it is unchanged. */
  readonly why?: UnchangedReason;
  readonly reasons: readonly WorkloadFinding[];
  readonly injections: readonly Injection[];
  /** RFC 6902 operations over the pod or pod template. */
  readonly operations: readonly Operation[];
}

/** Decides for one workload as the webhook does for the pods that it makes. Never throws. */
export function decideWorkload(workload: Workload, snapshot: ClusterSnapshot): WorkloadDecision {
  const hints = checkAnnotations(workload);
  const outcome = admitWorkloadPod(workload, addOwner(snapshot, workload));
  if (outcome.kind === 'unchanged') return buildUnchangedDecision(workload, outcome.why, hints);
  const { status, findings, injections, operations } = outcome;
  const told = listReportedFindings(findings).filter(({ code }) => !isToldOfKeys(code, hints));
  const reasons = [...told.map(buildWorkloadFinding), ...hints];
  return { workload, status, reasons, injections, operations: addTemplateMetadata(workload, operations) };
}

/** Keys of the template are told with their place in the object instead. */
const isToldOfKeys = (code: ReasonCode, hints: readonly WorkloadFinding[]): boolean =>
  (code === 'annotation-unknown' || code === 'annotation-misplaced') &&
  hints.some((hint) => hint.code === code);

function checkAnnotations(workload: Workload): readonly WorkloadFinding[] {
  const refusals = (code: string, hints: readonly AnnotationFinding[]): readonly WorkloadFinding[] =>
    hints.map((hint) => ({ code, kind: 'refusal', ...hint }));
  return [
    ...refusals('pod-malformed', checkUnquotedValues(workload)),
    ...refusals('annotation-misplaced', checkMisplacedKeys(workload)),
    ...refusals('annotation-unknown', checkUnknownKeys(workload)),
  ];
}

function buildUnchangedDecision(
  workload: Workload,
  why: UnchangedReason,
  hints: readonly WorkloadFinding[],
): WorkloadDecision {
  const nothing = { injections: [], operations: [] };
  // It would have asked, had it been written as it must be.
  if (why === 'not-requested' && hints.length > 0)
    return { workload, status: 'skipped', reasons: hints, ...nothing };
  const before = why === 'already-injected' ? readRecordedRefusals(workload.pod) : [];
  return { workload, status: 'unchanged', why, reasons: [...before, ...hints], ...nothing };
}

/** Tells whether a reason means that something was asked for, or meant to be, and not done. */
export const isRefusal = ({ kind }: WorkloadFinding): boolean => kind === 'refusal';

function admitWorkloadPod({ pod, namespace }: Workload, snapshot: ClusterSnapshot): Outcome {
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

/** A ReplicaSet or Job tells its owner itself, so that this is not guessed by its name. */
function addOwner(snapshot: ClusterSnapshot, { kind, namespace, object }: Workload): ClusterSnapshot {
  if (kind !== 'ReplicaSet' && kind !== 'Job') return snapshot;
  const owner = parseOwner(object);
  if (!owner.ok) return snapshot;
  const { name, value: metadata } = owner.value;
  const owners = new Map([...snapshot.owners, [formatOwnerKey(kind, namespace, name), metadata]]);
  return { ...snapshot, owners };
}

/** The refusals of an earlier injection: they hold until the workload is injected anew. */
function readRecordedRefusals(pod: unknown): readonly WorkloadFinding[] {
  const codes = readMetadata(pod).annotations?.[REASON]?.split(',') ?? [];
  const known = codes.filter((code) => isMember(REASON_CODES, code));
  return known.map((code) => buildWorkloadFinding(buildFinding(code))).filter(isRefusal);
}

/** What to do about a reason is something else where there is no cluster that may change. */
const OFFLINE_REMEDIES: Partial<Readonly<Record<ReasonCode, string>>> = {
  'namespace-unknown': 'Give the Namespace with --context, or in the input.',
  'internal-error': 'Report the object with this message.',
};

function buildWorkloadFinding({ code, message, language, container }: Finding): WorkloadFinding {
  const { kind, remedy } = REASONS[code];
  const where = {
    ...(language === undefined ? {} : { language }),
    ...(container === undefined ? {} : { container }),
  };
  return { code, kind, ...where, message, remedy: OFFLINE_REMEDIES[code] ?? remedy };
}

/** The engine's pod has metadata in any case, as that names its owners; a template may be without. */
function addTemplateMetadata(
  { object, template }: Workload,
  operations: readonly Operation[],
): readonly Operation[] {
  const target = findValueAt(object, template);
  const isBare = template.length > 0 && isRecord(target) && !isRecord(target['metadata']);
  return isBare && operations.length > 0
    ? [{ op: 'add', path: '/metadata', value: {} }, ...operations]
    : operations;
}
