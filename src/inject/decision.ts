import { REASON } from '../core/annotations.js';
import { admit } from '../core/admit.js';
import type { Operation } from '../core/operation.js';
import { isMember } from '../core/domain.js';
import { metadataOf } from '../core/decide/shape.js';
import { parseOwner } from '../core/objects/facts.js';
import type { Injection, Outcome, Status, Unchanged } from '../core/outcome.js';
import type { Pod } from '../core/kubernetes/pod.js';
import { finding, REASON_CODES, REASONS, toldOf, type Finding, type ReasonCode } from '../core/reasons.js';
import { creationOf } from '../core/review.js';
import { isRecord } from '../core/json.js';
import { ownerKey, type ClusterSnapshot } from '../core/snapshot.js';
import { misplaced, unknown, unquoted, type Hint } from './annotation-hints.js';
import { valueAt, type Workload } from './workload.js';

/** One reason with what to do about it. */
export interface Reason {
  readonly code: string;
  readonly kind: 'refusal' | 'notice';
  readonly language?: string;
  readonly container?: string;
  readonly message: string;
  readonly mend: string;
}

/** What was decided for one workload. */
export interface Decision {
  readonly workload: Workload;
  readonly status: Status | 'unchanged';
  /** Why it is unchanged. */
  readonly why?: Unchanged;
  readonly reasons: readonly Reason[];
  readonly injections: readonly Injection[];
  /** RFC 6902 operations over the pod or pod template. */
  readonly operations: readonly Operation[];
}

/** Decides for one workload as the webhook does for the pods that it makes. Never throws. */
export function decisionOf(workload: Workload, snapshot: ClusterSnapshot): Decision {
  const hints = hintsOf(workload);
  const outcome = outcomeOf(workload, withOwner(snapshot, workload));
  if (outcome.kind === 'unchanged') return unchanged(workload, outcome.why, hints);
  const { status, findings, injections, operations } = outcome;
  const reasons = [...toldOf(findings).map(reasonOf), ...hints];
  return { workload, status, reasons, injections, operations: onTemplate(workload, operations) };
}

function hintsOf(workload: Workload): readonly Reason[] {
  const refusals = (code: string, hints: readonly Hint[]): readonly Reason[] =>
    hints.map((hint) => ({ code, kind: 'refusal', ...hint }));
  return [
    ...refusals('pod-malformed', unquoted(workload)),
    ...refusals('annotation-misplaced', misplaced(workload)),
    ...refusals('annotation-unknown', unknown(workload)),
  ];
}

function unchanged(workload: Workload, why: Unchanged, hints: readonly Reason[]): Decision {
  const nothing = { injections: [], operations: [] };
  // It would have asked, had it been written as it must be.
  if (why === 'not-requested' && hints.length > 0)
    return { workload, status: 'skipped', reasons: hints, ...nothing };
  const before = why === 'already-injected' ? refusalsOnRecord(workload.pod) : [];
  return { workload, status: 'unchanged', why, reasons: [...before, ...hints], ...nothing };
}

/** Tells whether a reason means that something was asked for, or meant to be, and not done. */
export const isRefusal = ({ kind }: Reason): boolean => kind === 'refusal';

function outcomeOf({ pod, namespace }: Workload, snapshot: ClusterSnapshot): Outcome {
  try {
    return admit(creationOf(pod as Pod, namespace), snapshot);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const findings = [finding('internal-error', `${REASONS['internal-error'].says} (${why})`)];
    return {
      ...{ kind: 'decided', status: 'skipped', findings, configHash: '', pod: pod as Pod },
      ...{ injections: [], operations: [] },
    };
  }
}

/** A ReplicaSet or Job tells its owner itself, so that this is not guessed by its name. */
function withOwner(snapshot: ClusterSnapshot, { kind, namespace, object }: Workload): ClusterSnapshot {
  if (kind !== 'ReplicaSet' && kind !== 'Job') return snapshot;
  const owner = parseOwner(object);
  if (!owner.ok) return snapshot;
  const { name, metadata } = owner.value;
  const owners = new Map([...snapshot.owners, [ownerKey(kind, namespace, name), metadata]]);
  return { ...snapshot, owners };
}

/** The refusals of an earlier injection: they hold until the workload is injected anew. */
function refusalsOnRecord(pod: unknown): readonly Reason[] {
  const codes = metadataOf(pod).annotations?.[REASON]?.split(',') ?? [];
  const known = codes.filter((code) => isMember(REASON_CODES, code));
  return known.map((code) => reasonOf(finding(code))).filter(isRefusal);
}

/** What to do about a reason is something else where there is no cluster that may change. */
const OFFLINE_MENDS: Partial<Readonly<Record<ReasonCode, string>>> = {
  'namespace-unknown': 'Give the Namespace with --context, or in the input.',
  'internal-error': 'Report the object with this message.',
};

function reasonOf({ code, message, language, container }: Finding): Reason {
  const { kind, mend } = REASONS[code];
  const where = {
    ...(language === undefined ? {} : { language }),
    ...(container === undefined ? {} : { container }),
  };
  return { code, kind, ...where, message, mend: OFFLINE_MENDS[code] ?? mend };
}

/** The engine's pod has metadata in any case, as that names its owners; a template may be without. */
function onTemplate({ object, template }: Workload, operations: readonly Operation[]): readonly Operation[] {
  const target = valueAt(object, template);
  const isBare = template.length > 0 && isRecord(target) && !isRecord(target['metadata']);
  return isBare && operations.length > 0
    ? [{ op: 'add', path: '/metadata', value: {} }, ...operations]
    : operations;
}
