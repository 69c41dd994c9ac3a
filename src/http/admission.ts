import { LONGEST } from '../core/bounds.js';
import type { Outcome, Status } from '../core/outcome.js';
import type { AdmissionRequest } from '../core/review.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import { findController, type Controller } from '../core/kubernetes/controller.js';
import {
  listReasonCodes,
  buildFinding,
  listReportedFindings,
  type Finding,
  type ReasonCode,
} from '../core/reasons.js';
import { describeReport } from '../core/report-annotations.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import type { Logger } from '../telemetry/logger.js';
import type { AdmissionResult, Metrics } from '../telemetry/metrics.js';
import { hideQuotes } from '../telemetry/redaction.js';
import {
  formatAdmissionResponse,
  formatAnswer,
  getPlace,
  joinResponse,
  type AdmissionAnswer,
  type AnswerText,
  type PassReason,
} from './admission-response.js';
import type { DecisionLog } from './decision-log.js';
import type { GivenUpReview, ReviewJudgement } from './judgement.js';
import type { UnjudgedReview } from './review-handler.js';

/** The engine; a parameter so that tests can give one that fails. */
export type AdmissionEngine = (request: AdmissionRequest, snapshot: SnapshotLookups) => Outcome;

type DecidedOutcome = Extract<Outcome, { readonly kind: 'decided' }>;

/** A pod that did not get everything that it asked for. */
export interface SkippedPod {
  readonly namespace: string;
  readonly owner: Controller;
  readonly status: Exclude<Status, 'injected'>;
  readonly findings: readonly Finding[];
}

/** What is logged and counted of an admission once its answer is sent: plain data. */
export type AdmissionRecord = {
  readonly namespace: string;
  /** The pod's name, or its `generateName` with an asterisk. */
  readonly pod: string;
} & (
  | ({ readonly kind: 'decided'; readonly owner?: Controller } & Pick<
      DecidedOutcome,
      'status' | 'findings' | 'injections'
    >)
  | { readonly kind: 'failed'; readonly error: unknown; readonly dryRun: boolean }
);

export type AdmissionJudgement = ReviewJudgement<AdmissionResult, AdmissionRecord>;
type AnsweredAdmission = Extract<AdmissionJudgement, { readonly kind: 'answered' }>;

/** Where admissions are logged, counted and kept. */
export interface AdmissionSinks {
  readonly metrics: Pick<Metrics, 'countDecision'>;
  readonly decisions: Pick<DecisionLog, 'add'>;
  readonly logger: Logger;
  /** Tells the owner of a pod that it was not injected, or not as a whole. */
  readonly tellOwner?: ((pod: SkippedPod) => void) | undefined;
}

/** A judged request, whose answer is not joined with its `uid` yet. */
export interface JudgedAdmission extends AnswerText {
  readonly result: AdmissionResult;
  readonly record?: AdmissionRecord;
}

/** Judges a request by allowing it: with the engine's patch, or unchanged where the engine fails. */
export const judgeAdmission = (
  request: AdmissionRequest,
  admit: AdmissionEngine,
  snapshot: SnapshotLookups,
): AnsweredAdmission => answerAdmission(request, judgeRequest(request, admit, snapshot));

/** The answer to a request that was judged. */
export const answerAdmission = (
  { uid }: AdmissionRequest,
  { result, record, ...text }: JudgedAdmission,
): AnsweredAdmission => ({
  kind: 'answered',
  text: joinResponse(uid, text),
  result,
  ...(record === undefined ? {} : { record }),
});

/** Judges a request, and leaves its answer in parts. */
export function judgeRequest(
  request: AdmissionRequest,
  admit: AdmissionEngine,
  snapshot: SnapshotLookups,
): JudgedAdmission {
  const { namespace, dryRun, object } = request;
  try {
    const outcome = admit(request, snapshot);
    const text = formatAnswer(outcome);
    const result = getAdmissionResult(request, outcome);
    // A dry run leaves no trace but its count; `sideEffects: NoneOnDryRun` is promised to the API server.
    if (outcome.kind !== 'decided' || dryRun) return { ...text, result };
    const { status, findings, injections } = outcome;
    const owner = findController(readMetadata(object));
    const record = {
      kind: 'decided',
      namespace,
      pod: readPodName(object),
      status,
      findings,
      injections,
      ...(owner === undefined ? {} : { owner }),
    } as const;
    return { ...text, result, record };
  } catch (error) {
    return {
      ...formatAnswer({ kind: 'passed', reason: 'internal-error' }),
      result: 'internal-error',
      record: { kind: 'failed', namespace, pod: readPodName(object), dryRun, error },
    };
  }
}

