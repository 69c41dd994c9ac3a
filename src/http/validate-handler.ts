import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { createBodyBudget } from './request-body.js';
import { LARGEST_OBJECT_BODY, OVERLOAD_MS } from './bounds.js';
import type { IsolatedJudge } from './isolation/isolated-judge.js';
import type { RequestJudge } from './judgement.js';
import { createReviewHandler, type ReviewHandler } from './review-handler.js';
import {
  judgeValidation,
  passValidation,
  reportValidation,
  type ObjectValidator,
  type ValidationVerdict,
  type ValidationRecord,
} from './validation.js';

/** What answering a validation needs. */
export interface ValidationDeps {
  readonly validate: ObjectValidator;
  readonly lag: Pick<LagProbe, 'currentMs'>;
  readonly metrics: Pick<Metrics, 'countValidation'>;
  readonly logger: Logger;
  /** Judges large bodies, by rules of its own. */
  readonly isolated: Pick<IsolatedJudge, 'judge'>;
}

/** Handles `POST /validate`: a bug allows the object, as the webhook's absence would. Bodies take their memory from `budget`. */
export function createValidateHandler(deps: ValidationDeps, budget = createBodyBudget()): ReviewHandler {
  const { validate, lag, metrics, logger, isolated } = deps;
  // An overload lets objects pass: judging one takes longer than many pods do.
  const judge: RequestJudge<ValidationVerdict, ValidationRecord> = (request) =>
    lag.currentMs() > OVERLOAD_MS ? passValidation(request.uid) : judgeValidation(request, validate);
  return createReviewHandler<ValidationVerdict, ValidationRecord>({
    maxBytes: LARGEST_OBJECT_BODY,
    budget,
    judge,
    // It reads nothing of the cluster.
    judgeSmall: judge,
    judgeApart: (bytes, done) => {
      isolated.judge('validate', bytes, done);
    },
    pass: passValidation,
    unanswered: 'not-judged',
    report: (record) => {
      reportValidation(record, logger);
    },
    reportUnjudged: ({ head, bytes, why }) => {
      const { kind, namespace, name } = head;
      logger.warn({ kind, namespace, name, bytes, why }, 'An object was allowed without validation.');
    },
    count: (result) => {
      metrics.countValidation(result);
    },
  });
}
