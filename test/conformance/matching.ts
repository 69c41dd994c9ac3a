import { isRecord } from '../../src/core/json.js';

/** Key of an expectation about parts of a text. */
const CONTAINS = '$contains';
/** Prefix of a key that picks items of a list by their names. */
const NAMED = '$named:';
/** A variable that may stand in a container beyond the expected ones: the protocol is always told. */
const EXTRA_VARIABLES: readonly unknown[] = ['OTEL_EXPORTER_OTLP_PROTOCOL'];
/** The API server's own admission mounts it; it is in no expectation. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Sentences about every place where a value is not what is expected; empty where it is. Objects are compared on the
 * keys of the expectation, lists item by item in order, everything else as it is.
 */
export function mismatches(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (Array.isArray(expected)) return listMismatches(expected, actual, path);
  if (!isRecord(expected)) return expected === actual ? [] : [differs(path, shown(expected), actual)];
  if (CONTAINS in expected) return textMismatches(expected[CONTAINS], actual, path);
  if (!isRecord(actual)) return [differs(path, 'an object', actual)];
  return Object.entries(expected).flatMap(([key, value]) =>
    key.startsWith(NAMED)
      ? namedMismatches(value, actual, `${path}.${key.slice(NAMED.length)}`)
      : mismatches(value, actual[key], `${path}.${key}`),
  );
}

function listMismatches(expected: readonly unknown[], actual: unknown, path: string): readonly string[] {
  if (!Array.isArray(actual)) return [differs(path, 'a list', actual)];
  const compared = actual.filter((item: unknown) => isCompared(item, expected, path));
  if (compared.length !== expected.length) {
    const wanted = `${expected.length} items (${expected.map(labelOf).join(', ')})`;
    return [`${path}: expected ${wanted}, got ${compared.length} (${compared.map(labelOf).join(', ')})`];
  }
  return expected.flatMap((item, index) => mismatches(item, compared[index], `${path}[${labelOf(item)}]`));
}

function isCompared(item: unknown, expected: readonly unknown[], path: string): boolean {
  if (!isRecord(item)) return true;
  if (path.endsWith('.volumeMounts')) return item['mountPath'] !== SERVICE_ACCOUNT;
  const { name } = item;
  const isExpected = expected.some((each) => isRecord(each) && each['name'] === name);
  return !path.endsWith('.env') || isExpected || !EXTRA_VARIABLES.includes(name);
}

function textMismatches(parts: unknown, actual: unknown, path: string): readonly string[] {
  const text = typeof actual === 'string' ? actual : '';
  const alternatives = (Array.isArray(parts) ? (parts as readonly unknown[]) : []).map((part) =>
    (Array.isArray(part) ? (part as readonly unknown[]) : [part]).map(String),
  );
  if (alternatives.length === 0) return [`${path}: the expectation names no part of a text`];
  return alternatives
    .filter((any) => !any.some((part) => text.includes(part)))
    .map((any) => differs(path, `a text with ${any.map(shown).join(' or ')}`, actual));
}

function namedMismatches(
  expected: unknown,
  actual: Record<string, unknown>,
  path: string,
): readonly string[] {
  const list = actual[path.slice(path.lastIndexOf('.') + 1)];
  const items = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return Object.entries(isRecord(expected) ? expected : {}).flatMap(([name, value]) => {
    const item = items.find((each) => isRecord(each) && each['name'] === name);
    return mismatches(value, item, `${path}[${name}]`);
  });
}

const differs = (path: string, expected: string, actual: unknown): string =>
  `${path}: expected ${expected}, got ${shown(actual)}`;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function labelOf(item: unknown): string {
  if (!isRecord(item)) return shown(item);
  const { name, mountPath } = item;
  return [name, mountPath].find((label) => typeof label === 'string') ?? shown(item);
}
