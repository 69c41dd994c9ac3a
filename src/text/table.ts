import type { Colors } from 'picocolors/types.js';
import { formatCell, paintLine, formatRow, type TerminalText } from './terminal-text.js';

/** The lines of a table; each column is as wide as its longest cell. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): readonly TerminalText[] {
  const widths = head.map((_, column) =>
    [head, ...rows].reduce((width, cells) => Math.max(width, formatCell(cells[column] ?? '').length), 0),
  );
  return [paintLine(colors.dim, formatRow(head, widths)), ...rows.map((cells) => formatRow(cells, widths))];
}
