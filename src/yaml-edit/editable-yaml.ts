import { listObjectNodes, parseDocuments, type ObjectNode, type ParsedText } from '../config/documents.js';
import { err, ok, type Result } from '../core/result.js';
import type { Document } from 'yaml';
import { listDataIssues } from './data-issues.js';
import { formatJson } from './json-text.js';
import { KUBERNETES_YAML } from './kubernetes-yaml.js';
import { reprintDocuments } from './reprint.js';
import { readLayout, type Layout } from './source-layout.js';

/** A YAML or JSON text whose documents may be edited in place and written again. */
export interface EditableYaml extends ParsedText {
  /** The text as it was received; ends with a line break. */
  readonly received: string;
  /** What the parser was given of it, to which all offsets belong. */
  readonly source: string;
  readonly file: string;
  readonly objects: readonly ObjectNode[];
  readonly layout: Layout;
}

/** Reads a text of Kubernetes objects. Refuses what is no YAML, data or object, naming `file:line:column`. */
export function readEditableYaml(text: string, file: string): Result<EditableYaml> {
  const received =
    text === '' || text.endsWith('\n') ? text : text + (hasOnlyWindowsBreaks(text) ? '\r\n' : '\n');
  const parsed = parseData(received, file);
  if (!parsed.ok) return parsed;
  const objects = listObjectNodes(parsed.value);
  if (!objects.ok) return objects;
  return ok({
    ...parsed.value,
    received,
    source: parsed.value.stream.text,
    file,
    objects: objects.value,
    layout: readLayout(parsed.value.documents),
  });
}

/**
 * The text after its documents were edited. It is read back: where it would not say what the documents say, which
 * takes anchors or a layout that nobody writes, it is refused instead of given out.
 */
export function formatEditedYaml(yaml: EditableYaml): Result<string> {
  const { received, file, documents, place } = yaml;
  const text = restoreLineBreaks(received, reprintDocuments(yaml));
  const again = parseData(text, file);
  const isSame =
    again.ok &&
    again.value.documents.length === documents.length &&
    documents.every((each) => listDataIssues(each, place).length === 0) &&
    again.value.documents.every(
      (each, index) => formatComparable(each) === formatComparable(documents[index]),
    );
  if (isSame) return ok(text);
  const message =
    'is written in a way that cannot be edited in place; write its anchors and aliases out, in block style';
  return err([{ path: file, message }]);
}

/** Parses documents, all of which can be read as plain data. */
function parseData(text: string, file: string): Result<ParsedText> {
  const parsed = parseDocuments(text, file, KUBERNETES_YAML);
  if (!parsed.ok) return parsed;
  const { documents, place } = parsed.value;
  const issues = documents.flatMap((document) => listDataIssues(document, place));
  return issues.length > 0 ? err(issues) : parsed;
}

/** Compared as JSON, as a parsed integer is a bigint and an added one a number. */
const formatComparable = (document: Document | undefined): string => formatJson(document?.toJS());

/** Of a text with line breaks of both kinds, each line keeps its own. */
const restoreLineBreaks = (source: string, text: string): string =>
  hasOnlyWindowsBreaks(source) ? text.replaceAll(/\r?\n/g, '\r\n') : text;

const hasOnlyWindowsBreaks = (text: string): boolean =>
  text.includes('\r\n') && text.split('\n').length === text.split('\r\n').length;
