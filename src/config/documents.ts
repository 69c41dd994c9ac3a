import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, ErrorCode, Node, Pair, YAMLError, YAMLMap } from 'yaml';
import { parsePath, type Path } from '../core/objects/paths.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { MOST_TEXT_LEVELS } from './bounds.js';
import { composeDocuments, type YamlParseOptions } from './compose-documents.js';
import { readDocumentStream, type DocumentStream, type LinePlace } from './document-stream.js';

/** One Kubernetes object of a YAML or JSON text; its fields are read only on demand. */
export interface LocatedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** The object as plain data. */
  readonly value: () => Result<unknown>;
  /** `file:line:column` of a path in the object, or of the nearest thing above it. */
  readonly locate: (path: string) => string;
}

/** One Kubernetes object by its node in a document. */
export interface ObjectNode {
  readonly apiVersion: string;
  readonly kind: string;
  readonly document: Document;
  readonly node: YAMLMap;
  /** Place of the object in its document: empty, or inside of a list. */
  readonly path: Path;
}

/** Writes an offset of a text as `file:line:column`. */
export type OffsetFormatter = (offset: number) => string;

/** Documents of a text, and how places in it are written; offsets are those of what the parser was given of it. */
export interface ParsedText {
  readonly documents: readonly Document[];
  readonly place: OffsetFormatter;
  readonly stream: DocumentStream;
}

/**
 * Splits YAML or JSON text into its objects: every document, with lists flattened. `file` is only named in places.
 * Refuses text that is not YAML, and documents that are not objects with a `kind`. A Secret is left out unread.
 */
export function parseObjects(text: string, file: string): Result<readonly LocatedObject[]> {
  const parsed = parseDocuments(text, file, { merge: true });
  if (!parsed.ok) return parsed;
  const { place } = parsed.value;
  const nodes = listObjectNodes(parsed.value);
  if (!nodes.ok) return nodes;
  const located = nodes.value.map((object) => ({
    apiVersion: object.apiVersion,
    kind: object.kind,
    value: () => readPlainData(object.node, object.document),
    locate: createLocator(object, place),
  }));
  return ok(located.filter(({ kind }) => kind !== 'Secret'));
}

/** Parses a text of any number of YAML or JSON documents. Refuses what is not YAML or nested too deep, naming each place. */
export const parseDocuments = (text: string, file: string, options: YamlParseOptions): Result<ParsedText> =>
  parsePlacedDocuments(text, ({ line, col }) => `${file}:${line}:${col}`, options);

/** The same of a text whose places are written in another way. */
export function parsePlacedDocuments(
  text: string,
  formatPlace: (place: LinePlace) => string,
  options: YamlParseOptions,
): Result<ParsedText> {
  const stream = readDocumentStream(text);
  if (stream.stray !== undefined) return err([{ path: formatPlace(stream.stray), message: STRAY }]);
  const place: OffsetFormatter = (offset) => formatPlace(stream.locate(offset));
  const composed = composeDocuments(stream.text, options);
  if (!composed.ok) return err([{ path: place(composed.error), message: TOO_DEEP }]);
  const documents = composed.value;
  const errors = documents.flatMap((document) => document.errors);
  return errors.length === 0
    ? ok({ documents, place, stream })
    : err(
        errors.map((error) => ({
          path: place(error.pos[0]),
          message: `is not YAML: ${redactYamlError(error)}`,
        })),
      );
}

const STRAY =
  'is not YAML: Unexpected text behind a JSON value; allowed: another object or list, or a line of --- in front of it';
const TOO_DEEP = `is nested deeper than ${MOST_TEXT_LEVELS} levels; remove what holds maps or lists inside each other`;

/** Errors with another message than the parser's, since that quotes the text in its middle. */
const UNQUOTED: Partial<Record<ErrorCode, string>> = {
  BAD_DIRECTIVE: 'Invalid directive',
  BAD_DQ_ESCAPE: 'Invalid escape sequence',
  TAG_RESOLVE_FAILED: 'Invalid tag',
};

/** The parser's message without its quotes of the text, which may come from a Secret. Most quotes are after a colon. */
const redactYamlError = ({ code, message }: YAMLError): string =>
  UNQUOTED[code] ?? message.replace(/(?<=\w): [^]*$/, '');

