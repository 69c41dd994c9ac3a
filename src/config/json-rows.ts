import { parseJson } from '../text/parse-json.js';
import type { Splice } from './splice.js';

/** What is found of JSON values that follow one another. */
export interface JsonRows {
  /** What makes a document of each value, in order. */
  readonly separators: readonly Splice[];
  /** The offset of the first text that follows a value and is none. */
  readonly stray: number | undefined;
}

/**
 * Finds JSON values in a row, as `jq` prints them and kubectl reads them; a row begins a document with an object or a
 * list. Text that is no JSON is left to the parser of YAML, in which nothing can follow a whole value but a comment.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/util/yaml#YAMLOrJSONDecoder
 */
export function findJsonRows(text: string): JsonRows {
  const separators: Splice[] = [];
  let at = 0;
  while (at < text.length) {
    // No JSON value has such a line inside.
    const end = findMarker(text, at);
    const row = readRow(text.slice(at, end), at);
    for (const separator of row.separators) separators.push(separator);
    if (row.stray !== undefined) return { separators, stray: row.stray };
    at = end + 1;
  }
  return { separators, stray: undefined };
}

/** Where the line break is in front of the next line that begins a document; files that were put together have marks there. */
function findMarker(text: string, at: number): number {
  const marker = /\n\ufeff?---(?=[ \t\r\n]|$)/g;
  marker.lastIndex = at;
  return marker.exec(text)?.index ?? text.length;
}

function readRow(text: string, offset: number): JsonRows {
  const separators: Splice[] = [];
  let start = skipPattern(text, BEFORE_ROW, 0);
  if (!isOpening(text[start])) return { separators, stray: undefined };
  for (let end = findValueEnd(text, start); end !== undefined; end = findValueEnd(text, start)) {
    const next = skipPattern(text, SPACE, end);
    if (!startsValue(text, next)) {
      const stray = findStray(text, end, separators.length === 0);
      return { separators, stray: stray === undefined ? undefined : offset + stray };
    }
    separators.push(buildSeparator(text.slice(end, next), offset + end));
    start = next;
  }
  return { separators, stray: undefined };
}

/** Behind the first line break between two values, so that both stay on lines of their own; else in front of the second. */
function buildSeparator(gap: string, offset: number): Splice {
  if (gap.includes('\n')) return { start: offset, end: offset, text: '\n---' };
  const at = offset + gap.length;
  return { start: at, end: at, text: '\n---\n' };
}

const SPACE = /[ \t\r\n]*/y;
const BEFORE_ROW = /\ufeff?(?:---(?=[ \t\r\n]))?[ \t\r\n\ufeff]*/y;
/** What kubectl passes over. */
const NULL = /null(?![^ \t\r\n[{])/y;

function skipPattern(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

const isOpening = (character: string | undefined): boolean => character === '{' || character === '[';
const isClosing = (character: string | undefined): boolean => character === '}' || character === ']';

const startsValue = (text: string, at: number): boolean =>
  isOpening(text[at]) || skipPattern(text, NULL, at) > at;

/** Where the JSON value ends that begins at an offset; undefined where none does. */
function findValueEnd(text: string, start: number): number | undefined {
  if (!isOpening(text[start])) {
    const end = skipPattern(text, NULL, start);
    return end > start ? end : undefined;
  }
  const end = findBracketEnd(text, start);
  return end === undefined || parseJson(text.slice(start, end)) === undefined ? undefined : end;
}

/** Where the bracket closes that opens at an offset; quotes are those of JSON. */
function findBracketEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) at += character === '\\' ? 1 : 0;
    else if (isOpening(character)) depth += 1;
    else if (isClosing(character)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** What follows a value besides comments; YAML knows maps whose keys are maps or lists, and the end of a document. */
function findStray(text: string, end: number, isFirst: boolean): number | undefined {
  let at = skipPattern(text, SPACE, end);
  while (at > end && text[at] === '#') {
    const lineEnd = text.indexOf('\n', at);
    at = skipPattern(text, SPACE, lineEnd < 0 ? text.length : lineEnd);
  }
  if (at === text.length || (isFirst && text[at] === ':')) return undefined;
  return text.startsWith('...', at) && text[at - 1] === '\n' ? undefined : at;
}
