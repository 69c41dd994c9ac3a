import type { Colors } from 'picocolors/types.js';
import { removeMark } from '../config/document-stream.js';
import type { ObjectNode } from '../config/documents.js';
import { err, ok, type Result } from '../core/result.js';
import { compareTexts, formatDifferenceLine, type DifferenceLine } from '../text/difference.js';
import { line, paint, formatLines, type TerminalText } from '../text/terminal-text.js';
import { readEditableYaml, type EditableYaml } from '../yaml-edit/editable-yaml.js';
import type { InjectedText } from './manifests.js';
import { formatMarkedJson } from '../yaml-edit/json-text.js';
import { buildPatchedData, groupPatches } from './patched-documents.js';
import { redactObjectSource } from './redacted-source.js';

/**
 * Texts of YAML documents as one; each one's documents are separated from those of the next. A byte order mark of any but
 * the first is left out: in the middle of a text it is read as a part of the first key.
 */
export const joinYaml = (texts: readonly string[]): string =>
  texts.length === 1
    ? texts.join('')
    : texts
        .filter((text) => text.trim() !== '')
        .map((text, index) => (index === 0 ? text : separateText(removeMark(text))))
        .map((text, index, { length }) => (index === length - 1 || text.endsWith('\n') ? text : `${text}\n`))
        .join('');

const separateText = (text: string): string => (hasDocumentStart(text) ? text : `---\n${text}`);

const hasDocumentStart = (text: string): boolean => /^(?:[ \t]*(?:#.*)?\r?\n)*---/.test(text);

type DecidedText = Pick<InjectedText, 'file' | 'before' | 'documents' | 'decisions'>;

/**
 * The objects of texts as JSON, patched: the one there is, or a List of them, as kubectl prints them. Refuses operations
 * that do not fit.
 */
export function formatObjectsJson(injected: readonly DecidedText[]): Result<string> {
  const patched = injected.flatMap(patchDocuments);
  const issues = patched.flatMap((result) => (result.ok ? [] : result.error));
  if (issues.length > 0) return err(issues);
  const objects = patched.flatMap((result) => (result.ok ? [result.value] : []));
  const [first] = objects;
  const one = objects.length === 1 ? first : { apiVersion: 'v1', kind: 'List', items: objects };
  return ok(`${formatMarkedJson(one, 2)}\n`);
}

/** The documents of a text as they were, each with the operations for its workloads applied. */
function patchDocuments({ file, before, documents, decisions }: DecidedText): readonly Result<unknown>[] {
  const patches = groupPatches(decisions);
  return rereadYaml(before, file).documents.flatMap((received, index) => {
    const data: unknown = received.toJS();
    const edited = documents[index];
    if (data === null || data === undefined) return [];
    return [buildPatchedData(data, edited === undefined ? [] : (patches.get(edited) ?? []))];
  });
}

/** What injection changes in one object. */
export interface ObjectDifference {
  /** Kind and name. */
  readonly name: string;
  /** `file:line:column`. */
  readonly place: string;
  readonly changes: readonly DifferenceLine[];
}

/** What injection changes in each object of a text; values of secrets are redacted. Objects that stay as they are have none. */
export function listDifferences({
  file,
  before,
  after,
}: Pick<InjectedText, 'file' | 'before' | 'after'>): readonly ObjectDifference[] {
  const [old, edited] = [rereadYaml(before, file), rereadYaml(after, file)];
  return old.objects.flatMap((object, index) => {
    const now = edited.objects[index];
    if (now === undefined) return [];
    const changes = compareTexts(formatShownSource(old, object), formatShownSource(edited, now));
    if (changes.length === 0) return [];
    return [{ name: formatObjectName(object), place: old.place(object.node.range?.[0] ?? 0), changes }];
  });
}

/** The difference that injection makes to each object of a text, in the unified format; empty for none. */
export const formatDifferences = (
  text: Pick<InjectedText, 'file' | 'before' | 'after'>,
  colors: Colors,
): TerminalText =>
  formatLines(
    listDifferences(text).flatMap(({ name, place, changes }) => [
      line`${paint(colors.bold, `--- ${name} (${place})`)}`,
      line`${paint(colors.bold, `+++ ${name} (injected)`)}`,
      ...changes.map((change) => formatDifferenceLine(change, colors)),
    ]),
  );

/** Of a text from Windows both sides have the other line breaks, which are no part of the lines. */
const formatShownSource = (yaml: EditableYaml, object: ObjectNode): string =>
  redactObjectSource(yaml, object).replaceAll('\r\n', '\n');

function formatObjectName({ kind, node }: ObjectNode): string {
  const name = node.getIn(['metadata', 'name']);
  return typeof name === 'string' ? `${kind} ${name}` : kind;
}

/** Reads what was read before, or written and read back; it cannot be refused. */
function rereadYaml(text: string, file: string): EditableYaml {
  const yaml = readEditableYaml(text, file);
  if (yaml.ok) return yaml.value;
  throw new Error(yaml.error.map(({ path, message }) => `${path}: ${message}`).join('; '));
}
