import { countEdits } from '../edit-distance.js';

/** Most letters that a typing error changes. */
const MOST_EDITS = 2;

/** Names that are compared letter by letter: pods and objects may bring any number of them, made to be alike. */
const MOST_COMPARED = 16;
/** A longer name was not written by hand. A comparison takes the product of both lengths. */
const LONGEST_COMPARED = 64;

/**
 * The allowed name that somebody who wrote `name` most likely meant: the one with the fewest letters changed, else the
 * only one that it is the beginning of. `undefined` where none is near: `jo` and `go` have as many letters, and no more.
 */
export function findNearestKey(name: string, allowed: readonly string[]): string | undefined {
  if (name.length > LONGEST_COMPARED) return undefined;
  const near = allowed
    // A letter beyond ASCII may count as two; what is longer or shorter by more is not worth a comparison.
    .filter((each) => Math.abs(name.length - each.length) <= 2 * MOST_EDITS)
    .slice(0, MOST_COMPARED)
    .map((each) => ({ each, edits: countEdits(name.toLowerCase(), each) }))
    .filter(({ each, edits }) => edits <= MOST_EDITS && edits * 2 <= extractKeyCore(each).length)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.each ?? findOnlyStart(name, allowed);
}

/** What tells a name from others of its kind: the language, where there is one. */
const extractKeyCore = (name: string): string => name.replace(/^inject-|-container-names$/g, '');

function findOnlyStart(name: string, allowed: readonly string[]): string | undefined {
  if (extractKeyCore(name).length <= 1) return undefined;
  const [first, second] = allowed.filter((each) => each.startsWith(name));
  return second === undefined ? first : undefined;
}
