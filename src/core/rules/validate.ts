import { checkInstrumentation } from './instrumentation-rules.js';
import { parseInstrumentation } from '../objects/parse-instrumentation.js';
import { findValueAt, parsePath } from '../objects/paths.js';
import { parseTracingPlatform } from './parse-platform.js';
import type { Issue } from '../result.js';
import type { AdmissionRequest } from '../review.js';

/** What is said about a request to store one of the objects that the webhook reads. */
export type Validation =
  /** A deletion, a subresource, or an object of another kind. */
  | { readonly kind: 'not-judged' }
  | { readonly kind: 'accepted'; readonly warnings: readonly Issue[] }
  | { readonly kind: 'refused'; readonly errors: readonly Issue[]; readonly warnings: readonly Issue[] };

/** A validation with more warnings, where the object is judged at all. */
export function addWarnings(validation: Validation, warnings: readonly Issue[]): Validation {
  if (validation.kind === 'not-judged' || warnings.length === 0) return validation;
  return { ...validation, warnings: [...validation.warnings, ...warnings] };
}

interface ObjectIssues {
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/**
 * Judges an Instrumentation or TracingPlatform that is created or changed. Refuses what could not be used; what works
 * otherwise than it reads is a warning. A change is refused only for what it makes wrong: an object that was stored
 * before the webhook came can still be labelled, mended in steps, and lose its finalizers.
 */
export function validate(request: AdmissionRequest): Validation {
  const judge = JUDGES.get(`${request.group}/${request.kind}`);
  const isUpdate = request.operation === 'UPDATE';
  if (judge === undefined || request.subResource !== '' || !(isUpdate || request.operation === 'CREATE'))
    return { kind: 'not-judged' };
  const { errors, warnings } = judge(request.object);
  const known = new Set(
    isUpdate && errors.length > 0 ? judge(request.oldObject).errors.map(formatIssueLine) : [],
  );
  const [old, fresh] = splitIssues(errors, (error) => known.has(formatIssueLine(error)));
  return fresh.length > 0
    ? { kind: 'refused', errors: fresh, warnings }
    : { kind: 'accepted', warnings: [...old, ...warnings] };
}

/**
 * Refuses what the OpenTelemetry Operator's own webhook refuses, and what cannot be read. A sampler or propagator that is
 * not known is a warning: the CustomResourceDefinition knows it, so it belongs to a newer Operator, which can use it.
 */
function judgeInstrumentation(object: unknown): ObjectIssues {
  const result = parseInstrumentation(object);
  if (!result.ok) {
    const [warnings, errors] = splitIssues(result.error, ({ path }) => isNewerValue(object, path));
    return { errors, warnings };
  }
  const { errors, warnings } = checkInstrumentation(result.value.instrumentation);
  return { errors, warnings: [...result.value.notices, ...warnings] };
}

const isNewerValue = (object: unknown, path: string): boolean =>
  /^spec\.(sampler\.type|propagators\[\d+\])$/.test(path) &&
  typeof findValueAt(object, parsePath(path)) === 'string';

/** Also what the API server checks by the CustomResourceDefinition: that may be of another version. */
function judgePlatform(object: unknown): ObjectIssues {
  const result = parseTracingPlatform(object);
  return result.ok ? { errors: [], warnings: result.value.notices } : { errors: result.error, warnings: [] };
}

const JUDGES: ReadonlyMap<string, (object: unknown) => ObjectIssues> = new Map([
  ['opentelemetry.io/Instrumentation', judgeInstrumentation],
  ['tracing.dokaseca.io/TracingPlatform', judgePlatform],
]);

const formatIssueLine = ({ path, message }: Issue): string => `${path} ${message}`;

/** Those for which it holds, and the others. */
const splitIssues = (
  issues: readonly Issue[],
  holds: (issue: Issue) => boolean,
): readonly [readonly Issue[], readonly Issue[]] => [
  issues.filter(holds),
  issues.filter((issue) => !holds(issue)),
];
