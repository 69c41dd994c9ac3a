import { readFileSync } from 'node:fs';

/** The text of a file by its path from the root of the repository. */
export const textOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The cells of every row of the table between the comments `NAME` and `/NAME`, without its head. Throws where there is none. */
export function tableIn(markdown: string, name: string): readonly (readonly string[])[] {
  const [, block] = new RegExp(`<!-- ${name}\\b[^>]*-->(.*?)<!-- /${name} -->`, 's').exec(markdown) ?? [];
  const lines = (block ?? '').split('\n').filter((line) => line.startsWith('|'));
  const [, , ...rows] = lines;
  if (rows.length === 0) throw new Error(`there is no table between <!-- ${name} --> and <!-- /${name} -->`);
  return rows.map(cellsOf);
}

/** Cells are parted by bars; a bar that is meant is written `\|`. */
const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));

/** A cell without the backticks around its parts. */
export const plain = (cell: string): string => cell.replaceAll('`', '');
