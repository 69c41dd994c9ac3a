import { isNode, isPair, isScalar, type Document } from 'yaml';
import { indented, indentedBelow } from './splice.js';
import { itemText, keyText, valueText, type YamlStyle } from './kubernetes-yaml.js';
import type { Comments } from './comments.js';
import type { Layout } from './source-layout.js';
import { valueOf } from './node-ownership.js';

/** What is needed to write an edited document with the text of what was not edited. */
export interface Writing {
  readonly source: string;
  readonly document: Document;
  readonly layout: Layout;
  readonly comments: Comments;
  readonly style: YamlStyle;
  /** Tells whether added parts of a flow collection take a line each, as in JSON that was written for people. */
  readonly isSpreadJson: boolean;
}

/** The plain data of a pair's value, or of a list's item. */
export function dataOf({ document }: Writing, item: unknown): unknown {
  const value = valueOf(item);
  return isNode(value) ? value.toJS(document) : (value ?? null);
}

/** The key of a pair as plain text. */
export const keyOf = (item: unknown): string =>
  isPair(item) && isScalar(item.key) ? String(item.key.value) : '';

/** A pair or item that was not parsed, as lines at a column, without the last line break. */
export function addedText(writing: Writing, item: unknown, column: number): string {
  const text = isPair(item)
    ? `${keyText(keyOf(item))}:${addedValue(writing, item, 0)}`
    : itemText(dataOf(writing, item), writing.style, anchorOf(item));
  return indented(text, column);
}

/** A value that was not parsed, from behind the colon on; `column` is that of its key. */
export function addedValue(writing: Writing, item: unknown, column: number): string {
  const text = valueText(dataOf(writing, item), writing.style, anchorOf(valueOf(item)));
  return indentedBelow(text, column);
}

/** The name of the anchor of a node, if it has one. */
export function anchorOf(value: unknown): string | undefined {
  return isNode(value) ? (value as { readonly anchor?: string }).anchor : undefined;
}
