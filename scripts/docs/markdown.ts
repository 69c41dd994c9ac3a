/** Text set as code. */
export const formatCode = (text: string): string => `\`${text}\``;

/** Values set as code, by commas; a dash where there is none. */
export const formatCodes = (values: readonly string[]): string =>
  values.length === 0 ? '–' : values.map(formatCode).join(', ');

/** A table of cells; bars in them are escaped. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A link to the paragraph of a reason code. */
export const formatReasonLink = (reason: string): string => `[${formatCode(reason)}](reasons.md#${reason})`;