/** The objects of parsed documents in order, with lists flattened. Refuses what is no object with a `kind`. */
export function listObjectNodes({
  documents,
  place,
}: Omit<ParsedText, 'stream'>): Result<readonly ObjectNode[]> {
  const found = documents.flatMap((document) => flattenNode({ document, place }, document.contents, []));
  const issues = found.filter((item) => 'message' in item);
  return issues.length > 0 ? err(issues) : ok(found.filter((item) => 'kind' in item));
}

type ObjectHeader = Pick<ObjectNode, 'apiVersion' | 'kind'>;

interface NodeOrigin {
  readonly document: Document;
  readonly place: OffsetFormatter;
  /** Header of the list that the node is in, which items of a typed list need not repeat. */
  readonly list?: ObjectHeader;
}

function flattenNode(origin: NodeOrigin, contents: unknown, path: Path): readonly (ObjectNode | Issue)[] {
  const { document, place, list } = origin;
  const node = isAlias(contents) ? contents.resolve(document) : contents;
  if (isEmpty(node)) return [];
  const at = place(getStart(node));
  if (!isMap(node))
    return [{ path: at, message: 'is not an object; allowed: a map with apiVersion and kind' }];
  const header = readHeader(node, list);
  if (header.kind === '')
    return [{ path: at, message: 'has no kind; allowed: a Kubernetes object; add apiVersion and kind' }];
  const items = node.get('items', true);
  if (header.kind.endsWith('List') && isSeq(items)) {
    const { apiVersion, kind } = header;
    const inner = { document, place, list: { apiVersion, kind: kind.replace(/List$/, '') } };
    return items.items.flatMap((item, index) => flattenNode(inner, item, [...path, 'items', index]));
  }
  return [{ ...header, document, node, path }];
}

const isEmpty = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null);

function readHeader(node: YAMLMap, list: ObjectHeader = { apiVersion: '', kind: '' }): ObjectHeader {
  const kind = readTextField(node, 'kind');
  return kind === '' ? list : { apiVersion: readTextField(node, 'apiVersion'), kind };
}

/** A node as plain data. It goes through JSON, which refuses an anchor that contains itself, as no API object can. */
export function readPlainData(node: Node, document: Document): Result<unknown> {
  try {
    return ok(JSON.parse(JSON.stringify(node.toJS(document))) as unknown);
  } catch {
    return err([
      { path: '', message: 'has anchors that contain themselves or too many aliases; write it out' },
    ]);
  }
}

function readTextField(node: YAMLMap, key: string): string {
  const value = node.get(key);
  return typeof value === 'string' ? value : '';
}

/** Tells the place of a path in a node, or of the nearest thing above it. */
export function createLocator(
  { document, node }: Pick<ObjectNode, 'document' | 'node'>,
  place: OffsetFormatter,
): (path: string) => string {
  const keys: PairIndex = new Map();
  return (path) => place(getPathOffset(document, node, parsePath(path), keys));
}

/** The pairs of maps by key, indexed when a map is first asked, since the places of all its fields may be needed. */
type PairIndex = Map<YAMLMap, ReadonlyMap<string, Pair>>;

/** Where a path begins: the key of a field or an item of a list; if there is none, the nearest one above. */
function getPathOffset(document: Document, root: YAMLMap, path: Path, keys: PairIndex): number {
  let node: unknown = root;
  let offset = getStart(root);
  for (const token of path) {
    const child = findChild(isAlias(node) ? node.resolve(document) : node, token, keys);
    if (child === undefined) return offset;
    offset = getStart(child.start);
    node = child.value;
  }
  return offset;
}

function indexPairs(map: YAMLMap, keys: PairIndex): ReadonlyMap<string, Pair> {
  const known = keys.get(map);
  if (known !== undefined) return known;
  const pairs = map.items.filter(({ key }) => isScalar(key)).map((pair) => [getKey(pair), pair] as const);
  // If a key is there several times, the first one counts.
  const made = new Map(pairs.reverse());
  keys.set(map, made);
  return made;
}

const getKey = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

function findChild(
  node: unknown,
  token: string | number,
  keys: PairIndex,
): { start: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = indexPairs(node, keys).get(String(token));
    return pair === undefined ? undefined : { start: pair.key, value: pair.value };
  }
  const item: unknown = isSeq(node) && typeof token === 'number' ? node.items[token] : undefined;
  return item === undefined ? undefined : { start: item, value: item };
}

/** Where a node begins in its text. */
export const getStart = (node: unknown): number => (node as Partial<Node> | null)?.range?.[0] ?? 0;
