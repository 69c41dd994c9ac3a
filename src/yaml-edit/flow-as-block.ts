import { isCollection, isMap, isNode } from 'yaml';
import { isFlowChanged, keySource } from './flow.js';
import { valueOf, type Collection } from './node-ownership.js';
import { addedText, addedValue, type Writing } from './writing.js';

/** A parsed flow collection that is not empty as block lines at a column, without the last line break. */
export function flowAsBlock(writing: Writing, node: Collection, column: number): string {
  return node.items.map((item) => itemLines(writing, { node, item, column })).join('\n');
}

interface Place {
  readonly node: Collection;
  readonly item: unknown;
  readonly column: number;
}

function itemLines(writing: Writing, place: Place): string {
  const { node, item, column } = place;
  const original = writing.layout.get(node);
  const index = original?.places.get(item);
  if (original === undefined || index === undefined) return addedText(writing, item, column);
  const lead = ' '.repeat(column) + (isMap(node) ? `${keySource(writing, item)}:` : '-');
  const isKept = valueOf(item) === original.values[index];
  return lead + (isKept ? keptText(writing, place) : addedValue(writing, item, column));
}

/** A parsed value as it is now, from behind the colon or the `-` on. */
function keptText(writing: Writing, { node, item, column }: Place): string {
  const value = valueOf(item);
  if (isCollection(value) && isFlowChanged(writing, value))
    return nestedLines(writing, { node, item: value, column });
  const [start, end] = isNode(value) ? (value.range ?? [0, 0]) : [0, 0];
  return start === end ? '' : ` ${writing.source.slice(start, end)}`;
}

/** A changed collection inside: behind `- ` on the same line, or below its key. */
function nestedLines(writing: Writing, { node, item, column }: Place): string {
  const value = item as Collection;
  if (value.items.length === 0) return isMap(value) ? ' {}' : ' []';
  if (!isMap(node)) return ` ${flowAsBlock(writing, value, column + 2).trimStart()}`;
  return `\n${flowAsBlock(writing, value, column + stepOf(writing, value))}`;
}

/** By how many columns a collection stands right of its key. */
export const stepOf = ({ style }: Writing, value: Collection): number =>
  isMap(value) || style.indentSeq ? style.indent : 0;
