import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { IsolatedJudge } from './isolation/isolated-judge.js';
import { createObjectHandler } from './object-handler.js';
import { createBodyBudget } from './request-body.js';
import type { ReviewHandler } from './review-handler.js';
import type { ObjectValidator } from './validation.js';

/** What answering a validation needs. */
export interface ValidationDeps {
  readonly validate: ObjectValidator;
  readonly lag: Pick<LagProbe, 'longestWaitMs'>;
  readonly metrics: Pick<Metrics, 'countValidation'>;
  readonly logger: Logger;
  /** Judges large bodies, by rules of its own. */
  readonly isolated: Pick<IsolatedJudge, 'judge'>;
}

/** Handles `POST /validate`: a bug allows the object, as the webhook's absence would. Bodies take their memory from `budget`. */
export const createValidateHandler = (
  { validate, lag, metrics, logger, isolated }: ValidationDeps,
  budget = createBodyBudget(),
): ReviewHandler =>
  createObjectHandler(
    {
      ...{ validate, lag, logger, readsCluster: false },
      judgeApart: (bytes, done) => {
        isolated.judge('validate', bytes, done);
      },
      reportUnjudged: ({ head, bytes, why }) => {
        const { kind, namespace, name } = head;
        logger.warn({ kind, namespace, name, bytes, why }, 'An object was allowed without validation.');
      },
      count: metrics.countValidation,
    },
    budget,
  );
