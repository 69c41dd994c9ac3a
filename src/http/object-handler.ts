import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import { LARGEST_OBJECT_BODY } from './bounds.js';
import type { BodyBudget } from './request-body.js';
import { isInTime } from './request-time.js';
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
  readonly lag: Pick<LagProbe, 'longestWaitMs'>;
  readonly logger: Logger;
  /** Whether small bodies have a time limit, too: they may ask for much of what others have put into the cluster. */
  readonly readsCluster: boolean;
}

/** Handles reviews of objects other than pods. One that is late passes, as a pod does. */
export function createObjectHandler(
  { validate, lag, logger, readsCluster, ...rest }: ObjectHandlerDeps,
  budget: BodyBudget,
): ReviewHandler {
  const judge: ObjectReviewing['judge'] = (request, timeoutMs) =>
    isInTime(lag.longestWaitMs(), timeoutMs)
      ? judgeValidation(request, validate)
      : passValidation(request.uid);
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
