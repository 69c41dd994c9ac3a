import { isMap, isNode, isPair, Pair, type Document, type Node, type YAMLMap } from 'yaml';
import { parsePointer, type Operation } from '../core/operation.js';
import type { Path } from '../core/objects/paths.js';
import { keepAliases } from './aliases.js';
import {
  createPlainNode,
  isolateCollection,
  isolatePair,
  findPair,
  readNode,
  detachAliases,
  getItemValue,
  type Collection,
} from './node-ownership.js';

/**
 * Plays RFC 6902 operations onto the object at `base` of a YAML document, whose nodes are edited in place: what no
 * operation names stays the node it was. A copy is plain data without the comments of its source. Throws where an
 * operation points to nothing; the document is then in part changed. https://www.rfc-editor.org/rfc/rfc6902
 */
export function applyOperations(document: Document, base: Path, operations: readonly Operation[]): void {
  for (const operation of operations) applyOperation(document, base, operation);
}

function applyOperation(document: Document, base: Path, operation: Operation): void {
  const at = (pointer: string): Path => [...base, ...parsePointer(pointer)];
  const target = at(operation.path);
  switch (operation.op) {
    case 'add':
      addNode(document, target, createPlainNode(document, operation.value));
      return;
    case 'replace':
      takeNode(document, target, createPlainNode(document, operation.value));
      return;
    case 'remove':
      takeNode(document, target);
      return;
    case 'copy':
      addNode(
        document,
        target,
        createPlainNode(document, copyNodeData(document, readNode(document, at(operation.from)))),
      );
      return;
    case 'move':
      keepAliases(document, () => {
        addNode(document, target, getItemValue(takeNode(document, at(operation.from))));
      });
  }
}

function copyNodeData(document: Document, node: unknown): unknown {
  if (node === undefined) throw new Error('An operation copies what is not there.');
  return isNode(node) ? node.toJS(document) : node;
}

interface NodeTarget {
  readonly parent: Collection;
  readonly token: string | number;
}

function resolveNodeTarget(document: Document, path: Path): NodeTarget {
  const token = path.at(-1);
  if (token === undefined) throw new Error('An operation points to the whole document.');
  return { parent: isolateCollection(document, path.slice(0, -1)), token };
}

function addNode(document: Document, path: Path, node: unknown): void {
  const { parent, token } = resolveNodeTarget(document, path);
  if (isMap(parent)) {
    const pair = findPair(parent, token);
    if (pair === undefined) parent.items.push(new Pair(createPlainNode(document, String(token)), node));
    else {
      detachAliases(document, pair.value);
      pair.value = node;
    }
    return;
  }
  const index = token === '-' ? parent.items.length : parseListIndex(parent.items.length, token);
  parent.items.splice(index, 0, node);
}

/** Takes out what is there and gives it back; `instead`, when given, takes its place. */
function takeNode(document: Document, path: Path, instead?: Node): unknown {
  const { parent, token } = resolveNodeTarget(document, path);
  if (isMap(parent) && instead !== undefined) isolatePair(document, parent, token);
  const index = isMap(parent)
    ? getPairIndex(parent, findPair(parent, token))
    : parseListIndex(parent.items.length - 1, token);
  const item: unknown = parent.items[index];
  if (item === undefined) throw new Error(`An operation names ${String(token)}, which is not there.`);
  if (instead === undefined && isPair(item)) detachAliases(document, item.key);
  detachAliases(document, getItemValue(item));
  if (instead === undefined) parent.items.splice(index, 1);
  else if (item instanceof Pair) item.value = instead;
  else parent.items[index] = instead;
  return item;
}

const getPairIndex = ({ items }: YAMLMap, pair: Pair | undefined): number =>
  pair === undefined ? -1 : items.indexOf(pair);

function parseListIndex(highest: number, token: string | number): number {
  const index = Number(token);
  if (Number.isInteger(index) && index >= 0 && index <= highest) return index;
  throw new Error(`An operation names item ${String(token)} of a list that has none.`);
}
