import { changeText, type ChangedText } from './changed-text.js';
import { findJsonRows } from './json-rows.js';
import { createLineCounter } from './line-counter.js';
import type { Splice } from './splice.js';

/** A text of documents as the parser of YAML can read it. */
export interface DocumentStream extends Omit<ChangedText, 'toOriginal'> {
  /** The line and column in the text as it was received, from 1, of an offset in this one. */
  readonly locate: (offset: number) => LinePlace;
  /** Where a JSON value is followed by text that is none. */
  readonly stray: LinePlace | undefined;
}

/** Both count from 1. */
export interface LinePlace {
  readonly line: number;
  readonly col: number;
}

/** Tells programs that a text is UTF-8; it is no part of the text. https://www.unicode.org/faq/utf_bom.html#bom5 */
const BYTE_ORDER_MARK = '\ufeff';

/** A text without the byte order mark at its beginning. */
export const removeMark = (text: string): string =>
  text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;

/**
 * Makes of a text what the parser reads as it is meant: without a byte order mark in front of a document, which files have
 * that were put together, and with a line between JSON values that follow one another.
 */
export function readDocumentStream(received: string): DocumentStream {
  const { changes: ofRows, stray } = findJsonRows(received);
  const known = new Set(ofRows.flatMap(({ start, end }) => (end > start ? [start] : [])));
  const changes = [...listMarks(received).filter(({ start }) => !known.has(start)), ...ofRows].sort(
    (left, right) => left.start - right.start || left.end - right.end,
  );
  const { toOriginal, ...changed } = changeText(received, changes);
  const lines = createLineCounter(received);
  const locateReceived = (at: number): LinePlace => {
    const { line, col } = lines.linePos(at);
    const isMarked = col > 1 && received.startsWith(BYTE_ORDER_MARK, lines.lineStarts[line - 1]);
    return { line, col: isMarked ? col - 1 : col };
  };
  return {
    ...changed,
    locate: (offset) => locateReceived(toOriginal(offset)),
    stray: stray === undefined ? undefined : locateReceived(stray),
  };
}

/** The byte order marks where a document may begin, or at the end. https://yaml.org/spec/1.2.2/#91-documents */
function listMarks(text: string): readonly Splice[] {
  const marks: Splice[] = [];
  const end = text.trimEnd().length;
  for (let at = text.indexOf(BYTE_ORDER_MARK); at >= 0; at = text.indexOf(BYTE_ORDER_MARK, at + 1)) {
    const isBehindMark = marks.at(-1)?.end === at;
    const isLast = at >= end && (isBehindMark || text[at - 1] === '\n');
    if (isLast || isBeforeDocument(text, at)) marks.push({ start: at, end: at + 1, text: '' });
  }
  return marks;
}

function isBeforeDocument(text: string, at: number): boolean {
  if (at === 0) return true;
  if (text[at - 1] !== '\n') return false;
  const lineStart = text.lastIndexOf('\n', at - 2) + 1;
  return DOCUMENT_START.test(text.slice(at + 1, at + 5)) || MARKER_LINE.test(text.slice(lineStart, at));
}

/** The marker that begins a document, without what follows it. */
const DOCUMENT_START = /^---(?:\s|$)/;
/** A line that only begins a document or ends one. */
const MARKER_LINE = /^(?:---|\.\.\.)(?:[ \t]+#[^\n]*|[ \t]*)\r?\n$/;
