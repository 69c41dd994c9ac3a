import type { z } from 'zod';
import { quoteValue } from '../shown-text.js';

type RawIssue = z.core.$ZodRawIssue;

/**
 * Says what is wrong with a value, what is allowed and what to do; the caller adds the path. Taken as the error map of
 * `safeParse`, so a message written in a schema goes before it.
 */
export function describeIssue(issue: RawIssue): string {
  if (issue.code === 'invalid_type') return describeWrongType(issue);
  if (issue.code === 'invalid_value') return describeWrongValue(issue.input, issue.values);
  if (issue.code === 'invalid_union') return describeUnion(issue);
  if (issue.code === 'too_small') return describeBound(issue, 'at least', issue.minimum);
  if (issue.code === 'too_big') return describeBound(issue, 'at most', issue.maximum);
  if (issue.code !== 'unrecognized_keys')
    return `is ${formatInput(issue.input)}, which is not valid; correct it`;
  return `is not a known field; allowed: ${listAllowedKeys(issue.inst).join(', ')}; correct its name or remove it`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of fields',
};

const formatTypeName = (type: string): string => TYPES[type] ?? type;

function describeWrongType(issue: RawIssue & { code: 'invalid_type' }): string {
  const allowed = formatTypeName(issue.expected);
  if (issue.input === undefined) return `is missing; allowed: ${allowed}; add it`;
  return `is ${describeKind(issue.input)}; allowed: ${allowed}; ${describeRemedy(issue.expected, issue.input)}`;
}

function describeRemedy(expected: string, input: unknown): string {
  const isScalar = typeof input === 'number' || typeof input === 'boolean';
  if (expected === 'string' && isScalar) return 'put it in quotes';
  if (expected === 'array' && typeof input === 'string') return 'write it as a list, [a, b]';
  if (expected === 'boolean') return 'write true or false without quotes';
  if (typeof input === 'string' && input !== '') return 'write it without quotes';
  return 'correct it';
}

function describeWrongValue(input: unknown, values: readonly unknown[]): string {
  const allowed = `allowed: ${values.map(String).join(', ')}`;
  return input === undefined
    ? `is missing; ${allowed}; add it`
    : `is ${formatInput(input)}; ${allowed}; use one of them`;
}

function describeUnion(issue: RawIssue & { code: 'invalid_union' }): string {
  const { discriminator, options } = issue as { discriminator?: unknown; options?: unknown };
  const { input } = issue;
  if (typeof discriminator !== 'string' || !Array.isArray(options))
    return `is ${formatInput(input)}, which has none of the allowed shapes`;
  const value = (input as Record<string, unknown> | undefined)?.[discriminator];
  const known = options.filter((option) => option !== undefined && option !== null);
  return describeWrongValue(value, [...new Set(known)]);
}

/** Fields of the object schema that refused a key. */
function listAllowedKeys(inst: unknown): readonly string[] {
  const { shape } = inst as { readonly shape?: object };
  return Object.keys(shape ?? {});
}

type BoundIssue = RawIssue & { code: 'too_small' | 'too_big' };

function describeBound(
  { inclusive, input, origin }: BoundIssue,
  side: string,
  limit: number | bigint,
): string {
  const allowed = `${inclusive === false ? EXCLUSIVE[side] : side} ${limit.toString()}`;
  if (Array.isArray(input)) return `has ${input.length} items; allowed: ${allowed}; add or remove some`;
  if (origin === 'string' && input === '')
    return `is empty; allowed: ${allowed} characters; write it or remove it`;
  return `is ${formatInput(input)}; allowed: ${allowed}${origin === 'string' ? ' characters' : ''}; correct it`;
}

const EXCLUSIVE: Readonly<Record<string, string>> = { 'at least': 'more than', 'at most': 'less than' };

/** The kind of a value; the error for a wrong kind leaves out the value, which may be a secret. */
function describeKind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return TYPES[typeof value] ?? typeof value;
}

/** A value that should be one of a few, short. */
function formatInput(value: unknown): string {
  if (typeof value === 'number') return value.toString();
  if (typeof value !== 'string') return describeKind(value);
  return value === '' ? 'empty' : quoteValue(value);
}
