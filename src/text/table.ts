import type { Colors } from 'picocolors/types.js';
import { cellText, inColor, row, type TerminalText } from './terminal-text.js';

/** The lines of a table; each column is as wide as its longest cell. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): readonly TerminalText[] {
  const widths = head.map((_, column) =>
    [head, ...rows].reduce((width, cells) => Math.max(width, cellText(cells[column] ?? '').length), 0),
  );
  return [inColor(colors.dim, row(head, widths)), ...rows.map((cells) => row(cells, widths))];
}
