import { isCollection, isNode, isPair, visit, type CST, type Document, type Node } from 'yaml';
import { getItemValue, type Collection } from './node-ownership.js';

/** A list or map as it was parsed, before anything was edited. */
export interface OriginalCollection {
  /** The pairs or nodes that it had. */
  readonly items: readonly unknown[];
  /** The values of those: of a pair its value, of a list the items themselves. */
  readonly values: readonly unknown[];
  /** Offsets at which they begin: of a `-`, an anchor or a key. */
  readonly starts: readonly number[];
  /** Offsets at which their text ends, without comment and line break behind it. */
  readonly ends: readonly number[];
  /** What comes before the values. */
  readonly leads: readonly Lead[];
  /** The anchors of the values. */
  readonly anchors: readonly (CST.SourceToken | undefined)[];
  /** Which place a pair or node had. */
  readonly places: ReadonlyMap<unknown, number>;
  readonly isFlow: boolean;
}

/** What comes before a value: of a pair from its colon on, of the item of a block list from its `-` on. */
export interface Lead {
  /** The offset behind the colon or `-`; undefined where there is none. */
  readonly start: number | undefined;
  /** The offset behind the anchor and tag; that of the start where there are none. */
  readonly end: number;
  /** Spaces, line breaks, comments, anchor and tag. */
  readonly tokens: readonly CST.SourceToken[];
}

/** Where everything stood that was parsed. What is not in it was made later. */
export type Layout = ReadonlyMap<Collection, OriginalCollection>;

/** Notes where the parts of parsed documents are; they must have been parsed with `keepSourceTokens`. */
export function readLayout(documents: readonly Document[]): Layout {
  const layout = new Map<Collection, OriginalCollection>();
  for (const document of documents)
    visit(document, {
      Collection: (_, node) => {
        const original = readOriginalCollection(node);
        if (original !== undefined) layout.set(node, original);
      },
    });
  return layout;
}

function readOriginalCollection(node: Collection): OriginalCollection | undefined {
  const { srcToken } = node;
  if (srcToken === undefined || !('items' in srcToken)) return undefined;
  const isFlow = srcToken.type === 'flow-collection';
  const tokens = srcToken.items.filter(isContentItem);
  const items: readonly unknown[] = [...node.items];
  // Where the two differ the text is laid out in a way that is not known here; the collection is then written anew.
  if (tokens.length !== items.length) return undefined;
  const starts = tokens.map(getItemStart);
  const leads = tokens.map(readLead);
  const anchors = tokens.map(({ start, sep }) => (sep ?? start).find(({ type }) => type === 'anchor'));
  const ends = items.map((item, index) => Math.max(getNodeEnd(item, leads[index]), starts[index] ?? 0));
  const places = new Map(items.map((item, index) => [item, index]));
  return { items, values: items.map(getItemValue), starts, ends, leads, anchors, places, isFlow };
}

type SourceItem = CST.CollectionItem;

/** Comments at the end of a collection, and its last comma, are in items of their own. */
const isContentItem = ({ start, key, sep, value }: SourceItem): boolean =>
  [key, sep, value].some((part) => part !== undefined && part !== null) ||
  start.some(({ type }) => type === 'seq-item-ind');

const GAP: readonly CST.SourceToken['type'][] = ['space', 'newline', 'comment', 'comma'];

function getItemStart({ start, key, sep, value }: SourceItem): number {
  const first = [...start, key, ...(sep ?? []), value].find(
    (token) => token !== undefined && token !== null && !GAP.includes(token.type as CST.SourceToken['type']),
  );
  return first?.offset ?? 0;
}

/** A value of no text ends with its lead: the parser takes the spaces in front of a comment to it. */
function getNodeEnd(item: unknown, lead: Lead = NO_LEAD): number {
  const [, end] = getNodeRange(getItemValue(item));
  return end === 0 && lead.start !== undefined ? lead.end : (findLastNode(item)?.range?.[1] ?? 0);
}

/** That of the items of flow lists, and of keys without a value. */
export const NO_LEAD: Lead = { start: undefined, end: 0, tokens: [] };

function readLead({ start, sep }: SourceItem): Lead {
  const before = sep ?? start;
  const index = before.findIndex(({ type }) => type === 'map-value-ind' || type === 'seq-item-ind');
  const indicator = before[index];
  if (indicator === undefined) return NO_LEAD;
  const tokens = before.slice(index + 1);
  const last = tokens.findLast(isNodeProperty) ?? indicator;
  return { start: getTokenEnd(indicator), end: getTokenEnd(last), tokens };
}

/**
 * The offsets of the anchor of a parsed value that has none any more, with the spaces that go with it; undefined where
 * there is nothing to take out.
 */
export function findLostAnchor(
  source: string,
  { anchors, values }: OriginalCollection,
  index: number,
): { readonly start: number; readonly end: number } | undefined {
  const anchor = anchors[index];
  const value = values[index];
  if (anchor === undefined || !isNode(value) || (value as { readonly anchor?: string }).anchor !== undefined)
    return undefined;
  const end = getTokenEnd(anchor);
  if (source[end] === ' ') return { start: anchor.offset, end: end + 1 };
  const isAfterSpace = source[anchor.offset - 1] === ' ';
  return { start: isAfterSpace ? anchor.offset - 1 : anchor.offset, end };
}

const isNodeProperty = ({ type }: CST.SourceToken): boolean => type === 'anchor' || type === 'tag';

const getTokenEnd = ({ offset, source }: CST.SourceToken): number => offset + source.length;

/** What comes before a value up to the last comment; without anchor and tag, which go with the value. */
export function getGapText({ tokens }: Pick<Lead, 'tokens'>): string {
  const last = tokens.findLastIndex(({ type }) => type === 'comment');
  const isKept = (token: CST.SourceToken, next: CST.SourceToken | undefined): boolean =>
    !isNodeProperty(token) && !(token.type === 'space' && next !== undefined && isNodeProperty(next));
  const kept = tokens.slice(0, last + 1).filter((token, index) => isKept(token, tokens[index + 1]));
  return kept.map(({ source }) => source).join('');
}

/** Where the text of a parsed scalar, alias or flow collection begins and ends; zeros when there is none. */
export function getNodeRange(value: unknown): readonly [number, number] {
  const { range } = (value ?? {}) as { readonly range?: readonly number[] | null };
  const [start = 0, end = 0] = range ?? [];
  return start === end ? [0, 0] : [start, end];
}

/** The last node of a pair or item that has text. */
function findLastNode(item: unknown): Node | undefined {
  const value = getItemValue(item);
  if (isNode(value)) return value;
  return isPair(item) && isNode(item.key) ? item.key : undefined;
}

export const isOriginalBlock = (layout: Layout, value: unknown): value is Collection =>
  isCollection(value) && layout.get(value)?.isFlow === false;
