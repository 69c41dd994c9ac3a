import { parseJson } from '../text/parse-json.js';
import type { Splice } from './splice.js';

/** What is found of JSON values that follow one another. */
export interface JsonRows {
  /** What makes a document of each value, in order, and removes the byte order marks of files that were put together. */
  readonly changes: readonly Splice[];
  /** The offset of the first text that follows a value and is none. */
  readonly stray: number | undefined;
}

/**
 * Finds JSON values in a row, as `jq` prints them and kubectl reads them; a row begins a document with an object or a
 * list. Text that is no JSON is left to the parser of YAML, in which nothing can follow a whole value but a comment.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/util/yaml#YAMLOrJSONDecoder
 */
export function findJsonRows(text: string): JsonRows {
  const changes: Splice[] = [];
  let at = 0;
  while (at < text.length) {
    // No JSON value has such a line inside.
    const end = findMarker(text, at);
    const row = readRow(text.slice(at, end), at);
    for (const change of row.changes) changes.push(change);
    if (row.stray !== undefined) return { changes, stray: row.stray };
    at = end + 1;
  }
  return { changes, stray: undefined };
}

/** Where the line break is in front of the next line that begins a document; files that were put together have marks there. */
function findMarker(text: string, at: number): number {
  const marker = /\n\ufeff?---(?=[ \t\r\n]|$)/g;
  marker.lastIndex = at;
  return marker.exec(text)?.index ?? text.length;
}

function readRow(text: string, offset: number): JsonRows {
  const changes: Splice[] = [];
  let start = skipPattern(text, BEFORE_ROW, 0);
  if (!isOpening(text[start])) return { changes, stray: undefined };
  for (let end = findValueEnd(text, start); end !== undefined; end = findValueEnd(text, start)) {
    const next = skipPattern(text, GAP, end);
    const isLast = !startsValue(text, next);
    if (isLast && next < text.length) {
      const stray = findStray(text, end, changes.length === 0);
      return { changes, stray: stray === undefined ? undefined : offset + stray };
    }
    const gap = { start: offset + end, text: text.slice(end, next) };
    for (const change of isLast ? removeMarks(gap) : separate(gap)) changes.push(change);
    start = next;
  }
  return { changes, stray: undefined };
}

/** What is between two values, or behind the last one. */
interface Gap {
  readonly start: number;
  readonly text: string;
}

/** Behind the first line break between two values, so that both stay on lines of their own; else in front of the second. */
function separate(gap: Gap): readonly Splice[] {
  const marks = removeMarks(gap);
  const { start, text } = gap;
  if (text.includes('\n')) return [{ start, end: start, text: '\n---' }, ...marks];
  const at = start + text.length;
  return [...marks, { start: at, end: at, text: '\n---\n' }];
}

const removeMarks = ({ start, text }: Gap): readonly Splice[] =>
  [...text.matchAll(/\ufeff/g)].map(({ index }) => ({
    start: start + index,
    end: start + index + 1,
    text: '',
  }));

const SPACE = /[ \t\r\n]*/y;
/** Files that were put together have byte order marks there. */
const GAP = /[ \t\r\n\ufeff]*/y;
const BEFORE_ROW = /\ufeff?(?:---(?=[ \t\r\n]))?[ \t\r\n\ufeff]*/y;
/** What kubectl passes over. */
const NULL = /null(?![^ \t\r\n\ufeff[{])/y;

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
