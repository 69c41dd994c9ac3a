import { isCollection, isMap, isNode } from 'yaml';
import { isFlowChanged, getKeySource } from './flow.js';
import { getItemValue, type Collection } from './node-ownership.js';
import { formatAddedItem, formatAddedValue, type WriteContext } from './writing.js';

/** A parsed flow collection that is not empty as block lines at a column, without the last line break. */
export function formatFlowAsBlock(writing: WriteContext, node: Collection, column: number): string {
  return node.items.map((item) => formatBlockItem(writing, { node, item, column })).join('\n');
}

interface BlockItem {
  readonly node: Collection;
  readonly item: unknown;
  readonly column: number;
}

function formatBlockItem(writing: WriteContext, place: BlockItem): string {
  const { node, item, column } = place;
  const original = writing.layout.get(node);
  const index = original?.places.get(item);
  if (original === undefined || index === undefined) return formatAddedItem(writing, item, column);
  const lead = ' '.repeat(column) + (isMap(node) ? `${getKeySource(writing, item)}:` : '-');
  const isKept = getItemValue(item) === original.values[index];
  return lead + (isKept ? formatKeptValue(writing, place) : formatAddedValue(writing, item, column));
}

/** A parsed value as it is now, from behind the colon or the `-` on. */
function formatKeptValue(writing: WriteContext, { node, item, column }: BlockItem): string {
  const value = getItemValue(item);
  if (isCollection(value) && isFlowChanged(writing, value))
    return formatNestedCollection(writing, { node, item: value, column });
  const [start, end] = isNode(value) ? (value.range ?? [0, 0]) : [0, 0];
  return start === end ? '' : ` ${writing.source.slice(start, end)}`;
}

/** A changed collection inside: behind `- ` on the same line, or below its key. */
function formatNestedCollection(writing: WriteContext, { node, item, column }: BlockItem): string {
  const value = item as Collection;
  if (value.items.length === 0) return isMap(value) ? ' {}' : ' []';
  if (!isMap(node)) return ` ${formatFlowAsBlock(writing, value, column + 2).trimStart()}`;
  return `\n${formatFlowAsBlock(writing, value, column + getIndentStep(writing, value))}`;
}

/** By how many columns a collection is indented from its key. */
export const getIndentStep = ({ style }: WriteContext, value: Collection): number =>
  isMap(value) || style.indentSeq ? style.indent : 0;
