import type { Colors } from 'picocolors/types.js';

/** The lines of a table; each column is as wide as its longest cell. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): readonly string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [colors.dim(line(head)), ...rows.map(line)];
}
