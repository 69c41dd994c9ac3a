import { isCollection, isPair, isSeq } from 'yaml';
import type { ParsedText } from '../config/documents.js';
import { applySplices, type Splice } from '../config/splice.js';
import { listBlockBounds, isBeforeComment, isCompactBlock, getItemEnd } from './block-bounds.js';
import { formatCommentLines, collectComments, groupRemovedComments } from './comments.js';
import { canBecomeBlock, formatFlow, isFlowChanged } from './flow.js';
import { formatFlowAsBlock, getIndentStep } from './flow-as-block.js';
import { getItemValue, type Collection } from './node-ownership.js';
import { buildValueSplice, type BlockSlot } from './replaced-value.js';
import { findLostAnchor, isOriginalBlock, type Layout, type OriginalCollection } from './source-layout.js';
import { getColumn } from './line-offsets.js';
import { formatAddedItem, formatAddedValue, findAnchor, type WriteContext } from './writing.js';
import { detectYamlStyle } from './yaml-style.js';

/** Parsed documents, whose nodes were edited, and the text that the parser was given. */
interface ReprintedText extends Pick<ParsedText, 'documents' | 'stream'> {
  readonly source: string;
  /** Where everything stood. */
  readonly layout: Layout;
}

/**
 * The text of parsed documents after their nodes were edited. What no edit touched is kept byte for byte: also
 * indentation, quotes, digits and comments; only lists and maps that gained or lost something are composed anew, of
 * the text of what they had and of what was added. `layout` was taken before the edits.
 */
export function reprintDocuments({ source, stream, documents, layout }: ReprintedText): string {
  const splices = documents.flatMap((document) => {
    const root = document.contents;
    if (!isCollection(root)) return [];
    const isSpreadJson = !isOriginalBlock(layout, root) && source.slice(...getTextRange(root)).includes('\n');
    const style = detectYamlStyle(source, document, layout);
    const writing = {
      source,
      document,
      layout,
      comments: collectComments(root.srcToken),
      style,
      isSpreadJson,
    };
    return isOriginalBlock(layout, root)
      ? buildBlockSplices(writing, root, -1)
      : buildFlowSplices(writing, root);
  });
  return applySplices(source, [...stream.restoring, ...splices]);
}

const getTextRange = ({ range }: { readonly range?: readonly number[] | null }): [number, number] => [
  range?.[0] ?? 0,
  range?.[1] ?? 0,
];

function buildFlowSplices(writing: WriteContext, node: Collection): readonly Splice[] {
  if (!isFlowChanged(writing, node)) return [];
  const [start, end] = getTextRange(node);
  return [{ start, end, text: formatFlow(writing, node) }];
}

function buildBlockSplices(writing: WriteContext, node: Collection, parentColumn: number): readonly Splice[] {
  const original = writing.layout.get(node);
  if (original === undefined) return [];
  const column = getColumn(writing.source, original.starts[0] ?? 0);
  const isSame =
    node.items.length === original.items.length && node.items.every((item, i) => item === original.items[i]);
  if (isSame) return node.items.flatMap((_, index) => buildItemSplices(writing, { original, index, column }));
  return [recomposeBlock(writing, { node, original, column, parentColumn })];
}

interface EditedBlock {
  readonly node: Collection;
  readonly original: OriginalCollection;
  readonly column: number;
  readonly parentColumn: number;
}

function recomposeBlock(
  writing: WriteContext,
  { node, original, column, parentColumn }: EditedBlock,
): Splice {
  const { source } = writing;
  const bounds = listBlockBounds(writing, node, parentColumn);
  const [start = 0] = bounds;
  const compact = isCompactBlock(source, start);
  const left = groupRemovedComments(writing.comments, { items: node.items, original }, (index) => [
    bounds[index] ?? start,
    bounds[index + 1] ?? start,
  ]);
  const linesLeft = (index: number): string => formatCommentLines(left.get(index) ?? [], column);
  const pieces = node.items.map((item, position) => {
    const index = original.places.get(item);
    if (index === undefined) {
      const next = position + 1 < node.items.length ? original.places.get(node.items[position + 1]) : -1;
      const end = next === undefined ? undefined : bounds.at(next);
      return `${formatAddedItem(adaptContext(writing, end, column), item, column)}\n`;
    }
    const inner = buildItemSplices(writing, { original, index, column });
    const text = applySplices(source, inner, bounds[index], bounds[index + 1]) + linesLeft(index);
    return index === 0 && compact ? ' '.repeat(column) + text : text;
  });
  const none = `${' '.repeat(column + 2)}${isSeq(node) ? '[]' : '{}'}\n`;
  const text = linesLeft(-1) + (pieces.length === 0 ? none : pieces.join(''));
  return { start, end: bounds.at(-1) ?? start, text: compact ? trimLead(text, column) : text };
}

/** Text that goes on in a line that has begun: without blank lines before it, and without its indentation. */
function trimLead(text: string, column: number): string {
  const lines = text.replace(/^(?:[ \t]*\r?\n)+/, '');
  const indentation = /^ */.exec(lines)?.[0].length ?? 0;
  return lines.slice(Math.min(indentation, column));
}

/**
 * For a text in front of an offset: if the next comment is to the right of the text, it would be a part of a
 * block scalar at the end of that.
 */
const adaptContext = (writing: WriteContext, end: number | undefined, column: number): WriteContext =>
  end !== undefined && isBeforeComment(writing, end, column)
    ? { ...writing, style: { ...writing.style, blockQuote: false } }
    : writing;

const adaptSlotContext = (writing: WriteContext, { original, index, column }: BlockSlot): WriteContext =>
  adaptContext(writing, getItemEnd(writing, original, { index, column }), column);

/** The edits inside of one parsed pair or item of a block. */
function buildItemSplices(writing: WriteContext, slot: BlockSlot): readonly Splice[] {
  const { original, index, column } = slot;
  const item = original.items[index];
  const value = getItemValue(item);
  if (value !== original.values[index])
    return [buildValueSplice(writing, slot, formatAddedValue(adaptSlotContext(writing, slot), item, column))];
  if (isOriginalBlock(writing.layout, value))
    return [...buildAnchorSplices(writing, slot), ...buildBlockSplices(writing, value, column)];
  if (!isCollection(value) || !isFlowChanged(writing, value)) return [];
  if (value.items.length === 0 || !canBecomeBlock(writing, value))
    return [...buildAnchorSplices(writing, slot), ...buildFlowSplices(writing, value)];
  const inner = column + (isPair(item) ? getIndentStep(writing, value) : 2);
  const anchor = findAnchor(value);
  const lead = anchor === undefined ? '' : ` &${anchor}`;
  return [
    buildValueSplice(
      writing,
      slot,
      `${lead}\n${formatFlowAsBlock(adaptSlotContext(writing, slot), value, inner)}`,
    ),
  ];
}

/** Takes the anchor out in front of a parsed value that lost it. */
function buildAnchorSplices({ source }: WriteContext, { original, index }: BlockSlot): readonly Splice[] {
  const lost = findLostAnchor(source, original, index);
  return lost === undefined ? [] : [{ ...lost, text: '' }];
}
