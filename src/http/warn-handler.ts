import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { createObjectHandler } from './object-handler.js';
import { createBodyBudget } from './request-body.js';
import type { ReviewHandler } from './review-handler.js';
import type { ObjectValidator } from './validation.js';

/** What warning of a workload needs. */
export interface WarnDeps {
  /** Judges a workload; it never refuses one. */
  readonly warn: ObjectValidator;
  readonly lag: Pick<LagProbe, 'longestWaitMs'>;
  readonly metrics: Pick<Metrics, 'countWarning'>;
  readonly logger: Logger;
}

/**
 * Handles `POST /warn`: allows every workload, with warnings for whoever applies it. A large one, and one that comes under
 * load, is allowed without a warning: its pods get one.
 */
export const createWarnHandler = (
  { warn, lag, metrics, logger }: WarnDeps,
  budget = createBodyBudget(),
): ReviewHandler =>
  createObjectHandler(
    {
      ...{ validate: warn, lag, logger, readsCluster: true },
      judgeApart: (_, done) => {
        done({ kind: 'given-up', why: 'size' });
      },
      reportUnjudged: () => undefined,
      count: metrics.countWarning,
    },
    budget,
  );
