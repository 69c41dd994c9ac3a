import { isCollection, isNode, isPair } from 'yaml';
import { jsonText } from './kubernetes-yaml.js';
import { valueOf, type Collection } from './node-ownership.js';
import type { Original } from './source-layout.js';
import { columnOf, indentedBelow, isFirstOnLine, lineStart } from './splice.js';
import { dataOf, keyOf, type Writing } from './writing.js';

/** The text of a parsed `[…]` or `{…}` as it is now: parsed items as they stood, added ones as JSON. */
export function flowText(writing: Writing, node: Collection): string {
  const { source, layout } = writing;
  const [start = 0, end = 0] = node.range ?? [];
  const original = layout.get(node);
  if (original === undefined) return source.slice(start, end);
  const [first] = original.starts;
  if (first === undefined || node.items.length === 0)
    return node.items.length === original.items.length
      ? source.slice(start, end)
      : json(writing, node.toJS(writing.document), start);
  const body = node.items.map((item, index) => {
    const text = itemText(writing, original, item);
    return index === 0 ? text : (gapBefore(source, original, item) ?? separator(source, original)) + text;
  });
  return source.slice(start, first) + body.join('') + source.slice(original.ends.at(-1), end);
}

/** What an added item is set apart by: a line of its own where a parsed one has that. */
function separator(source: string, { starts }: Original): string {
  const own = starts.find((start) => isFirstOnLine(source, start));
  return own === undefined ? ', ' : `,\n${' '.repeat(columnOf(source, own))}`;
}

/** What stood between a parsed item and the one before it. */
function gapBefore(source: string, original: Original, item: unknown): string | undefined {
  const index = original.items.indexOf(item);
  return index < 1 ? undefined : source.slice(original.ends[index - 1], original.starts[index]);
}

function itemText(writing: Writing, original: Original, item: unknown): string {
  const { source } = writing;
  const index = original.items.indexOf(item);
  const start = original.starts[index] ?? original.starts[0] ?? 0;
  const value = valueOf(item);
  if (index < 0 || value !== original.values[index]) {
    const key = index < 0 ? JSON.stringify(keyOf(item)) : keySource(writing, item);
    return (isPair(item) ? `${key}: ` : '') + json(writing, dataOf(writing, item), start);
  }
  if (!isCollection(value)) return source.slice(start, original.ends[index]);
  return source.slice(start, value.range?.[0]) + flowText(writing, value);
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
export const isFlowChanged = (writing: Writing, node: Collection): boolean =>
  flowText(writing, node) !== writing.source.slice(node.range?.[0], node.range?.[1]);
