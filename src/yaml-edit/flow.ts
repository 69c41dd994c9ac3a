import { isCollection, isNode, isPair } from 'yaml';
import { commentsAbove, commentsOfRemoved, commentsWithin } from './comments.js';
import { jsonText } from './kubernetes-yaml.js';
import { valueOf, type Collection } from './node-ownership.js';
import { flowParts, joinedFlow, rangeAt } from './flow-parts.js';
import { gapOf, NO_LEAD, rangeOf, type Original } from './source-layout.js';
import { indentedBelow, lineStart } from './splice.js';
import { anchorOf, dataOf, keyOf, type Writing } from './writing.js';

/** The text of a parsed `[…]` or `{…}` as it is now: parsed items as they stood, added ones as JSON. */
export function flowText(writing: Writing, node: Collection): string {
  const { source, layout, comments } = writing;
  const range = rangeOf(node);
  const original = layout.get(node);
  if (original === undefined) return source.slice(...range);
  const isRefilled = (node.items.length === 0) !== (original.items.length === 0);
  if (isRefilled && commentsWithin(comments, ...range).length === 0)
    return json(writing, node.toJS(writing.document), range[0]);
  const { items } = node;
  const parts = flowParts(source, original, range);
  const left = commentsOfRemoved(comments, { items, original }, (index) => rangeAt(parts, index));
  const pieces = items.map((item) => {
    const index = original.places.get(item);
    const text = itemText(writing, { original, index, column: parts.column }, item);
    return { index, text, left: left.get(index ?? NaN) ?? [] };
  });
  return joinedFlow(parts, pieces, left.get(-1) ?? []);
}

interface Place {
  readonly original: Original;
  /** Which one of the parsed items it was. */
  readonly index: number | undefined;
  /** Column of lines of their own. */
  readonly column: number;
}

function itemText(writing: Writing, place: Place, item: unknown): string {
  const { source } = writing;
  const { original, index } = place;
  const value = valueOf(item);
  if (index === undefined) {
    const key = isPair(item) ? `${JSON.stringify(keyOf(item))}: ` : '';
    return key + addedJson(writing, item, original.starts[0] ?? 0);
  }
  if (value !== original.values[index]) return replacedText(writing, { ...place, index }, item);
  const [start, end] = [original.starts[index], original.ends[index]];
  return isCollection(value)
    ? source.slice(start, rangeOf(value)[0]) + flowText(writing, value)
    : source.slice(start, end);
}

/** A pair with another value: its key as it stood, and the comments in front of the old value and in it. */
function replacedText(writing: Writing, place: Place & { readonly index: number }, item: unknown): string {
  const { source, comments } = writing;
  const { original, index, column } = place;
  const [start = 0, end = 0] = [original.starts[index], original.ends[index]];
  const { start: behind, ...lead } = original.leads[index] ?? NO_LEAD;
  const [from, to] = rangeOf(original.values[index]);
  const key = behind === undefined ? `${source.slice(start, end)}:` : source.slice(start, behind);
  const inside = commentsWithin(comments, to === 0 ? (behind ?? end) : from, end);
  const above = commentsAbove(to === 0 ? '' : gapOf(lead), inside, column);
  return key + (above === '' ? ' ' : `${above}\n${' '.repeat(column)}`) + addedJson(writing, item, start);
}

/** A value that was not parsed, as JSON behind its anchor. */
function addedJson(writing: Writing, item: unknown, offset: number): string {
  const anchor = anchorOf(valueOf(item));
  return (anchor === undefined ? '' : `&${anchor} `) + json(writing, dataOf(writing, item), offset);
}

/** The text of a parsed key. */
export function keySource({ source }: Writing, item: unknown): string {
  const key = isPair(item) && isNode(item.key) ? item.key : undefined;
  return key === undefined ? '' : source.slice(key.range?.[0], key.range?.[1]);
}

/** JSON, which is YAML too: on one line, or spread as the document is, beginning on the line of an offset. */
function json({ source, isSpreadJson }: Writing, value: unknown, offset: number): string {
  const text = jsonText(value, 2);
  if (!isSpreadJson) return text.replaceAll(/\n\s*/g, ' ');
  const start = lineStart(source, offset);
  const indent = /^ */.exec(source.slice(start, offset))?.[0].length ?? 0;
  return indentedBelow(text, indent);
}

/**
 * Tells whether a parsed flow collection is written as a block once something is added to it: it stands on one line,
 * and without anchors, aliases, tags and comments, so that its parts can be moved to lines of their own.
 */
export function canBecomeBlock({ source }: Writing, node: Collection): boolean {
  const [start, end] = node.range ?? [];
  return !/[\n&*!#?]/.test(source.slice(start, end));
}

/** Tells whether anything in a parsed flow collection was edited. */
export function isFlowChanged({ layout }: Pick<Writing, 'layout'>, node: Collection): boolean {
  const original = layout.get(node);
  if (original === undefined) return false;
  if (node.items.length !== original.items.length) return true;
  return node.items.some((item, index) => {
    const value = valueOf(item);
    if (item !== original.items[index] || value !== original.values[index]) return true;
    return isCollection(value) && isFlowChanged({ layout }, value);
  });
}
