import { isNode, isPair, isScalar, type Document } from 'yaml';
import { indentText, indentFollowingLines } from './line-offsets.js';
import { formatListItem, formatKey, formatValue, type YamlStyle } from './kubernetes-yaml.js';
import type { Comments } from './comments.js';
import type { Layout } from './source-layout.js';
import { getItemValue } from './node-ownership.js';

/** What is needed to write an edited document with the text of what was not edited. */
export interface WriteContext {
  readonly source: string;
  readonly document: Document;
  readonly layout: Layout;
  readonly comments: Comments;
  readonly style: YamlStyle;
  /** Tells whether added parts of a flow collection take a line each, as in JSON that was written for people. */
  readonly isSpreadJson: boolean;
}

/** The plain data of a pair's value, or of a list's item. */
export function getPlainData({ document }: WriteContext, item: unknown): unknown {
  const value = getItemValue(item);
  return isNode(value) ? value.toJS(document) : (value ?? null);
}

/** The key of a pair as plain text. */
export const getKeyText = (item: unknown): string =>
  isPair(item) && isScalar(item.key) ? String(item.key.value) : '';

/** A pair or item that was not parsed, as lines at a column, without the last line break. */
export function formatAddedItem(writing: WriteContext, item: unknown, column: number): string {
  const text = isPair(item)
    ? `${formatKey(getKeyText(item))}:${formatAddedValue(writing, item, 0)}`
    : formatListItem(getPlainData(writing, item), writing.style, findAnchor(item));
  return indentText(text, column);
}

/** A value that was not parsed, from behind the colon on; `column` is that of its key. */
export function formatAddedValue(writing: WriteContext, item: unknown, column: number): string {
  const text = formatValue(getPlainData(writing, item), writing.style, findAnchor(getItemValue(item)));
  return indentFollowingLines(text, column);
}

/** The name of the anchor of a node, if it has one. */
export function findAnchor(value: unknown): string | undefined {
  return isNode(value) ? (value as { readonly anchor?: string }).anchor : undefined;
}
