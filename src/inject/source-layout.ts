import { isCollection, isNode, isPair, visit, type CST, type Document, type Node } from 'yaml';
import { valueOf, type Collection } from './node-ownership.js';

/** A list or map as it was parsed, before anything was edited. */
export interface Original {
  /** The pairs or nodes that it had. */
  readonly items: readonly unknown[];
  /** The values of those: of a pair its value, of a list the items themselves. */
  readonly values: readonly unknown[];
  /** Offsets at which they begin: of a `-`, an anchor or a key. */
  readonly starts: readonly number[];
  /** Offsets at which their text ends, without comment and line break behind it. */
  readonly ends: readonly number[];
  readonly isFlow: boolean;
}

/** Where everything stood that was parsed. What is not in it was made later. */
export type Layout = ReadonlyMap<Collection, Original>;

/** Notes where the parts of parsed documents stand; they must have been parsed with `keepSourceTokens`. */
export function layoutOf(documents: readonly Document[]): Layout {
  const layout = new Map<Collection, Original>();
  for (const document of documents)
    visit(document, {
      Collection: (_, node) => {
        const original = originalOf(node);
        if (original !== undefined) layout.set(node, original);
      },
    });
  return layout;
}

function originalOf(node: Collection): Original | undefined {
  const { srcToken } = node;
  if (srcToken === undefined || !('items' in srcToken)) return undefined;
  const isFlow = srcToken.type === 'flow-collection';
  const starts = srcToken.items.filter(isContent).map(startOf);
  const items: readonly unknown[] = [...node.items];
  // Where the two differ the text is laid out in a way that is not known here; the collection is then written anew.
  if (starts.length !== items.length) return undefined;
  const ends = items.map((item, index) => Math.max(endOf(lastNode(item)), starts[index] ?? 0));
  return { items, values: items.map(valueOf), starts, ends, isFlow };
}

type Item = CST.CollectionItem;

/** Comments at the end of a collection, and its last comma, stand in items of their own. */
const isContent = ({ start, key, sep, value }: Item): boolean =>
  [key, sep, value].some((part) => part !== undefined && part !== null) ||
  start.some(({ type }) => type === 'seq-item-ind');

const GAP: readonly CST.SourceToken['type'][] = ['space', 'newline', 'comment', 'comma'];

function startOf({ start, key, sep, value }: Item): number {
  const first = [...start, key, ...(sep ?? []), value].find(
    (token) => token !== undefined && token !== null && !GAP.includes(token.type as CST.SourceToken['type']),
  );
  return first?.offset ?? 0;
}

const endOf = (node: Node | undefined): number => node?.range?.[1] ?? 0;

/** The offset behind the colon of a parsed pair; undefined for a key without one. */
export function colonEnd(item: unknown): number | undefined {
  if (!isPair(item)) return undefined;
  const { sep } = (item.srcToken ?? {}) as { readonly sep?: readonly CST.SourceToken[] };
  const colon = sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? undefined : colon.offset + colon.source.length;
}

/** The last node of a pair or item that has text. */
function lastNode(item: unknown): Node | undefined {
  const value = valueOf(item);
  if (isNode(value)) return value;
  return isPair(item) && isNode(item.key) ? item.key : undefined;
}

export const isOriginalBlock = (layout: Layout, value: unknown): value is Collection =>
  isCollection(value) && layout.get(value)?.isFlow === false;
