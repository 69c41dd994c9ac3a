import { isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, Pair, visit } from 'yaml';
import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';

/**
 * A YAML text may say something once and mean it in many places, by anchors, aliases and merge keys. Whoever changes
 * one of these places must not change the others, so each is made independent before it is touched.
 */

export type Collection = YAMLMap | YAMLSeq;

/**
 * The collection at a place, which may be changed from now on. Aliases and merged keys on the way to it are written
 * out; an alias elsewhere that means something on the way gets the content as it was. Throws where there is none.
 */
export function isolateCollection(document: Document, path: readonly (string | number)[]): Collection {
  let node = isolateNode(document, document.contents, (own) => {
    document.contents = own;
  });
  for (const token of path) {
    const parent = node;
    const slot = resolveNodeSlot(document, parent, token);
    node = isolateNode(document, slot.value, slot.set);
  }
  return node;
}

interface NodeSlot {
  readonly value: unknown;
  readonly set: (node: Node) => void;
}

function resolveNodeSlot(document: Document, parent: Collection, token: string | number): NodeSlot {
  if (isSeq(parent)) {
    const index = Number(token);
    return { value: parent.items[index], set: (node) => (parent.items[index] = node) };
  }
  const pair = isolatePair(document, parent, token);
  return { value: pair?.value, set: (node) => pair && (pair.value = node) };
}

/** The pair of a key that is in the map itself. */
export const findPair = (map: YAMLMap, token: string | number): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && String(key.value) === String(token));

/** The pair of a key; one that the map has by `<<` only gets a pair of its own, which beats the merged one. */
export function isolatePair(document: Document, map: YAMLMap, token: string | number): Pair | undefined {
  const own = findPair(map, token);
  if (own !== undefined) return own;
  const merged = map.toJS(document) as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(merged, token)) return undefined;
  const pair = new Pair<unknown, unknown>(
    document.createNode(String(token)),
    createPlainNode(document, merged[token]),
  );
  map.items.push(pair);
  return pair;
}

function isolateNode(document: Document, value: unknown, set: (node: Node) => void): Collection {
  if (isCollection(value)) {
    detachFirstAlias(document, value);
    return value;
  }
  const copy = isAlias(value) ? createPlainNode(document, value.toJS(document)) : undefined;
  if (!isCollection(copy)) throw new Error('An operation points into what is no map and no list.');
  set(copy);
  return copy;
}

/** A node of plain data, without anchors. */
export const createPlainNode = (document: Document, value: unknown): Node =>
  document.createNode(value, { aliasDuplicateObjects: false });

/** The node at a place, read only: aliases and merged keys on the way are followed. */
export function readNode(document: Document, path: readonly (string | number)[]): unknown {
  let node: unknown = document.contents;
  for (const token of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(parent)) node = parent.items[Number(token)];
    else if (isMap(parent)) node = readMapValue(document, parent, token);
    else throw new Error('An operation takes from what is no map and no list.');
  }
  return node;
}

function readMapValue(document: Document, map: YAMLMap, token: string | number): unknown {
  const pair = findPair(map, token);
  if (pair !== undefined) return pair.value;
  const merged = map.toJS(document) as Readonly<Record<string, unknown>>;
  return Object.hasOwn(merged, token) ? createPlainNode(document, merged[token]) : undefined;
}

/** Makes every alias elsewhere independent that means the node or something in it, because it is about to go. */
export function detachAliases(document: Document, value: unknown): void {
  const anchored: Node[] = [];
  if (isNode(value))
    visit(value, {
      Value: (_, node) => {
        if (node.anchor !== undefined) anchored.push(node);
      },
    });
  for (const node of anchored) detachFirstAlias(document, node, value);
}

/**
 * The first alias that means the node becomes a copy, which takes the anchor along, so the later ones mean that copy.
 * An anchor of one name is in one place: PyYAML and others refuse a document that has it twice. Aliases within what
 * goes are left out: a copy there would go, too.
 */
function detachFirstAlias(document: Document, node: Anchored, going: unknown = node): void {
  const { anchor } = node;
  if (anchor === undefined) return;
  const copies: Node[] = [];
  visit(document, {
    Node: (_, each) => (each === going ? visit.SKIP : undefined),
    Alias: (_, alias) => {
      if (copies.length > 0 || alias.source !== anchor || alias.resolve(document) !== node) return undefined;
      const copy = Object.assign(createPlainNode(document, alias.toJS(document)), { anchor });
      copies.push(copy);
      return copy;
    },
  });
  if (copies.length > 0) delete node.anchor;
}

type Anchored = Node & { anchor?: string };

/** The value of a pair, the item of a list, or the node itself. */
export const getItemValue = (item: unknown): unknown => (isPair(item) ? item.value : item);
