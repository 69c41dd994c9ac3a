import { structuredPatch } from 'diff';
import type { Colors } from 'picocolors/types.js';
import { line, type TerminalText } from './terminal-text.js';

/** A line of a difference: taken out, put in, unchanged, or the place of the lines that follow. */
export interface DifferenceLine {
  readonly kind: 'out' | 'in' | 'same' | 'place';
  readonly text: string;
}

/** The lines in which two texts differ, in the unified format, with three unchanged ones around; none when equal. */
export function compareTexts(before: string, after: string): readonly DifferenceLine[] {
  const { hunks } = structuredPatch('before', 'after', before, after, '', '', { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    { kind: 'place', text: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@` } as const,
    ...lines.map((text) => ({ kind: KINDS[text.charAt(0)] ?? 'same', text })),
  ]);
}

const KINDS: Readonly<Record<string, DifferenceLine['kind']>> = { '-': 'out', '+': 'in' };

/** A line of a difference in its colour. */
export function formatDifferenceLine({ kind, text }: DifferenceLine, colors: Colors): TerminalText {
  const paint = { in: colors.green, out: colors.red, place: colors.cyan, same: colors.dim }[kind];
  return line`${{ paint, text, isSource: true }}`;
}
