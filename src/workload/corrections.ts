import { INJECT_LABEL, OPERATOR_PREFIX } from '../core/annotations.js';
import type { Fields } from '../core/json.js';
import { formatKubectl, formatMergePatch } from '../core/kubectl-command.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import type { Correction } from '../core/reasons.js';
import { joinKeyHolders, listStrayKeys, type KeyHolder, type StrayKey } from './stray-keys.js';

/** An object with what is to be corrected in it. */
export interface CorrectedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly data: unknown;
  readonly templates: readonly CorrectedTemplate[];
}

/** A pod template, and the annotations that it should have. */
interface CorrectedTemplate {
  readonly keys: KeyHolder;
  readonly corrections: readonly Correction[];
}

/** Keys that one command moves: a person writes a few. */
const MOST_MOVED = 64;

/** Kinds whose template may be changed. */
const PATCHED: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout'];

/**
 * The command that puts keys which were meant to ask where and as they are read, and gives annotations of the templates the
 * values that are meant. Undefined where there is nothing to correct, and where no merge patch reaches it.
 */
export function buildTemplatePatch({
  kind,
  namespace,
  name,
  data,
  templates,
}: CorrectedObject): string | undefined {
  const [first] = templates;
  if (first === undefined || !PATCHED.includes(kind) || name === '') return undefined;
  const holder = joinKeyHolders(
    first.keys,
    templates.map(({ keys }) => keys),
  );
  const moves = listStrayKeys(holder)
    .slice(0, MOST_MOVED)
    .flatMap((stray) => buildMove(data, stray, holder));
  const values = templates.flatMap(({ keys, corrections }) => listValues(keys, corrections));
  if (moves.length + values.length === 0) return undefined;
  return formatMergePatch(
    ['-n', namespace, 'patch', `${kind.toLowerCase()}/${name}`],
    [...moves, ...values].reduce(setAt, {}),
  );
}

/** A value for a field of a merge patch; null takes the field away. */
type FieldValue = readonly [path: Path, value: string | null];

const isPlain = (path: Path): boolean => path.every((token) => typeof token === 'string');

function buildMove(
  data: unknown,
  { key, place, unknown }: StrayKey,
  holder: KeyHolder,
): readonly FieldValue[] {
  const value = findValueAt(data, [...place, key]);
  if (typeof value !== 'string' || !isPlain(place)) return [];
  const removal: FieldValue = [[...place, key], null];
  if (unknown !== undefined && unknown.near === undefined) return [removal];
  const right = key === INJECT_LABEL ? holder.labels[0] : holder.annotations[0];
  if (right === undefined) return [removal];
  const name = unknown?.near === undefined ? key : `${OPERATOR_PREFIX}${unknown.near}`;
  return [removal, [[...right, name], value]];
}

function listValues(
  { annotations: [place] }: KeyHolder,
  corrections: readonly Correction[],
): readonly FieldValue[] {
  if (place === undefined || !isPlain(place)) return [];
  return corrections.flatMap(({ key, value, on }): readonly FieldValue[] =>
    on === 'pod' ? [[[...place, key], value]] : [],
  );
}

function setAt(patch: Fields, [path, value]: FieldValue): Fields {
  const [head, ...rest] = path;
  if (head === undefined) return patch;
  const below = patch[head];
  const inner = typeof below === 'object' && below !== null ? (below as Fields) : {};
  return { ...patch, [head]: rest.length === 0 ? value : setAt(inner, [rest, value]) };
}

/**
 * The command that corrects the annotations of a Namespace: keys of it that were meant to ask, and values that do not hold.
 * Undefined where there is nothing to correct.
 */
export function buildNamespaceCorrection(
  namespace: string,
  holder: KeyHolder,
  corrections: readonly Correction[],
): string | undefined {
  const annotations = listNamespaceMoves(holder).map(([key, value]) => formatAnnotation(key, value));
  const values = corrections
    .filter(({ on }) => on === 'namespace')
    .map(({ key, value }) => formatAnnotation(key, value));
  const words = [...new Set([...annotations, ...values])];
  return words.length === 0
    ? undefined
    : formatKubectl('annotate', 'namespace', namespace, '--overwrite', ...words);
}

/** Annotations of a Namespace that are written otherwise, and null for those that are taken away. */
export const listNamespaceMoves = (
  holder: KeyHolder,
): readonly (readonly [key: string, value: string | null])[] =>
  listStrayKeys(holder)
    .filter(({ place }) => place.at(-1) === 'annotations')
    .slice(0, MOST_MOVED)
    .flatMap((stray) => buildMove(holder.object, stray, holder))
    .map(([path, value]) => [String(path.at(-1)), value] as const);

/** An annotation as `kubectl annotate` takes it; a key with a hyphen behind it is taken away. */
const formatAnnotation = (key: string, value: string | null): string =>
  value === null ? `${key}-` : `${key}=${value}`;
