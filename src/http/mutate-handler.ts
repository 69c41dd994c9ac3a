import { performance } from 'node:perf_hooks';
import type { AdmissionResult } from '../telemetry/metrics.js';
import { answerReview, type AdmissionDeps } from './admission.js';
import { createBodyBudget } from './body.js';
import { createReviewHandler, type ReviewHandler } from './review-handler.js';

/**
 * etcd takes requests of 1.5 MiB; the API server reads JSON of twice that, since it is stored shorter; an update carries
 * the object and the old one: 2 x 2 x 1.5 MiB, and 1 MiB for the rest of the review. controller-runtime has the same limit.
 */
const MAX_BYTES = 7 * 1024 * 1024;

/** Handles `POST /mutate`: a review that is answered allows its pod. Bodies take their memory from `budget`. */
export function createMutateHandler(deps: AdmissionDeps, budget = createBodyBudget()): ReviewHandler {
  const warnOverload = overloadWarning(deps);
  return createReviewHandler<AdmissionResult>({
    maxBytes: MAX_BYTES,
    budget,
    unread: 'overloaded',
    answer: (request) => answerReview(request, deps),
    count: (result, seconds) => {
      deps.metrics.admission(result, seconds);
      if (result === 'overloaded') warnOverload();
    },
  });
}

const OVERLOAD_LOG_MS = 1000;

/** Logs an overload at most once a second; writing a line for each pod would add to it. */
function overloadWarning({ logger, lag }: AdmissionDeps): () => void {
  let last = -Infinity;
  let unlogged = 0;
  return () => {
    unlogged += 1;
    const now = performance.now();
    if (now - last < OVERLOAD_LOG_MS) return;
    logger.warn(
      { pods: unlogged, lagMs: Math.round(lag.currentMs()) },
      'Overloaded; pods were admitted unchanged.',
    );
    last = now;
    unlogged = 0;
  };
}
