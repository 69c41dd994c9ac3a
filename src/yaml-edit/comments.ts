import type { CST } from 'yaml';
import type { OriginalCollection } from './source-layout.js';

/** The comments of a parsed document in their order. */
export type Comments = readonly CST.SourceToken[];

/** Collects the comments of a parsed node and of all that is in it, whatever they follow. */
export function collectComments(root: CST.Token | undefined): Comments {
  const found: CST.SourceToken[] = [];
  const left: unknown[] = [root];
  while (left.length > 0) {
    const part = left.pop();
    if (Array.isArray(part)) for (const inner of part) left.push(inner);
    else if (isComment(part)) found.push(part);
    else if (typeof part === 'object' && part !== null)
      left.push(...PARTS.map((name) => (part as Readonly<Record<string, unknown>>)[name]));
  }
  return found.sort((left_, right) => left_.offset - right.offset);
}

/** Where tokens hold others: items of collections, their parts, and what is around a scalar. */
const PARTS = ['start', 'props', 'items', 'key', 'sep', 'value', 'end'];

const isComment = (part: unknown): part is CST.SourceToken =>
  typeof part === 'object' && part !== null && (part as Partial<CST.SourceToken>).type === 'comment';

/** The comments that begin in a part of the text, from `#` on. */
export function selectComments(comments: Comments, start: number, end: number): readonly string[] {
  const first = countCommentsBefore(comments, start);
  return comments.slice(first, countCommentsBefore(comments, end)).map(({ source }) => source);
}

/** The index of the first comment at or behind an offset. */
function countCommentsBefore(comments: Comments, offset: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Comments as lines of their own at a column. */
export const formatCommentLines = (comments: readonly string[], column: number): string =>
  comments.map((comment) => `${' '.repeat(column)}${comment}\n`).join('');

/** Comments in front of a value, after what is there already: the first behind its key, others on lines below. */
export const formatCommentsAbove = (gap: string, comments: readonly string[], column: number): string =>
  comments.reduce(
    (all, each) => (all === '' ? ` ${each}` : `${all}\n${' '.repeat(column)}${each.trimStart()}`),
    gap,
  );

/**
 * The comments of pairs or items that a collection has no more, by the place of the kept one in front of them; -1 for
 * none. `partOf` gives the offsets where a pair or item begins and ends with its comments.
 */
export function groupRemovedComments(
  comments: Comments,
  { items, original }: { readonly items: readonly unknown[]; readonly original: OriginalCollection },
  partOf: (index: number) => readonly [number, number],
): ReadonlyMap<number, readonly string[]> {
  const kept = new Set(items);
  const left = new Map<number, string[]>([[-1, []]]);
  let before = -1;
  original.items.forEach((item, index) => {
    if (kept.has(item)) left.set((before = index), []);
    else left.get(before)?.push(...selectComments(comments, ...partOf(index)));
  });
  return left;
}
