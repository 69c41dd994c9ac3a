import type { Splice } from '../config/splice.js';
import { isPair } from 'yaml';
import { getBlockEnd } from './block-bounds.js';
import { formatCommentsAbove, selectComments } from './comments.js';
import {
  getGapText,
  isOriginalBlock,
  NO_LEAD,
  getNodeRange,
  type OriginalCollection,
} from './source-layout.js';
import { getColumn, isFirstOnLine, getLineEnd } from './line-offsets.js';
import type { WriteContext } from './writing.js';

/** A parsed pair or item of a block. */
export interface BlockSlot {
  readonly original: OriginalCollection;
  readonly index: number;
  /** Column of the key or of the `-`. */
  readonly column: number;
}

/**
 * Puts text in the place of a parsed value, from behind its colon or `-` on. A map or list begins with a line break;
 * behind a `-` it moves up where no comment is in between. Comments around and in the old value stay: where they
 * stood, or else behind the key and in lines of their own above the new value.
 */
export function buildValueSplice(writing: WriteContext, slot: BlockSlot, text: string): Splice {
  const { source } = writing;
  const { original, index } = slot;
  const { start, end, kept } = getOldValue(writing, slot, text.includes('\n'));
  const isCompact = !isPair(original.items[index]) && kept.gap === '' && kept.comments.length === 0;
  const colon = original.leads[index]?.start === undefined ? ':' : '';
  const written = isCompact ? ` ${text.trimStart()}` : colon + addComments(text, kept);
  const isWholeLine = source[end - 1] === '\n' || text.includes('\n');
  return isWholeLine
    ? { start, end: getLineEnd(source, end), text: `${written}\n` }
    : { start, end, text: written };
}

interface OldValue {
  readonly start: number;
  readonly end: number;
  readonly kept: KeptComments;
}

interface KeptComments {
  /** What comes before the value, up to the last comment there. */
  readonly gap: string;
  readonly comments: readonly string[];
  /** Column of lines of their own. */
  readonly column: number;
}

/** Where the old value is, and what is kept of it; `isLong` means that the new one has several lines. */
function getOldValue(
  writing: WriteContext,
  { original, index, column }: BlockSlot,
  isLong: boolean,
): OldValue {
  const { source, layout, comments } = writing;
  const value = original.values[index];
  const lead = original.leads[index] ?? NO_LEAD;
  const start = lead.start ?? original.ends[index] ?? 0;
  if (isOriginalBlock(layout, value)) {
    const end = getBlockEnd(writing, value, column);
    return {
      start,
      end,
      kept: { gap: '', comments: selectComments(comments, start, end), column: column + 2 },
    };
  }
  const [from, to] = getNodeRange(value);
  const isNothing = to === 0;
  const end = Math.max(start, lead.end, to);
  const inside = selectComments(comments, isNothing ? start : from, end);
  const isOwnLine = !isNothing && isFirstOnLine(source, from);
  const kept = {
    gap: isNothing ? '' : getGapText(lead),
    comments: [...inside, ...(isLong ? listTrailingComments(source, end) : [])],
    column: isOwnLine ? getColumn(source, from) : column + 2,
  };
  return { start, end, kept };
}

/** The comment behind a value, with the spaces in front of it but for the one that has to be there. */
function listTrailingComments(source: string, end: number): readonly string[] {
  const text = source.slice(end, getLineEnd(source, end)).trimEnd();
  return text === '' ? [] : [text.slice(1)];
}

/**
 * The first line of any value can be followed by one comment. Further ones, and those in front of the old value, come
 * above: the value of a key may begin below it, and comments may be between the two.
 */
function addComments(text: string, { gap, comments, column }: KeptComments): string {
  const [first = '', ...below] = text.split('\n');
  const isBlock = below.length > 0 && isBareLine(first);
  const last = isBlock ? undefined : comments.at(-1);
  const others = last === undefined ? comments : comments.slice(0, -1);
  const above = formatCommentsAbove(gap, others, column);
  const end = last === undefined ? '' : ` ${last}`;
  const isBelow = !isBlock && above !== '';
  const head = isBelow ? `${above}\n${' '.repeat(column)}${first.trimStart()}` : first + above;
  return [head + end, ...below].join('\n');
}

/** Tells whether the first line of a value has nothing or an anchor alone, so that its content is below. */
const isBareLine = (line: string): boolean => {
  const text = line.trim();
  return text === '' || (text.startsWith('&') && !text.includes(' '));
};
