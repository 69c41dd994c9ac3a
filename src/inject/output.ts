import type { Colors } from 'picocolors/types.js';
import type { ObjectNode } from '../config/documents.js';
import { compareTexts, formatDifferenceLine } from '../text/difference.js';
import { line, paint, formatLines, type TerminalText } from '../text/terminal-text.js';
import { readEditableYaml, type EditableYaml } from '../yaml-edit/editable-yaml.js';
import type { InjectedText } from './manifests.js';
import { formatJson } from '../yaml-edit/json-text.js';
import { redactObjectSource } from './redacted-source.js';

/** Texts of YAML documents as one; each one's documents are told apart from those of the next. */
export const joinYaml = (texts: readonly string[]): string =>
  texts
    .filter((text) => text.trim() !== '')
    .map((text, index) => (index === 0 || hasDocumentStart(text) ? text : `---\n${text}`))
    .map((text, index, { length }) => (index === length - 1 || text.endsWith('\n') ? text : `${text}\n`))
    .join('');

const hasDocumentStart = (text: string): boolean => /^(?:[ \t]*(?:#.*)?\r?\n)*---/.test(text);

/** The objects of texts as JSON: the one there is, or a List of them, as kubectl prints them. */
export function formatObjectsJson(injected: readonly InjectedText[]): string {
  const objects = injected.flatMap(({ file, after }) =>
    rereadYaml(after, file)
      .documents.map((document): unknown => document.toJS())
      .filter((object) => object !== null && object !== undefined),
  );
  const [first] = objects;
  const one = objects.length === 1 ? first : { apiVersion: 'v1', kind: 'List', items: objects };
  return `${formatJson(one, 2)}\n`;
}

/** The difference that injection makes to each object of a text, in the unified format; empty for none. */
export function formatDifferences({ file, before, after }: InjectedText, colors: Colors): TerminalText {
  const [old, edited] = [rereadYaml(before, file), rereadYaml(after, file)];
  const lines = old.objects.flatMap((object, index) => {
    const now = edited.objects[index];
    if (now === undefined) return [];
    const changes = compareTexts(formatShownSource(old, object), formatShownSource(edited, now));
    if (changes.length === 0) return [];
    const name = formatObjectName(object);
    const place = old.place(object.node.range?.[0] ?? 0);
    return [
      line`${paint(colors.bold, `--- ${name} (${place})`)}`,
      line`${paint(colors.bold, `+++ ${name} (injected)`)}`,
      ...changes.map((change) => formatDifferenceLine(change, colors)),
    ];
  });
  return formatLines(lines);
}

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