/** Lets a pod pass unchanged and unjudged. */
export function passAdmission(uid: string, reason: PassReason): AnsweredAdmission {
  return { kind: 'answered', text: formatAdmissionResponse(uid, { kind: 'passed', reason }), result: reason };
}

function getAdmissionResult(
  request: AdmissionRequest,
  outcome: Exclude<AdmissionAnswer, { kind: 'passed' }>,
): AdmissionResult {
  if (request.dryRun) return 'dry-run';
  return outcome.kind === 'decided' ? outcome.status : outcome.why;
}

/** Counts, keeps and logs an admission. */
export function reportAdmission(record: AdmissionRecord, reports: AdmissionSinks): void {
  const { metrics, decisions, logger, tellOwner } = reports;
  const { namespace, pod } = record;
  const at = Date.now();
  switch (record.kind) {
    case 'decided': {
      const { status, findings, injections, owner } = record;
      if (owner !== undefined && status !== 'injected') tellOwner?.({ namespace, owner, status, findings });
      metrics.countDecision(record);
      decisions.add({ at, namespace, pod, status, injections, findings: listReportedFindings(findings) });
      logger.info(buildLogFields(record), 'The pod was admitted.');
      return;
    }
    case 'failed': {
      const { error, dryRun } = record;
      logger.error(
        { err: error, namespace, pod, dryRun },
        'The engine failed; the pod was admitted unchanged.',
      );
      if (!dryRun) decisions.add(buildUnchangedDecision(at, { namespace, pod }, 'internal-error'));
    }
  }
}

/** The fields of the log line about a pod: its message without quoted values, and the workload that owns it. */
function buildLogFields({
  namespace,
  pod,
  owner,
  status,
  findings,
  injections,
}: Extract<AdmissionRecord, { readonly kind: 'decided' }>): object {
  const containers = [...injections, ...findings].flatMap(({ container }) => container ?? []);
  return {
    ...{ namespace, pod },
    ...(owner === undefined ? {} : { workload: `${owner.kind}/${owner.name}` }),
    ...{ status, reason: listReasonCodes(findings).join(',') },
    message: hideQuotes(shorten(describeReport({ findings, injections }))),
    ...(containers.length === 0 ? {} : { container: [...new Set(containers)].join(',') }),
    ...getPlace(findings),
  };
}

/**
 * Cuts a text to the length of a line before it is redacted, since redaction takes time for each quote. Words stay
 * whole: a part of a credential would not be recognised.
 */
const shorten = (text: string): string =>
  text.length <= LONGEST.annotation ? text : text.slice(0, text.lastIndexOf(' ', LONGEST.annotation) + 1);

/** The record of a pod that was not judged to its end. */
export function getPassReason(why: GivenUpReview['why']): PassReason {
  switch (why) {
    case 'time':
    case 'memory':
    case 'size':
      return 'too-large';
    case 'busy':
      return 'overloaded';
    case 'failure':
      return 'internal-error';
  }
}

/** Logs and keeps a pod that was not judged to its end. Whether it was a dry run is not known, so it is not counted as a reason. */
export function reportUnjudged(
  { head, bytes, why }: UnjudgedReview,
  { decisions, logger }: Pick<AdmissionSinks, 'decisions' | 'logger'>,
): void {
  const { namespace, name: pod, uid } = head;
  const reason = getPassReason(why);
  logger.warn(
    { namespace, pod, uid, bytes, reason, why },
    'The pod was admitted unchanged, without being judged.',
  );
  decisions.add(buildUnchangedDecision(Date.now(), { namespace, pod }, reason));
}

const buildUnchangedDecision = (
  at: number,
  pod: { readonly namespace: string; readonly pod: string },
  code: ReasonCode,
): Parameters<DecisionLog['add']>[0] => ({
  ...{ at, ...pod, status: 'unchanged', injections: [] },
  findings: [buildFinding(code)],
});

const readMetadata = (object: unknown): Fields => (isRecord(object) ? readRecord(object, 'metadata') : {});

/** The name of a pod of any shape; `generateName` with an asterisk where the API server has not named it yet. */
function readPodName(object: unknown): string {
  const { name, generateName } = readMetadata(object);
  if (typeof name === 'string' && name !== '') return name;
  return typeof generateName === 'string' ? `${generateName}*` : '';
}
