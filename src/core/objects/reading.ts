import type { z } from 'zod';
import { MOST_LEVELS } from '../bounds.js';
import { err, ok, type Issue, type Result } from '../result.js';
import { isRecord, removeNulls } from '../json.js';
import { isTooDeep } from './nesting.js';
import { formatPath, type Path } from './paths.js';
import { describeIssue } from './sentences.js';

/** What a schema made of a value, and the fields of the value that the schema does not know. */
export interface SchemaReading<T> {
  readonly value: T;
  readonly notices: readonly Issue[];
}

/**
 * Reads a value of any shape with a schema. Takes `null` for absent, as the API server does
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable).
 * Returns all issues at once with their paths; fields that the schema leaves out are notices. What is nested too deep is
 * refused before anything walks through it.
 */
export function readBySchema<T>(schema: z.ZodType<T>, value: unknown): Result<SchemaReading<T>> {
  if (isTooDeep(value)) return err([TOO_DEEP]);
  const plain = removeNulls(value);
  const parsed = schema.safeParse(plain, { error: describeIssue });
  if (!parsed.success) return err(parsed.error.issues.flatMap(convertSchemaIssue));
  return ok({ value: parsed.data, notices: listUnknownFields(plain, parsed.data, []).map(buildFieldNotice) });
}

const TOO_DEEP: Issue = {
  path: '',
  message: `is nested deeper than ${MOST_LEVELS} levels; remove the field that holds objects or lists inside each other`,
};

/** One issue of the schema library as ours; each field that is not known is an issue at its own place. */
function convertSchemaIssue(issue: z.core.$ZodIssue): readonly Issue[] {
  const path = issue.path.filter((token) => typeof token !== 'symbol');
  if (issue.code !== 'unrecognized_keys') return [{ path: formatPath(path), message: issue.message }];
  return issue.keys.map((key) => ({ path: formatPath([...path, key]), message: issue.message }));
}

const buildFieldNotice = (path: Path): Issue => ({
  path: formatPath(path),
  message: 'is not a known field and is ignored; correct its name or remove it',
});

/** Paths of what is in `raw` and did not survive in `parsed`; the topmost field only. */
function listUnknownFields(raw: unknown, parsed: unknown, path: Path): readonly Path[] {
  if (Array.isArray(raw) && Array.isArray(parsed))
    return raw.flatMap((item, index) => listUnknownFields(item, parsed[index], [...path, index]));
  if (!isRecord(raw) || !isRecord(parsed)) return [];
  return Object.keys(raw).flatMap((key) =>
    Object.hasOwn(parsed, key) ? listUnknownFields(raw[key], parsed[key], [...path, key]) : [[...path, key]],
  );
}
