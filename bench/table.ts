import type { Spread } from './statistics.js';

/** A table under its title. */
export const section = (title: string, table: string): string => `${title}\n${table}`;

/** Columns as wide as their widest cell; the first one is set left, the others right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return `${rows.map((row) => `  ${line(row)}`).join('\n')}\n`;
}

/** The middle half of a spread. */
export const half = ({ lowerQuartile, upperQuartile }: Spread, digits: number): string =>
  `${lowerQuartile.toFixed(digits)}-${upperQuartile.toFixed(digits)}`;

/** The median, and all values around it. */
export function formatSpread({ median, least, most }: Spread): string {
  const digits = most < 10 ? 2 : 0;
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
