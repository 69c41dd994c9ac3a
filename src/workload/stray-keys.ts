import { BACKEND, INJECT_LABEL, MEMORY_CHECK, OPERATOR_KEYS, OPERATOR_PREFIX } from '../core/annotations.js';
import { MOST_TOLD } from '../core/bounds.js';
import { judgeKey, KEY_NAMES, type UnknownKey } from '../core/decide/meant-keys.js';
import { isRecord } from '../core/json.js';
import { findValueAt, formatPath, type Path } from '../core/objects/paths.js';

/** Something about a key that a person should know, and what to do about it. */
export interface KeyFinding {
  readonly code: 'annotation-misplaced' | 'annotation-unknown';
  readonly message: string;
  readonly remedy: string;
}

/** An object that is searched for keys, and the places in it where keys are read. */
export interface KeyHolder {
  readonly kind: string;
  readonly object: unknown;
  /** Maps of annotations that are read; the first is the best place for one. */
  readonly annotations: readonly Path[];
  /** Maps of labels that are read. */
  readonly labels: readonly Path[];
}

const ANNOTATIONS: readonly string[] = [...OPERATOR_KEYS, BACKEND, MEMORY_CHECK];

/** Parts in which a key does not ask for anything: selectors, and data of programs. */
const NOT_MEANT: readonly string[] = [
  ...['selector', 'matchLabels', 'matchExpressions', 'nodeSelector', 'managedFields', 'status', 'data'],
  // A Rollout puts these on pods of one of its sides: https://argo-rollouts.readthedocs.io/en/stable/features/ephemeral-metadata/
  ...['canaryMetadata', 'stableMetadata', 'activeMetadata', 'previewMetadata'],
];

/** A key that was meant to ask, but does not, and the map or list that it is in. */
export interface StrayKey {
  readonly key: string;
  readonly place: Path;
  /** Set if the key is read nowhere; undefined if it is only in the wrong place. */
  readonly unknown: UnknownKey | undefined;
}

/**
 * Keys that were meant to ask, but do not, anywhere in an object: annotations and the label of an opt-out in the wrong
 * place, one level too high or too deep, as a label, or in a list; and keys that nothing reads anywhere.
 */
export const listStrayKeys = (holder: KeyHolder): readonly StrayKey[] =>
  [...listKeys(holder.object, [])]
    .map(({ key, place }) => ({ key, place, unknown: judgeKey(key) }))
    .filter((found) => found.unknown !== undefined || isMisplaced(found, holder));

/** The keys of all templates of an object together: a key that any of them reads is in the right place. */
export const joinKeyHolders = (first: KeyHolder, all: readonly KeyHolder[]): KeyHolder => ({
  ...first,
  annotations: all.flatMap(({ annotations }) => annotations),
  labels: all.flatMap(({ labels }) => labels),
});

/** The same keys, each with what to do about it. */
export function checkStrayKeys(holder: KeyHolder): readonly KeyFinding[] {
  const stray = listStrayKeys(holder);
  const told = stray
    .slice(0, MOST_TOLD)
    .map((found) =>
      found.unknown === undefined
        ? buildMisplacedFinding(found, holder)
        : buildUnknownFinding(found, found.unknown),
    );
  const more = stray.length - told.length;
  if (more === 0) return told;
  const message = `${more} more ${more === 1 ? 'key was' : 'keys were'} meant to ask.`;
  return [...told, { code: 'annotation-unknown', message, remedy: 'Correct those that are named first.' }];
}

type FoundKey = Pick<StrayKey, 'key' | 'place'>;

function* listKeys(value: unknown, place: Path): Generator<FoundKey> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const key = isOfMetadata(place) ? readListedKey(item) : undefined;
      if (key === undefined) yield* listKeys(item, [...place, index]);
      else yield { key, place };
    }
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (isAnyKey(key)) yield { key, place };
    else if (!NOT_MEANT.includes(key)) yield* listKeys(inner, [...place, key]);
  }
}

const isAnyKey = (key: string): boolean =>
  key === INJECT_LABEL || ANNOTATIONS.includes(key) || judgeKey(key) !== undefined;

