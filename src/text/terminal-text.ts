import { LONGEST } from '../core/bounds.js';
import { cutText, escapeJson, escapeSource, escapeText, showText } from '../core/shown-text.js';

declare const FOR_TERMINALS: unique symbol;

/**
 * Text that may go to a terminal as it is. The compiler takes no other there, and it is made here alone: what comes from a
 * manifest, a cluster or a server is escaped in it, and each of its lines has a longest length.
 */
export type TerminalText = string & { readonly [FOR_TERMINALS]: true };

/** A text in a colour. */
export interface PaintedText {
  readonly paint: (text: string) => string;
  readonly text: string;
  /** A line of a source, in which backslashes have a meaning already. */
  readonly isSource?: true;
}

type LineHole = string | number | PaintedText;

/** A text that a line shows in a colour. */
export const paint = (color: (text: string) => string, text: string): PaintedText => ({ paint: color, text });

/**
 * Template tag for a line on a terminal. Whatever is put into it is escaped, so that it stays on the line and moves no
 * cursor, and is cut where the line has no more room.
 */
export function line(strings: TemplateStringsArray, ...holes: readonly LineHole[]): TerminalText {
  let room: number = LONGEST.line - strings.reduce((sum, part) => sum + part.length, 0);
  const parts = strings.map((part, index) => {
    const shown = fillHole(holes[index] ?? '', room);
    room -= shown.length;
    return part + shown.text;
  });
  return parts.join('') as TerminalText;
}

interface FilledHole {
  readonly text: string;
  /** Without the colour. */
  readonly length: number;
}

function fillHole(hole: LineHole, room: number): FilledHole {
  const { text, paint: color, isSource } = typeof hole === 'object' ? hole : wrapPlain(hole);
  const shown = room < 1 ? '' : showText(text, room, isSource === true ? escapeSource : escapeText);
  return { text: shown === '' ? '' : color(shown), length: shown.length };
}

const wrapPlain = (hole: string | number): PaintedText => ({ paint: (text) => text, text: String(hole) });

/** A whole line in a colour. */
export const paintLine = (color: (text: string) => string, text: TerminalText): TerminalText =>
  color(text) as TerminalText;

/** A cell of a table as it is shown. */
export const formatCell = (cell: string): string => showText(cell, LONGEST.cell);

/** A row of a table, each cell as wide as its column. */
export const formatRow = (cells: readonly string[], widths: readonly number[]): TerminalText =>
  cells
    .map((cell, column) => formatCell(cell).padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd() as TerminalText;

/** Lines, each with its line break; nothing for none. */
export const formatLines = (lines: readonly TerminalText[]): TerminalText =>
  lines.map((each) => `${each}\n`).join('') as TerminalText;

/** Texts one after the other. */
export const joinTexts = (texts: readonly TerminalText[]): TerminalText => texts.join('') as TerminalText;

/** Lines with their own margin. */
export const indentLines = (margin: string, lines: readonly TerminalText[]): readonly TerminalText[] =>
  lines.map((each) => `${margin}${each}` as TerminalText);

/** What a command makes, as YAML and JSON for kubectl: data, which stays as it is to the last byte. */
export const keepVerbatim = (text: string): TerminalText => text as TerminalText;

/** A report for programs as JSON: its texts are data that a parser gives back, long ones are cut, and none is invisible. */
export const formatJsonReport = (data: unknown): TerminalText =>
  `${escapeJson(JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? cutText(value, LONGEST.detail) : value), 2))}\n` as TerminalText;
