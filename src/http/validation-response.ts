import type { Issue } from '../core/result.js';
import type { AdmissionRequest } from '../core/review.js';
import { isRecord } from '../core/json.js';
import { LONGEST } from '../core/bounds.js';
import { showText } from '../core/shown-text.js';
import type { Validation } from '../core/rules/validate.js';
import { MOST_ERRORS, MOST_OBJECT_WARNINGS } from './bounds.js';

type JudgedObject = Pick<AdmissionRequest, 'uid' | 'group' | 'kind' | 'object'>;

/**
 * The AdmissionReview v1 that answers a validation, as JSON text. A refusal has the form of one by the API server's own
 * schema, so that kubectl prints a line for each place.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export function formatValidationResponse(request: JudgedObject, validation: Validation): string {
  const { uid } = request;
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    response: { uid, ...buildResponseFields(request, validation) },
  });
}

function buildResponseFields(
  request: JudgedObject,
  validation: Validation,
): Readonly<Record<string, unknown>> {
  switch (validation.kind) {
    case 'not-judged':
      return { allowed: true };
    case 'accepted':
      return { allowed: true, ...buildWarningsField(validation.warnings) };
    case 'refused':
      return {
        allowed: false,
        status: buildStatus(request, validation.errors),
        ...buildWarningsField(validation.warnings),
      };
  }
}

const formatIssue = ({ path, message }: Issue): string => `${path === '' ? '' : `${path}: `}${message}`;

function buildWarningsField(issues: readonly Issue[]): { readonly warnings?: readonly string[] } {
  const sentences = issues.map((issue) => showText(formatIssue(issue), LONGEST.objectWarning));
  const warnings = [...new Set(sentences)].slice(0, MOST_OBJECT_WARNINGS);
  return warnings.length === 0 ? {} : { warnings };
}

function buildStatus(
  { group, kind, object }: JudgedObject,
  errors: readonly Issue[],
): Readonly<Record<string, unknown>> {
  const told = errors.slice(0, MOST_ERRORS).map(shortenIssue);
  const more = errors.length > told.length ? [`and ${errors.length - told.length} more`] : [];
  return {
    status: 'Failure',
    code: 422,
    reason: 'Invalid',
    message: [...told.map(formatIssue), ...more].join('; '),
    details: {
      name: showText(readObjectName(object), LONGEST.objectName),
      group,
      kind,
      causes: told.map(({ path, message }) => ({ reason: 'FieldValueInvalid', field: path, message })),
    },
  };
}

const shortenIssue = ({ path, message }: Issue): Issue => ({
  path: showText(path, LONGEST.refusal),
  message: showText(message, LONGEST.refusal),
});

function readObjectName(object: unknown): string {
  const metadata = isRecord(object) && isRecord(object['metadata']) ? object['metadata'] : {};
  const { name } = metadata;
  return typeof name === 'string' ? name : '';
}
