import type { AdmissionRequest } from '../core/review.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { AdmissionResult, Metrics } from '../telemetry/metrics.js';
import { createRareLog } from '../telemetry/rare-log.js';
import {
  answerAdmission,
  judgeRequest,
  passAdmission,
  getPassReason,
  reportAdmission,
  reportUnjudged,
  type AdmissionRecord,
  type AdmissionSinks,
  type AdmissionEngine,
} from './admission.js';
import { createBodyBudget } from './request-body.js';
import { LARGEST_POD_BODY } from './bounds.js';
import type { IsolatedJudge } from './isolation/isolated-judge.js';
import { meterSnapshot } from './metered-snapshot.js';
import { createRememberedAnswers } from './remembered-answers.js';
import { isInTime } from './request-time.js';
import { createReviewHandler, type ReviewHandler } from './review-handler.js';

/** What answering a review needs. */
export interface AdmissionDeps extends AdmissionSinks {
  readonly admit: AdmissionEngine;
  readonly snapshot: () => ClusterSnapshot;
  readonly lag: Pick<LagProbe, 'longestWaitMs'>;
  readonly metrics: Pick<Metrics, 'countAdmission' | 'countDecision'>;
  /** Judges large bodies, by an engine of its own. */
  readonly isolated: Pick<IsolatedJudge, 'judge'>;
}

type LatePass = ReturnType<typeof passAdmission> | undefined;

/** Handles `POST /mutate`: a review that is answered allows its pod. Bodies take their memory from `budget`. */
export function createMutateHandler(deps: AdmissionDeps, budget = createBodyBudget()): ReviewHandler {
  const { admit, snapshot, lag, metrics, logger, isolated } = deps;
  const remembered = createRememberedAnswers();
  const warnOverload = createRareLog((pods) => {
    logger.warn(
      { pods, waitMs: Math.round(lag.longestWaitMs()) },
      'Overloaded; pods were admitted unchanged.',
    );
  });
  const passIfLate = ({ uid }: AdmissionRequest, timeoutMs: number): LatePass =>
    isInTime(lag.longestWaitMs(), timeoutMs) ? undefined : passAdmission(uid, 'overloaded');
  return createReviewHandler<AdmissionResult, AdmissionRecord>({
    maxBytes: LARGEST_POD_BODY,
    budget,
    judge: (request, timeoutMs) => {
      const passed = passIfLate(request, timeoutMs);
      if (passed !== undefined) return passed;
      const held = snapshot();
      const judged = remembered.judge(request, held, () => judgeRequest(request, admit, held));
      return answerAdmission(request, judged);
    },
    judgeSmall: (request, timeoutMs) => {
      const passed = passIfLate(request, timeoutMs);
      if (passed !== undefined) return passed;
      const held = snapshot();
      const judgement = remembered.judge(request, held, () => {
        const { lookups, isExhausted } = meterSnapshot(held);
        const judged = judgeRequest(request, admit, lookups);
        return isExhausted() ? undefined : judged;
      });
      return judgement === undefined ? { kind: 'heavy' } : answerAdmission(request, judgement);
    },
    judgeApart: (bytes, done) => {
      isolated.judge('mutate', bytes, done);
    },
    pass: (uid, why) => passAdmission(uid, getPassReason(why)),
    unanswered: 'overloaded',
    report: (record) => {
      reportAdmission(record, deps);
    },
    reportUnjudged: (unjudged) => {
      reportUnjudged(unjudged, deps);
    },
    count: (result, seconds) => {
      metrics.countAdmission(result, seconds);
      if (result === 'overloaded') warnOverload();
    },
  });
}
