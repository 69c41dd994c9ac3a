import type { Outcome } from '../core/outcome.js';
import { isRecord, type AdmissionRequest } from '../core/review.js';
import { codesOf, finding, toldOf } from '../core/reasons.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import type { AdmissionResult, Metrics } from '../telemetry/metrics.js';
import { respond, type Answer } from './admission-response.js';
import type { DecisionLog } from './decision-log.js';
import type { Answered } from './review-handler.js';

/** What answering a review needs; the engine is a parameter so that tests can give one that fails. */
export interface AdmissionDeps {
  readonly admit: (request: AdmissionRequest, snapshot: ClusterSnapshot) => Outcome;
  readonly snapshot: () => ClusterSnapshot;
  readonly lag: Pick<LagProbe, 'currentMs'>;
  readonly metrics: Pick<Metrics, 'admission' | 'decision'>;
  readonly decisions: Pick<DecisionLog, 'add'>;
  readonly logger: Logger;
}

/**
 * Above this many milliseconds of event-loop lag pods pass unjudged. The API server waits 2 s: a request that has waited
 * for a fourth of it can still be answered in time, one behind a growing queue soon cannot.
 */
export const OVERLOAD_MS = 500;

/** Answers a request by allowing it: a bug in the engine or an overloaded event loop lets the pod pass unchanged. */
export function answerReview(request: AdmissionRequest, deps: AdmissionDeps): Answered<AdmissionResult> {
  if (deps.lag.currentMs() > OVERLOAD_MS)
    return {
      text: respond(request.uid, { kind: 'passed', reason: 'overloaded' }),
      result: 'overloaded',
      report: () => undefined,
    };
  try {
    const outcome = deps.admit(request, deps.snapshot());
    return {
      text: respond(request.uid, outcome),
      result: resultOf(request, outcome),
      report: () => {
        reportOutcome(request, outcome, deps);
      },
    };
  } catch (error) {
    return {
      text: respond(request.uid, { kind: 'passed', reason: 'internal-error' }),
      result: 'internal-error',
      report: () => {
        reportFailure(request, error, deps);
      },
    };
  }
}

function resultOf(request: AdmissionRequest, outcome: Exclude<Answer, { kind: 'passed' }>): AdmissionResult {
  if (request.dryRun) return 'dry-run';
  return outcome.kind === 'decided' ? outcome.status : outcome.why;
}

/** A dry run leaves no trace but its count; `sideEffects: NoneOnDryRun` is promised to the API server. */
function reportOutcome(request: AdmissionRequest, outcome: Outcome, deps: AdmissionDeps): void {
  if (outcome.kind !== 'decided' || request.dryRun) return;
  const { status, findings, injections } = outcome;
  const pod = podName(request.object);
  deps.metrics.decision(outcome);
  deps.decisions.add({
    ...{ at: Date.now(), namespace: request.namespace, pod, status, injections },
    findings: toldOf(findings),
  });
  deps.logger.info(
    { namespace: request.namespace, pod, status, reason: codesOf(findings).join(',') },
    'The pod was admitted.',
  );
}

function reportFailure(request: AdmissionRequest, error: unknown, deps: AdmissionDeps): void {
  const pod = podName(request.object);
  const { namespace, dryRun } = request;
  deps.logger.error(
    { err: error, namespace, pod, dryRun },
    'The engine failed; the pod was admitted unchanged.',
  );
  if (dryRun) return;
  const findings = [finding('internal-error')];
  deps.decisions.add({ at: Date.now(), namespace, pod, status: 'unchanged', findings, injections: [] });
}

/** The name of a pod of any shape; `generateName` with an asterisk where the API server has not named it yet. */
function podName(object: unknown): string {
  const metadata = isRecord(object) && isRecord(object['metadata']) ? object['metadata'] : {};
  const { name, generateName } = metadata;
  if (typeof name === 'string' && name !== '') return name;
  return typeof generateName === 'string' ? `${generateName}*` : '';
}
