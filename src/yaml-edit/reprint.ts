import { isCollection, isPair, isSeq, type Document } from 'yaml';
import { boundsOf, isBeforeComment, isCompact, itemEnd } from './block-bounds.js';
import { commentLines, commentsOf, commentsOfRemoved } from './comments.js';
import { canBecomeBlock, flowText, isFlowChanged } from './flow.js';
import { flowAsBlock, stepOf } from './flow-as-block.js';
import { valueOf, type Collection } from './node-ownership.js';
import { replacedValue, type Slot } from './replaced-value.js';
import { isOriginalBlock, type Layout, type Original } from './source-layout.js';
import { columnOf, spliced, type Splice } from './splice.js';
import { addedText, addedValue, anchorOf, type Writing } from './writing.js';
import { styleOf } from './yaml-style.js';

/**
 * The text of parsed documents after their nodes were edited. What no edit touched stands there byte for byte: also
 * indentation, quotes, digits and comments; only lists and maps that gained or lost something are composed anew, of
 * the text of what they had and of what was added. `layout` was taken before the edits.
 */
export function reprint(source: string, documents: readonly Document[], layout: Layout): string {
  const splices = documents.flatMap((document) => {
    const root = document.contents;
    if (!isCollection(root)) return [];
    const isSpreadJson = !isOriginalBlock(layout, root) && source.slice(...textRange(root)).includes('\n');
    const style = styleOf(source, document, layout);
    const writing = { source, document, layout, comments: commentsOf(root.srcToken), style, isSpreadJson };
    return isOriginalBlock(layout, root) ? blockSplices(writing, root, -1) : flowSplices(writing, root);
  });
  return spliced(source, splices);
}

const textRange = ({ range }: { readonly range?: readonly number[] | null }): [number, number] => [
  range?.[0] ?? 0,
  range?.[1] ?? 0,
];

function flowSplices(writing: Writing, node: Collection): readonly Splice[] {
  if (!isFlowChanged(writing, node)) return [];
  const [start, end] = textRange(node);
  return [{ start, end, text: flowText(writing, node) }];
}

function blockSplices(writing: Writing, node: Collection, parentColumn: number): readonly Splice[] {
  const original = writing.layout.get(node);
  if (original === undefined) return [];
  const column = columnOf(writing.source, original.starts[0] ?? 0);
  const isSame =
    node.items.length === original.items.length && node.items.every((item, i) => item === original.items[i]);
  if (isSame) return node.items.flatMap((_, index) => itemSplices(writing, { original, index, column }));
  return [recomposed(writing, { node, original, column, parentColumn })];
}

interface Block {
  readonly node: Collection;
  readonly original: Original;
  readonly column: number;
  readonly parentColumn: number;
}

function recomposed(writing: Writing, { node, original, column, parentColumn }: Block): Splice {
  const { source } = writing;
  const bounds = boundsOf(writing, node, parentColumn);
  const [start = 0] = bounds;
  const compact = isCompact(source, start);
  const left = commentsOfRemoved(writing.comments, { items: node.items, original }, (index) => [
    bounds[index] ?? start,
    bounds[index + 1] ?? start,
  ]);
  const linesLeft = (index: number): string => commentLines(left.get(index) ?? [], column);
  const pieces = node.items.map((item, position) => {
    const index = original.places.get(item);
    if (index === undefined) {
      const next = position + 1 < node.items.length ? original.places.get(node.items[position + 1]) : -1;
      const end = next === undefined ? undefined : bounds.at(next);
      return `${addedText(asBefore(writing, end, column), item, column)}\n`;
    }
    const inner = itemSplices(writing, { original, index, column });
    const text = spliced(source, inner, bounds[index], bounds[index + 1]) + linesLeft(index);
    return index === 0 && compact ? ' '.repeat(column) + text : text;
  });
  const none = `${' '.repeat(column + 2)}${isSeq(node) ? '[]' : '{}'}\n`;
  const text = linesLeft(-1) + (pieces.length === 0 ? none : pieces.join(''));
  return { start, end: bounds.at(-1) ?? start, text: compact ? withoutLead(text, column) : text };
}

/** Text that goes on in a line that has begun: without blank lines before it, and without its indentation. */
function withoutLead(text: string, column: number): string {
  const lines = text.replace(/^(?:[ \t]*\r?\n)+/, '');
  const indentation = /^ */.exec(lines)?.[0].length ?? 0;
  return lines.slice(Math.min(indentation, column));
}

/**
 * For a text in front of an offset: if a comment comes next that stands right of the text, it would be a part of a
 * block scalar at the end of that.
 */
const asBefore = (writing: Writing, end: number | undefined, column: number): Writing =>
  end !== undefined && isBeforeComment(writing, end, column)
    ? { ...writing, style: { ...writing.style, blockQuote: false } }
    : writing;

const inFront = (writing: Writing, { original, index, column }: Slot): Writing =>
  asBefore(writing, itemEnd(writing, original, { index, column }), column);

/** The edits inside of one parsed pair or item of a block. */
function itemSplices(writing: Writing, slot: Slot): readonly Splice[] {
  const { original, index, column } = slot;
  const item = original.items[index];
  const value = valueOf(item);
  if (value !== original.values[index])
    return [replacedValue(writing, slot, addedValue(inFront(writing, slot), item, column))];
  if (isOriginalBlock(writing.layout, value)) return blockSplices(writing, value, column);
  if (!isCollection(value) || !isFlowChanged(writing, value)) return [];
  if (value.items.length === 0 || !canBecomeBlock(writing, value)) return flowSplices(writing, value);
  const inner = column + (isPair(item) ? stepOf(writing, value) : 2);
  const anchor = anchorOf(value);
  const lead = anchor === undefined ? '' : ` &${anchor}`;
  return [replacedValue(writing, slot, `${lead}\n${flowAsBlock(inFront(writing, slot), value, inner)}`)];
}
