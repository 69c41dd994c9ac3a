import type { AdmissionRequest } from '../core/review.js';
import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { LARGEST_OBJECT_BODY, OVERLOAD_MS } from './bounds.js';
import type { RequestJudge } from './judgement.js';
import { createBodyBudget } from './request-body.js';
import { createReviewHandler, type ReviewHandler } from './review-handler.js';
import {
  judgeValidation,
  passValidation,
  reportValidation,
  type ObjectValidator,
  type ValidationRecord,
  type ValidationVerdict,
} from './validation.js';

/** What warning of a workload needs. */
export interface WarnDeps {
  /** Judges a workload; it never refuses one. */
  readonly warn: ObjectValidator;
  readonly lag: Pick<LagProbe, 'currentMs'>;
  readonly metrics: Pick<Metrics, 'countWarning'>;
  readonly logger: Logger;
}

/**
 * Handles `POST /warn`: allows every workload, with warnings for whoever applies it. A large one, and one that comes under
 * load, is allowed without: its pods are told.
 */
export function createWarnHandler(
  { warn, lag, metrics, logger }: WarnDeps,
  budget = createBodyBudget(),
): ReviewHandler {
  const judge: RequestJudge<ValidationVerdict, ValidationRecord> = (request: AdmissionRequest) =>
    lag.currentMs() > OVERLOAD_MS ? passValidation(request.uid) : judgeValidation(request, warn);
  return createReviewHandler<ValidationVerdict, ValidationRecord>({
    maxBytes: LARGEST_OBJECT_BODY,
    budget,
    judge,
    judgeSmall: judge,
    judgeApart: (_, done) => {
      done({ kind: 'given-up', why: 'size' });
    },
    pass: passValidation,
    unanswered: 'not-judged',
    report: (record) => {
      reportValidation(record, logger);
    },
    reportUnjudged: () => undefined,
    count: (result) => {
      metrics.countWarning(result);
    },
  });
}