const isOfMetadata = (place: Path): boolean => place.at(-1) === 'annotations' || place.at(-1) === 'labels';

/** The key in an item of annotations or labels that are written as a list: a pair with a name, or text as `key=value`. */
function readListedKey(item: unknown): string | undefined {
  const text = isRecord(item) ? (item['name'] ?? item['key']) : item;
  if (typeof text !== 'string') return undefined;
  const [key = ''] = text.split(/[=:]/, 1);
  return isAnyKey(key.trim()) ? key.trim() : undefined;
}

const listRightPlaces = (key: string, { annotations, labels }: KeyHolder): readonly Path[] =>
  key === INJECT_LABEL ? labels : annotations;

/** A key in the wrong place may also be in the right one, for the same pods. */
function isMisplaced({ key, place }: FoundKey, holder: KeyHolder): boolean {
  const right = listRightPlaces(key, holder);
  const isRight =
    right.some((path) => isSamePath(path, place)) && isRecord(findValueAt(holder.object, place));
  const isThereToo = right.some(
    (path) => isOfSameItem(path, place) && typeof findValueAt(holder.object, [...path, key]) === 'string',
  );
  return !isRight && !isThereToo;
}

function buildMisplacedFinding({ key, place }: FoundKey, holder: KeyHolder): KeyFinding {
  const what = key === INJECT_LABEL ? 'label' : 'annotation';
  const message = `The ${what} ${key} is in ${formatPath(place)} of the ${holder.kind}, where nothing reads it.`;
  const best = findNearestPlace(place, listRightPlaces(key, holder));
  return { code: 'annotation-misplaced', message, remedy: describeMove(place, best) };
}

function describeMove(place: Path, best: Path | undefined): string {
  if (best === undefined)
    return 'Remove it, or put it where the pods of this kind get their annotations from.';
  return isSamePath(best, place)
    ? `Write ${formatPath(best)} as a map: key: "value".`
    : `Move it to ${formatPath(best)}.`;
}

/** The best place to move a key to: the one that shares most of its path, but not one in another item of a list. */
const findNearestPlace = (place: Path, right: readonly Path[]): Path | undefined =>
  right
    .filter((path) => isOfSameItem(path, place))
    .sort((left, other) => countShared(other, place) - countShared(left, place))[0];

const isOfSameItem = (path: Path, place: Path): boolean =>
  typeof place[countShared(path, place)] !== 'number';

/** The number of tokens that two paths share at the beginning. */
function countShared(left: Path, right: Path): number {
  const other = left.findIndex((token, index) => token !== right[index]);
  return other < 0 ? left.length : other;
}

const isSamePath = (left: Path, right: Path): boolean =>
  left.length === right.length && left.every((token, index) => token === right[index]);

function buildUnknownFinding({ key, place }: FoundKey, { near }: UnknownKey): KeyFinding {
  const isForeign = !key.startsWith(OPERATOR_PREFIX);
  const meant = near !== undefined && isForeign ? `${OPERATOR_PREFIX}${near}` : near;
  const hint = meant === undefined ? `allowed: ${KEY_NAMES.join(', ')}.` : `did you mean ${meant}?`;
  return {
    code: 'annotation-unknown',
    message: `${formatPath(place)}: nothing reads ${key}; ${hint}`,
    remedy: near === undefined ? 'Remove it.' : `Write ${OPERATOR_PREFIX}${near} instead, or remove it.`,
  };
}

/** An annotation that is written without quotes, so that it is a boolean or number; the API server accepts only text. */
export interface UnquotedValue {
  /** Where it is in the object. */
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
}

/** The unquoted values among the annotations that are read. */
export function checkUnquotedValues({ object, annotations }: KeyHolder): readonly UnquotedValue[] {
  return annotations.flatMap((place) =>
    ANNOTATIONS.flatMap((key) => {
      const value = findValueAt(object, [...place, key]);
      if (typeof value !== 'boolean' && typeof value !== 'number') return [];
      const message = `The annotation ${key} in ${formatPath(place)} is the ${typeof value} ${String(value)}; the API server accepts only text.`;
      return [{ path: [...place, key], message, remedy: 'Put the value in quotes.' }];
    }),
  );
}
