import { isRecord } from '../../src/core/json.js';

/** One place where two pods differ. */
export interface Difference {
  /** Keys from the root; an item of a list goes by its name or mount path. */
  readonly path: readonly string[];
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Stands in a recorded pod for a script that was left out of the record. */
const LEFT_OUT = '<script:';

/** Every place where two values differ, in both directions; the order of a list is one place. */
export function differences(
  theirs: unknown,
  ours: unknown,
  path: readonly string[] = [],
): readonly Difference[] {
  if (typeof theirs === 'string' && theirs.startsWith(LEFT_OUT)) return [];
  if (Array.isArray(theirs) && Array.isArray(ours)) return listDifferences(theirs, ours, path);
  if (isRecord(theirs) && isRecord(ours)) return recordDifferences(theirs, ours, path);
  return theirs === ours ? [] : [{ path, ours, theirs }];
}

/** A difference as a sentence. */
export const sentence = ({ path, ours, theirs }: Difference): string =>
  `${pathText(path)}: ${shown(ours)}, with the Operator ${shown(theirs)}`;

/** A path as docs/compatibility.md writes it: keys that hold a dot or a slash stand in brackets. */
export const pathText = (path: readonly string[]): string =>
  path.map((key) => (/[./]/.test(key) ? `["${key}"]` : `.${key}`)).join('');

function recordDifferences(
  theirs: Record<string, unknown>,
  ours: Record<string, unknown>,
  path: readonly string[],
): readonly Difference[] {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => differences(theirs[key], ours[key], [...path, key]));
}

function listDifferences(
  theirs: readonly unknown[],
  ours: readonly unknown[],
  path: readonly string[],
): readonly Difference[] {
  const [left, right] = [keyed(theirs), keyed(ours)];
  const theirOrder = Object.keys(left).filter((key) => key in right);
  const ourOrder = Object.keys(right).filter((key) => key in left);
  const moved = theirOrder.join() === ourOrder.join() ? [] : [{ path, ours: ourOrder, theirs: theirOrder }];
  return [...moved, ...recordDifferences(left, right, path)];
}

/** The items of a list by name, mount path or index; a second item of one key is told apart. */
function keyed(list: readonly unknown[]): Record<string, unknown> {
  const items: Record<string, unknown> = {};
  list.forEach((item, index) => {
    const label = labelOf(item) ?? `item ${index}`;
    items[label in items ? `${label} (${index})` : label] = item;
  });
  return items;
}

function labelOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const { name, mountPath } = item;
  return [name, mountPath].find((label) => typeof label === 'string');
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
