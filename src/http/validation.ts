import type { AdmissionRequest } from '../core/review.js';
import type { Validation } from '../core/rules/validate.js';
import type { Logger } from '../telemetry/logger.js';
import type { ReviewJudgement } from './judgement.js';
import { formatValidationResponse } from './validation-response.js';

/** Judges an object; a parameter so that tests can give one that fails. */
export type ObjectValidator = (request: AdmissionRequest) => Validation;

export type ValidationVerdict = Validation['kind'] | 'internal-error';

type ValidatedObject = Pick<AdmissionRequest, 'group' | 'kind' | 'namespace' | 'operation'>;

/** What is logged and counted of a validation once its answer is sent: plain data. */
export type ValidationRecord = ValidatedObject &
  (
    | { readonly event: 'refused'; readonly paths: readonly string[] }
    | { readonly event: 'failed'; readonly error: unknown }
  );

export type ValidationJudgement = ReviewJudgement<ValidationVerdict, ValidationRecord>;
type AnsweredValidation = Extract<ValidationJudgement, { readonly kind: 'answered' }>;

/** Judges an object that is to be stored: a bug allows it, as the webhook's absence would. */
export function judgeValidation(request: AdmissionRequest, validate: ObjectValidator): AnsweredValidation {
  const { group, kind, namespace, operation, dryRun } = request;
  const place = { group, kind, namespace, operation };
  try {
    const validation = validate(request);
    const text = formatValidationResponse(request, validation);
    if (validation.kind !== 'refused' || dryRun) return { kind: 'answered', text, result: validation.kind };
    const paths = validation.errors.map(({ path }) => path);
    return { kind: 'answered', text, result: 'refused', record: { ...place, event: 'refused', paths } };
  } catch (error) {
    const { text } = passValidation(request.uid);
    return { kind: 'answered', text, result: 'internal-error', record: { ...place, event: 'failed', error } };
  }
}

/** Allows an object that is not judged: what is bad is refused when it is read. */
export function passValidation(uid: string): AnsweredValidation {
  const request = { uid, group: '', kind: '', object: undefined };
  return {
    kind: 'answered',
    text: formatValidationResponse(request, { kind: 'not-judged' }),
    result: 'not-judged',
  };
}

/** Logs a validation that refused an object, or failed. */
export function reportValidation(record: ValidationRecord, logger: Logger): void {
  const { group, kind, namespace, operation } = record;
  switch (record.event) {
    case 'refused':
      logger.info({ group, kind, namespace, operation, paths: record.paths }, 'An object was refused.');
      return;
    case 'failed':
      logger.error(
        { err: record.error, group, kind, namespace, operation },
        'An object could not be validated.',
      );
  }
}
