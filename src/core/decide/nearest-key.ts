import { countEdits } from '../edit-distance.js';

/** Most letters that a typing error changes. */
const MOST_EDITS = 2;

/**
 * The allowed name that somebody who wrote `name` most likely meant: the one with the fewest letters changed, else the
 * one that it is the beginning of. `undefined` where none is near: `js` and `go` have as many letters, and no more.
 */
export function findNearestKey(name: string, allowed: readonly string[]): string | undefined {
  const near = allowed
    // A letter beyond ASCII may count as two; what is longer by more is not worth a comparison.
    .filter((other) => name.length - other.length <= 2 * MOST_EDITS)
    .map((other) => ({ other, edits: countEdits(name.toLowerCase(), other) }))
    .filter(({ other, edits }) => edits <= MOST_EDITS && edits * 2 <= extractKeyCore(other).length)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.other ?? allowed.find((other) => extractKeyCore(name).length > 1 && other.startsWith(name));
}

/** What tells a name from others of its kind: the language, where there is one. */
const extractKeyCore = (name: string): string => name.replace(/^inject-|-container-names$/g, '');
