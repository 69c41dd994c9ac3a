import type { Collection } from './node-ownership.js';
import { isOriginalBlock, type OriginalCollection } from './source-layout.js';
import { getColumn, getLineEnd, getLineStart } from './line-offsets.js';
import type { WriteContext } from './writing.js';

/**
 * Where the pairs or items of a block begin and end, as offsets: one more than there are of them. Each has the blank
 * lines and comments above it; the first one only those below the key of the block. Comments below the last one
 * belong to the block where they are indented like it.
 */
export function listBlockBounds(
  source: LayoutSource,
  node: Collection,
  parentColumn: number,
): readonly number[] {
  const original = source.layout.get(node);
  if (original === undefined) return [];
  const column = getColumn(source.source, original.starts[0] ?? 0);
  const ends = original.items.slice(0, -1).map((_, index) => getItemEnd(source, original, { index, column }));
  const start = getBlockStart(source.source, original.starts[0] ?? 0, parentColumn);
  return [start, ...ends, getBlockEnd(source, node, parentColumn)];
}

type LayoutSource = Pick<WriteContext, 'source' | 'layout'>;

/** The offset behind the last line of a parsed block. */
export function getBlockEnd(source: LayoutSource, node: Collection, parentColumn: number): number {
  const original = source.layout.get(node);
  if (original === undefined) return 0;
  const column = getColumn(source.source, original.starts[0] ?? 0);
  const end = getItemEnd(source, original, { index: original.items.length - 1, column });
  return column > parentColumn && parentColumn >= 0 ? getCommentsEnd(source.source, end, column) : end;
}

/** The offset behind the last line of a parsed pair or item, whose key or `-` is at a column. */
export function getItemEnd(
  source: LayoutSource,
  original: OriginalCollection,
  { index, column }: { readonly index: number; readonly column: number },
): number {
  const value = original.values[index];
  if (isOriginalBlock(source.layout, value)) return getBlockEnd(source, value, column);
  return getLineEnd(source.source, original.ends[index] ?? 0);
}

/** Tells whether the next line that is not blank is a comment right of a column. */
export const isBeforeComment = (
  { source }: Pick<LayoutSource, 'source'>,
  at: number,
  column: number,
): boolean => getCommentsEnd(source, at, column + 1) > at;

const BLANK = /^[ \t]*\r?\n?$/;
const COMMENT = /^( *)#/;

function getCommentsEnd(source: string, from: number, column: number): number {
  let end = from;
  for (let at = from; at < source.length;) {
    const next = !source.includes('\n', at) ? source.length : source.indexOf('\n', at) + 1;
    const line = source.slice(at, next);
    const indent = COMMENT.exec(line)?.[1]?.length;
    if (indent === undefined ? !BLANK.test(line) : indent < column) return end;
    if (indent !== undefined) end = next;
    at = next;
  }
  return end;
}

/** The first start with the lines of comments above it, unless the block goes on in a line that has begun. */
function getBlockStart(source: string, start: number, parentColumn: number): number {
  let at = getLineStart(source, start);
  if (!BLANK.test(source.slice(at, start))) return start;
  if (parentColumn < 0) return at;
  while (at > 0) {
    const above = getLineStart(source, at - 1);
    const line = source.slice(above, at);
    if (!BLANK.test(line) && !/^\s*#/.test(line)) return at;
    at = above;
  }
  return at;
}

/** Tells whether a block begins in a line that has begun, as the map of `- name: x` does. */
export const isCompactBlock = (source: string, start: number): boolean =>
  getLineStart(source, start) !== start;
