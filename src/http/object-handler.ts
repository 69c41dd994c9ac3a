import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import { LARGEST_OBJECT_BODY, OVERLOAD_MS } from './bounds.js';
import type { RequestJudge } from './judgement.js';
import type { BodyBudget } from './request-body.js';
import { createReviewHandler, type ReviewHandler, type ReviewHandlerDeps } from './review-handler.js';
import {
  judgeValidation,
  passValidation,
  reportValidation,
  type ObjectValidator,
  type ValidationRecord,
  type ValidationVerdict,
} from './validation.js';

type ObjectReviewing = ReviewHandlerDeps<ValidationVerdict, ValidationRecord>;

/** What answering reviews of objects that are stored needs. */
export interface ObjectHandlerDeps extends Pick<ObjectReviewing, 'judgeApart' | 'reportUnjudged' | 'count'> {
  readonly validate: ObjectValidator;
  readonly lag: Pick<LagProbe, 'currentMs'>;
  readonly logger: Logger;
  /** Whether small bodies have a time limit, too: they may ask for much of what others have put into the cluster. */
  readonly readsCluster: boolean;
}

/** Handles reviews of objects other than pods. Under load they pass: judging one takes longer than many pods do. */
export function createObjectHandler(
  { validate, lag, logger, readsCluster, ...rest }: ObjectHandlerDeps,
  budget: BodyBudget,
): ReviewHandler {
  const judge: RequestJudge<ValidationVerdict, ValidationRecord> = (request) =>
    lag.currentMs() > OVERLOAD_MS ? passValidation(request.uid) : judgeValidation(request, validate);
  return createReviewHandler<ValidationVerdict, ValidationRecord>({
    ...rest,
    maxBytes: LARGEST_OBJECT_BODY,
    budget,
    judge,
    judgeSmall: readsCluster ? () => ({ kind: 'heavy' }) : judge,
    pass: passValidation,
    unanswered: 'not-judged',
    report: (record) => {
      reportValidation(record, logger);
    },
  });
}
