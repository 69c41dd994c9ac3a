import type { Fields } from '../../core/json.js';
import { isMap, isScalar, type Document, type YAMLMap } from 'yaml';
import {
  createLocator,
  listObjectNodes,
  parseDocuments,
  readPlainData,
  type OffsetFormatter,
} from '../../config/documents.js';
import type { DocumentStream } from '../../config/document-stream.js';
import { formatPath, type Path } from '../../core/objects/paths.js';
import { err, ok, type Result } from '../../core/result.js';

/** A document or object of a file that is compared with what would be rendered. */
export interface CheckedDocument {
  /** Empty for what is no Kubernetes object: a Collector's configuration or a file of Grafana. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly value: Fields;
  /** `file:line:column` of a path, or of the nearest thing above it. */
  readonly locate: (path: Path) => string;
  /** Line on which the text of a block begins, and how far it is indented; undefined for text of another form. */
  readonly blockAt: (path: Path) => TextBlock | undefined;
}

interface TextBlock {
  readonly file: string;
  readonly line: number;
  readonly indent: number;
}

/** What a text holds, with lists taken apart; Secrets are left out unread. Refuses what is not YAML. */
export function parseCheckedDocuments(text: string, file: string): Result<readonly CheckedDocument[]> {
  const parsed = parseDocuments(text, file, { merge: true });
  if (!parsed.ok) return parsed;
  const results = parsed.value.documents.map((document) =>
    readDocumentParts(document, parsed.value.place, { file, stream: parsed.value.stream }),
  );
  const issues = results.flatMap((result) => (result.ok ? [] : result.error));
  return issues.length > 0 ? err(issues) : ok(results.flatMap((result) => (result.ok ? result.value : [])));
}

interface SourceText {
  readonly file: string;
  readonly stream: DocumentStream;
}

interface DocumentNode {
  readonly kind: string;
  readonly apiVersion: string;
  readonly document: Document;
  readonly node: YAMLMap;
}

function readDocumentParts(
  document: Document,
  place: OffsetFormatter,
  source: SourceText,
): Result<readonly CheckedDocument[]> {
  const { contents } = document;
  if (!isMap(contents)) return ok([]);
  if (!contents.has('kind'))
    return readDocumentNode({ kind: '', apiVersion: '', document, node: contents }, place, source);
  const nodes = listObjectNodes({ documents: [document], place });
  if (!nodes.ok) return nodes;
  const found = nodes.value
    .filter(({ kind }) => kind !== 'Secret')
    .map((part) => readDocumentNode(part, place, source));
  const issues = found.flatMap((each) => (each.ok ? [] : each.error));
  return issues.length > 0 ? err(issues) : ok(found.flatMap((each) => (each.ok ? each.value : [])));
}

function readDocumentNode(
  part: DocumentNode,
  place: OffsetFormatter,
  source: SourceText,
): Result<readonly CheckedDocument[]> {
  const data = readPlainData(part.node, part.document);
  if (!data.ok) return err(data.error.map((issue) => ({ ...issue, path: place(part.node.range?.[0] ?? 0) })));
  const locate = createLocator(part, place);
  return ok([
    {
      kind: part.kind,
      apiVersion: part.apiVersion,
      value: data.value as Fields,
      locate: (path) => locate(formatPath(path)),
      blockAt: (path) => findTextBlock(part.node, path, source),
    },
  ]);
}

function findTextBlock(node: YAMLMap, path: Path, { file, stream }: SourceText): TextBlock | undefined {
  const scalar = node.getIn(path, true);
  if (!isScalar(scalar) || !scalar.type?.startsWith('BLOCK_')) return undefined;
  const { text, locate } = stream;
  const at = scalar.range?.[0] ?? 0;
  const start = text.indexOf('\n', at) + 1;
  let indent = 0;
  while (text[start + indent] === ' ') indent += 1;
  return { file, line: locate(at).line + 1, indent };
}
