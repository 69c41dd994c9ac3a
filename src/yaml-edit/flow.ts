import { isCollection, isNode, isPair } from 'yaml';
import { formatCommentsAbove, groupRemovedComments, selectComments } from './comments.js';
import { formatJson } from './json-text.js';
import { getItemValue, type Collection } from './node-ownership.js';
import { splitFlowParts, joinFlowItems, getPartRange } from './flow-parts.js';
import {
  findLostAnchor,
  getGapText,
  NO_LEAD,
  getNodeRange,
  type OriginalCollection,
} from './source-layout.js';
import { indentFollowingLines, getLineStart } from './line-offsets.js';
import { findAnchor, getPlainData, getKeyText, type WriteContext } from './writing.js';

/** The text of a parsed `[…]` or `{…}` as it is now: parsed items as they stood, added ones as JSON. */
export function formatFlow(writing: WriteContext, node: Collection): string {
  const { source, layout, comments } = writing;
  const range = getNodeRange(node);
  const original = layout.get(node);
  if (original === undefined) return source.slice(...range);
  const isRefilled = (node.items.length === 0) !== (original.items.length === 0);
  if (isRefilled && selectComments(comments, ...range).length === 0)
    return formatFlowJson(writing, node.toJS(writing.document), range[0]);
  const { items } = node;
  const parts = splitFlowParts(source, original, range);
  const left = groupRemovedComments(comments, { items, original }, (index) => getPartRange(parts, index));
  const pieces = items.map((item) => {
    const index = original.places.get(item);
    const text = formatFlowItem(writing, { original, index, column: parts.column }, item);
    return { index, text, left: left.get(index ?? NaN) ?? [] };
  });
  return joinFlowItems(parts, pieces, left.get(-1) ?? []);
}

interface FlowPlace {
  readonly original: OriginalCollection;
  /** Which one of the parsed items it was. */
  readonly index: number | undefined;
  /** Column of lines of their own. */
  readonly column: number;
}

function formatFlowItem(writing: WriteContext, place: FlowPlace, item: unknown): string {
  const { source } = writing;
  const { original, index } = place;
  const value = getItemValue(item);
  if (index === undefined) {
    const key = isPair(item) ? `${JSON.stringify(getKeyText(item))}: ` : '';
    return key + formatAddedJson(writing, item, original.starts[0] ?? 0);
  }
  if (value !== original.values[index]) return formatReplacedPair(writing, { ...place, index }, item);
  const [start = 0, end] = [original.starts[index], original.ends[index]];
  if (!isCollection(value)) return source.slice(start, end);
  const [valueStart] = getNodeRange(value);
  const lost = findLostAnchor(source, original, index);
  const lead =
    lost === undefined
      ? source.slice(start, valueStart)
      : source.slice(start, lost.start) + source.slice(lost.end, valueStart);
  return lead + formatFlow(writing, value);
}

/** A pair with another value: its key as it stood, and the comments in front of the old value and in it. */
function formatReplacedPair(
  writing: WriteContext,
  place: FlowPlace & { readonly index: number },
  item: unknown,
): string {
  const { source, comments } = writing;
  const { original, index, column } = place;
  const [start = 0, end = 0] = [original.starts[index], original.ends[index]];
  const { start: behind, ...lead } = original.leads[index] ?? NO_LEAD;
  const [from, to] = getNodeRange(original.values[index]);
  const key = behind === undefined ? `${source.slice(start, end)}:` : source.slice(start, behind);
  const inside = selectComments(comments, to === 0 ? (behind ?? end) : from, end);
  const above = formatCommentsAbove(to === 0 ? '' : getGapText(lead), inside, column);
  return (
    key + (above === '' ? ' ' : `${above}\n${' '.repeat(column)}`) + formatAddedJson(writing, item, start)
  );
}

/** A value that was not parsed, as JSON behind its anchor. */
function formatAddedJson(writing: WriteContext, item: unknown, offset: number): string {
  const anchor = findAnchor(getItemValue(item));
  return (
    (anchor === undefined ? '' : `&${anchor} `) + formatFlowJson(writing, getPlainData(writing, item), offset)
  );
}

/** The text of a parsed key. */
export function getKeySource({ source }: WriteContext, item: unknown): string {
  const key = isPair(item) && isNode(item.key) ? item.key : undefined;
  return key === undefined ? '' : source.slice(key.range?.[0], key.range?.[1]);
}

/** JSON, which is YAML too: on one line, or spread as the document is, beginning on the line of an offset. */
function formatFlowJson({ source, isSpreadJson }: WriteContext, value: unknown, offset: number): string {
  const text = formatJson(value, 2);
  if (!isSpreadJson) return text.replaceAll(/\n\s*/g, ' ');
  const start = getLineStart(source, offset);
  const indent = /^ */.exec(source.slice(start, offset))?.[0].length ?? 0;
  return indentFollowingLines(text, indent);
}

/**
 * Tells whether a parsed flow collection is written as a block once something is added to it: it stands on one line,
 * and without anchors, aliases, tags and comments, so that its parts can be moved to lines of their own.
 */
export function canBecomeBlock({ source }: WriteContext, node: Collection): boolean {
  const [start, end] = node.range ?? [];
  return !/[\n&*!#?]/.test(source.slice(start, end));
}

/** Tells whether anything in a parsed flow collection was edited. */
export function isFlowChanged({ layout }: Pick<WriteContext, 'layout'>, node: Collection): boolean {
  const original = layout.get(node);
  if (original === undefined) return false;
  if (node.items.length !== original.items.length) return true;
  return node.items.some((item, index) => {
    const value = getItemValue(item);
    if (item !== original.items[index] || value !== original.values[index]) return true;
    return isCollection(value) && isFlowChanged({ layout }, value);
  });
}
