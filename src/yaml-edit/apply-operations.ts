import { isMap, isNode, isPair, Pair, type Document, type Node, type YAMLMap } from 'yaml';
import type { Operation } from '../core/operation.js';
import type { Path } from '../core/objects/paths.js';
import { keepAliases } from './aliases.js';
import {
  freshNode,
  ownCollection,
  ownPair,
  pairOf,
  readNode,
  release,
  valueOf,
  type Collection,
} from './node-ownership.js';

/**
 * Plays RFC 6902 operations onto the object at `base` of a YAML document, whose nodes are edited in place: what no
 * operation names stays the node it was. A copy is plain data without the comments of its source. Throws where an
 * operation points to nothing; the document is then in part changed. https://www.rfc-editor.org/rfc/rfc6902
 */
export function playOnto(document: Document, base: Path, operations: readonly Operation[]): void {
  for (const operation of operations) play(document, base, operation);
}

function play(document: Document, base: Path, operation: Operation): void {
  const at = (pointer: string): Path => [...base, ...tokensOf(pointer)];
  const target = at(operation.path);
  switch (operation.op) {
    case 'add':
      put(document, target, freshNode(document, operation.value));
      return;
    case 'replace':
      take(document, target, freshNode(document, operation.value));
      return;
    case 'remove':
      take(document, target);
      return;
    case 'copy':
      put(document, target, freshNode(document, dataOf(document, readNode(document, at(operation.from)))));
      return;
    case 'move':
      keepAliases(document, () => {
        put(document, target, valueOf(take(document, at(operation.from))));
      });
  }
}

/** The tokens of a JSON Pointer; https://www.rfc-editor.org/rfc/rfc6901 */
const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

function dataOf(document: Document, node: unknown): unknown {
  if (node === undefined) throw new Error('An operation copies what is not there.');
  return isNode(node) ? node.toJS(document) : node;
}

interface Target {
  readonly parent: Collection;
  readonly token: string | number;
}

function targetOf(document: Document, path: Path): Target {
  const token = path.at(-1);
  if (token === undefined) throw new Error('An operation points to the whole document.');
  return { parent: ownCollection(document, path.slice(0, -1)), token };
}

function put(document: Document, path: Path, node: unknown): void {
  const { parent, token } = targetOf(document, path);
  if (isMap(parent)) {
    const pair = pairOf(parent, token);
    if (pair === undefined) parent.items.push(new Pair(freshNode(document, String(token)), node));
    else {
      release(document, pair.value);
      pair.value = node;
    }
    return;
  }
  const index = token === '-' ? parent.items.length : indexIn(parent.items.length, token);
  parent.items.splice(index, 0, node);
}

/** Takes out what is there and gives it back; `instead`, when given, takes its place. */
function take(document: Document, path: Path, instead?: Node): unknown {
  const { parent, token } = targetOf(document, path);
  if (isMap(parent) && instead !== undefined) ownPair(document, parent, token);
  const index = isMap(parent)
    ? placeOf(parent, pairOf(parent, token))
    : indexIn(parent.items.length - 1, token);
  const item: unknown = parent.items[index];
  if (item === undefined) throw new Error(`An operation names ${String(token)}, which is not there.`);
  if (instead === undefined && isPair(item)) release(document, item.key);
  release(document, valueOf(item));
  if (instead === undefined) parent.items.splice(index, 1);
  else if (item instanceof Pair) item.value = instead;
  else parent.items[index] = instead;
  return item;
}

const placeOf = ({ items }: YAMLMap, pair: Pair | undefined): number =>
  pair === undefined ? -1 : items.indexOf(pair);

function indexIn(highest: number, token: string | number): number {
  const index = Number(token);
  if (Number.isInteger(index) && index >= 0 && index <= highest) return index;
  throw new Error(`An operation names item ${String(token)} of a list that has none.`);
}
