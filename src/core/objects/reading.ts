import type { z } from 'zod';
import { MOST_LEVELS } from '../bounds.js';
import { err, ok, type Issue, type Result } from '../result.js';
import { removeNulls } from '../json.js';
import { isTooDeep } from './nesting.js';
import { findValueAt, formatPath, removePlaces, type Path } from './paths.js';
import { countLevelsInside } from './pod-rules.js';
import { describeIssue } from './sentences.js';

/**
 * Reads a value of any shape with a schema. Takes `null` for absent, as the API server does
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable).
 * Returns all issues at once with their paths. What is nested too deep is refused before anything walks through it.
 */
export function readBySchema<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  if (isTooDeep(value)) return err([TOO_DEEP]);
  const parsed = schema.safeParse(removeNulls(value), { error: describeIssue });
  return parsed.success ? ok(parsed.data) : err(parsed.error.issues.flatMap(placeIssue).map(formatIssue));
}

/** What a schema made of a value, and what of the value had to be left out for it. */
export interface LenientReading<T> {
  readonly value: T;
  /** Fields that are not known. */
  readonly notices: readonly Issue[];
  /** What breaks a rule for pods. */
  readonly ignored: readonly Issue[];
}

/**
 * The same, but fields that are not known and values that break a rule for pods are left out and listed. `prepare` leaves
 * out what else is not meant, of the value without nulls and unknown fields; no rule is asked of that.
 */
export function readLeniently<T>(
  schema: z.ZodType<T>,
  value: unknown,
  prepare: (known: unknown) => unknown,
): Result<LenientReading<T>> {
  if (isTooDeep(value)) return err([TOO_DEEP]);
  const plain = removeNulls(value);
  const { error } = schema.safeParse(plain, { error: describeIssue });
  const issues = (error?.issues ?? []).flatMap(placeIssue);
  const errors = issues.filter(({ code }) => code !== 'unrecognized_keys' && code !== 'custom');
  if (errors.length > 0) return err(errors.map(formatIssue));
  const unknown = issues.flatMap(({ code, at }) => (code === 'unrecognized_keys' ? [at] : []));
  const known = prepare(removePlaces(plain, unknown));
  const refused = issues.filter(
    ({ code, omit }) => code === 'custom' && findValueAt(known, omit) !== undefined,
  );
  const omitted = refused.map(({ omit }) => omit);
  const left = readBySchema(schema, removePlaces(known, omitted));
  if (!left.ok) return left;
  const notices = unknown.map((at) => ({ path: formatPath(at), message: UNKNOWN }));
  return ok({ value: left.value, notices, ignored: refused.map(formatIgnored) });
}

const TOO_DEEP: Issue = {
  path: '',
  message: `is nested deeper than ${MOST_LEVELS} levels; remove the field that holds objects or lists inside each other`,
};
const UNKNOWN = 'is not a known field and is ignored; correct its name or remove it';

/** An issue of the schema library, at its place. */
interface PlacedIssue {
  readonly code: string;
  readonly at: Path;
  readonly message: string;
  /** What is left out where the value is read without it. */
  readonly omit: Path;
}

/** Each field that is not known is an issue at its own place. */
function placeIssue(issue: z.core.$ZodIssue): readonly PlacedIssue[] {
  const { code, message } = issue;
  const path = issue.path.filter((token) => typeof token !== 'symbol');
  if (code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ code, at: [...path, key], message, omit: [...path, key] }));
  return [{ code, at: path, message, omit: path.slice(0, path.length - countLevelsInside(issue)) }];
}

const formatIssue = ({ at, message }: PlacedIssue): Issue => ({ path: formatPath(at), message });

function formatIgnored({ at, message, omit }: PlacedIssue): Issue {
  const whole = omit.length < at.length ? `; ${formatPath(omit)} is ignored until then` : '';
  return { path: formatPath(at), message: `${message}${whole}` };
}
