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

/** Letters that must be added, removed or replaced to make one text of the other (Levenshtein's distance). */
export function countEdits(from: string, to: string): number {
  const first = Array.from({ length: to.length + 1 }, (_, index) => index);
  const last = Array.from(from).reduce<readonly number[]>((above, letter, row) => {
    const line = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    return line;
  }, first);
  return last[to.length] ?? 0;
}
