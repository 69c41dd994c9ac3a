import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import { parsePath } from '../core/objects/paths.js';
import { err, ok, type Issue, type Result } from '../core/result.js';

/** One Kubernetes object of a YAML or JSON text; its fields are read only on demand. */
export interface LocatedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** The object as plain data. */
  readonly value: () => Result<unknown>;
  /** `file:line:column` of a path in the object, or of the nearest thing above it. */
  readonly locate: (path: string) => string;
}

/**
 * Splits YAML or JSON text into its objects: every document, with lists flattened. `file` is only named in places.
 * Refuses text that is not YAML, and documents that are not objects with a `kind`. A Secret is left out unread.
 */
export function parseObjects(text: string, file: string): Result<readonly LocatedObject[]> {
  const lines = new LineCounter();
  // Without pretty errors, as those quote the lines around the error, which may be of a Secret.
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if ('empty' in documents) return ok([]);
  const place: Place = (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0)
    return err(
      errors.map(({ pos, message }) => ({ path: place(pos[0]), message: `is not YAML: ${message}` })),
    );
  const found = documents.flatMap((document) => objectsOf(document, document.contents, place));
  const issues = found.filter((item) => 'message' in item);
  return issues.length > 0 ? err(issues) : ok(found.filter((item) => 'kind' in item));
}

type Place = (offset: number) => string;
type Header = Pick<LocatedObject, 'apiVersion' | 'kind'>;

/** Objects of a node; `list` is the header of the list it is in, which items of a typed list need not repeat. */
function objectsOf(
  document: Document,
  contents: unknown,
  place: Place,
  list?: Header,
): readonly (LocatedObject | Issue)[] {
  const node = isAlias(contents) ? contents.resolve(document) : contents;
  if (isEmpty(node)) return [];
  const path = place(startOf(node));
  if (!isMap(node)) return [{ path, message: 'is no object; allowed: a map with apiVersion and kind' }];
  const header = headerOf(node, list);
  if (header.kind === '')
    return [{ path, message: 'has no kind; allowed: a Kubernetes object; add apiVersion and kind' }];
  if (header.kind === 'Secret') return [];
  const items = node.get('items', true);
  if (header.kind.endsWith('List') && isSeq(items)) {
    const { apiVersion, kind } = header;
    return items.items.flatMap((item) =>
      objectsOf(document, item, place, { apiVersion, kind: kind.replace(/List$/, '') }),
    );
  }
  return [
    {
      ...header,
      value: () => plainData(node, document),
      locate: (at) => place(offsetOf(document, node, at)),
    },
  ];
}

const isEmpty = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null);

function headerOf(node: YAMLMap, list: Header = { apiVersion: '', kind: '' }): Header {
  const kind = textOf(node, 'kind');
  return kind === '' ? list : { apiVersion: textOf(node, 'apiVersion'), kind };
}

/** Through JSON, which refuses what no API object can be: an anchor that contains itself. */
function plainData(node: YAMLMap, document: Document): Result<unknown> {
  try {
    return ok(JSON.parse(JSON.stringify(node.toJS(document))) as unknown);
  } catch {
    return err([
      { path: '', message: 'has anchors that contain themselves or too many aliases; write it out' },
    ]);
  }
}

function textOf(node: YAMLMap, key: string): string {
  const value = node.get(key);
  return typeof value === 'string' ? value : '';
}

/** Where a path begins: the key of a field or an item of a list; of the nearest one above where there is none. */
function offsetOf(document: Document, root: YAMLMap, path: string): number {
  let node: unknown = root;
  let offset = startOf(root);
  for (const token of parsePath(path)) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, token);
    if (child === undefined) return offset;
    offset = startOf(child.start);
    node = child.value;
  }
  return offset;
}

function childOf(node: unknown, token: string | number): { start: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(token));
    return isPair(pair) ? { start: pair.key, value: pair.value } : undefined;
  }
  const item: unknown = isSeq(node) && typeof token === 'number' ? node.items[token] : undefined;
  return item === undefined ? undefined : { start: item, value: item };
}

const startOf = (node: unknown): number => (node as Partial<Node> | null)?.range?.[0] ?? 0;
