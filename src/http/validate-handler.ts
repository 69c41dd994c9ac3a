import type { AdmissionRequest } from '../core/review.js';
import type { Validation } from '../core/validate.js';
import type { Logger } from '../telemetry/logger.js';
import type { LagProbe } from '../telemetry/event-loop-lag.js';
import type { Metrics } from '../telemetry/metrics.js';
import { OVERLOAD_MS } from './admission.js';
import { createBodyBudget } from './body.js';
import { createReviewHandler, type Answered, type ReviewHandler } from './review-handler.js';
import { respondToValidation } from './validation-response.js';

/** What answering a validation needs; the judge is a parameter so that tests can give one that fails. */
export interface ValidationDeps {
  readonly validate: (request: AdmissionRequest) => Validation;
  readonly lag: Pick<LagProbe, 'currentMs'>;
  readonly metrics: Pick<Metrics, 'validation'>;
  readonly logger: Logger;
}

type Judged = Validation['kind'] | 'internal-error';

/**
 * Far above what people write. Reading an object of the size that etcd takes would hold up the pods for seconds; one that
 * is not read here is stored all the same.
 */
const MAX_BYTES = 256 * 1024;

/** Handles `POST /validate`: a bug allows the object, as the webhook's absence would. Bodies take their memory from `budget`. */
export function createValidateHandler(deps: ValidationDeps, budget = createBodyBudget()): ReviewHandler {
  return createReviewHandler<Judged>({
    maxBytes: MAX_BYTES,
    budget,
    unread: 'not-judged',
    answer: (request) => answer(request, deps),
    count: (result) => {
      deps.metrics.validation(result);
    },
  });
}

/** An overload lets objects pass: judging one takes longer than many pods do, and what is bad is refused when it is read. */
const unjudged = (request: AdmissionRequest): Answered<Judged> => ({
  text: respondToValidation(request, { kind: 'not-judged' }),
  result: 'not-judged',
  report: () => undefined,
});

function answer(request: AdmissionRequest, { validate, lag, logger }: ValidationDeps): Answered<Judged> {
  const { group, kind, namespace, operation } = request;
  if (lag.currentMs() > OVERLOAD_MS) return unjudged(request);
  try {
    const validation = validate(request);
    return {
      text: respondToValidation(request, validation),
      result: validation.kind,
      report: () => {
        if (validation.kind !== 'refused' || request.dryRun) return;
        const paths = validation.errors.map(({ path }) => path);
        logger.info({ group, kind, namespace, operation, paths }, 'An object was refused.');
      },
    };
  } catch (error) {
    return {
      text: respondToValidation(request, { kind: 'not-judged' }),
      result: 'internal-error',
      report: () => {
        logger.error({ err: error, group, kind, namespace, operation }, 'An object could not be judged.');
      },
    };
  }
}
