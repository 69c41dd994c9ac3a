import type { OriginalCollection } from './source-layout.js';
import { getColumn, isFirstOnLine, getLineStart } from './line-offsets.js';

/** A part of a flow collection: an item with the spaces and comments above it, and the comma and comment behind it. */
interface FlowPart {
  /** From behind the comma and comment of the item before. */
  readonly lead: string;
  /** The comma, and what follows the item on its line. */
  readonly trail: string;
  /** The offsets at which the part begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** A parsed flow collection in parts. */
export interface FlowParts {
  /** The bracket, with a comment behind it. */
  readonly head: string;
  readonly parts: readonly FlowPart[];
  /** What follows the last part, with the bracket. */
  readonly tail: string;
  /** Tells whether an item begins on a line of its own. */
  readonly isSpread: boolean;
  /** Column of lines of their own. */
  readonly column: number;
}

/** Takes a parsed flow collection of the offsets `start` to `end` apart; head, parts and tail are all of its text. */
export function splitFlowParts(
  source: string,
  original: OriginalCollection,
  [start, end]: readonly [number, number],
): FlowParts {
  const { starts, ends } = original;
  const headEnd = getPartEnd(source, start + 1, starts[0] ?? end - 1);
  let at = headEnd;
  const parts = starts.map((itemStart, index) => {
    const from = at;
    const itemEnd = ends[index] ?? itemStart;
    at = getPartEnd(source, itemEnd, starts[index + 1] ?? end - 1);
    return { lead: source.slice(from, itemStart), trail: source.slice(itemEnd, at), start: from, end: at };
  });
  const own = starts.find((each) => isFirstOnLine(source, each));
  const column = own === undefined ? getDefaultColumn(source, start) : getColumn(source, own);
  const [head, tail] = [source.slice(start, headEnd), source.slice(at, end)];
  return { head, parts, tail, isSpread: own !== undefined, column };
}

/** A column for lines of their own in a collection that has none. */
function getDefaultColumn(source: string, start: number): number {
  const line = getLineStart(source, start);
  return getSpacesEnd(source, line, start) - line + 2;
}

/** The offsets where a part begins and ends. */
export function getPartRange({ parts }: FlowParts, index: number): readonly [number, number] {
  const part = parts[index];
  return part === undefined ? [0, 0] : [part.start, part.end];
}

/** Behind the comma between two offsets, if any, and behind the comment on its line. */
function getPartEnd(source: string, start: number, end: number): number {
  const comma = findComma(source, start, end);
  const from = comma === undefined ? start : comma + 1;
  const at = getSpacesEnd(source, from, end);
  return source[at] === '#' && at < end ? getCommentEnd(source, at) : from;
}

/** Where the comma is in text of spaces, line breaks and comments. */
function findComma(source: string, start: number, end: number): number | undefined {
  for (let at = start; at < end; at += 1) {
    if (source[at] === ',') return at;
    if (source[at] === '#') at = getCommentEnd(source, at);
  }
  return undefined;
}

function getCommentEnd(source: string, start: number): number {
  const end = source.indexOf('\n', start);
  if (end < 0) return source.length;
  return source[end - 1] === '\r' ? end - 1 : end;
}

function getSpacesEnd(source: string, start: number, end: number): number {
  let at = start;
  while (at < end && (source[at] === ' ' || source[at] === '\t')) at += 1;
  return at;
}

/** An item of a flow collection as it is now. */
interface FlowItem {
  /** Which one of the parsed items it was. */
  readonly index: number | undefined;
  readonly text: string;
  /** Comments of removed items that stood behind it. */
  readonly left: readonly string[];
}

/** The text of a flow collection of pieces; `left` are the comments of removed items in front of all that are kept. */
export function joinFlowItems(flow: FlowParts, pieces: readonly FlowItem[], left: readonly string[]): string {
  const lineBreak = buildLineBreak(flow);
  const linesOf = (comments: readonly string[]): string => comments.map((each) => lineBreak + each).join('');
  const start = flow.head + linesOf(left);
  const trails = pieces.map((piece, position) => {
    const isComma = position < pieces.length - 1 || hasComma(flow.parts.at(-1)?.trail ?? '');
    return buildTrail(flow, piece, isComma) + linesOf(piece.left);
  });
  // Behind a comment nothing goes on in its line.
  const below = (position: number, text: string): string =>
    hasTrailingComment(trails[position - 1] ?? start) && !text.includes('\n')
      ? lineBreak + text.trimStart()
      : text;
  const body = pieces.map(
    (piece, position) =>
      below(position, buildLead(flow, piece, position === 0)) + piece.text + (trails[position] ?? ''),
  );
  return start + body.join('') + below(pieces.length, flow.tail);
}

const hasComment = (text: string): boolean => text.includes('#');

const hasComma = (trail: string): boolean => findComma(trail, 0, trail.length) !== undefined;

/** Tells whether the last line of a text of spaces, commas and comments has a comment. */
const hasTrailingComment = (text: string): boolean => hasComment(text.slice(text.lastIndexOf('\n') + 1));

/** What comes before a piece: its own comments, or the spaces that are usual in the collection. */
function buildLead(flow: FlowParts, { index = -1 }: FlowItem, isFirst: boolean): string {
  const own = flow.parts[index]?.lead ?? '';
  if (hasComment(own)) return own;
  if (isFirst) return buildFirstLead(flow);
  if (index > 0) return own;
  return flow.isSpread ? buildLineBreak(flow) : ' ';
}

function buildFirstLead(flow: FlowParts): string {
  const lead = flow.parts[0]?.lead ?? '';
  return hasComment(lead) ? buildLineBreak(flow) : lead;
}

const buildLineBreak = ({ column }: FlowParts): string => `\n${' '.repeat(column)}`;

/** What follows a piece: its comma and comment, with the comma only where there has to be one. */
function buildTrail({ parts }: FlowParts, { index = -1 }: FlowItem, isComma: boolean): string {
  const own = parts[index]?.trail ?? '';
  const comma = findComma(own, 0, own.length);
  if (isComma) return comma === undefined ? `,${own}` : own;
  if (comma === undefined) return own;
  return hasComment(own) ? own.slice(0, comma) + own.slice(comma + 1) : '';
}
