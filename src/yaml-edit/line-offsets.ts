/** The column of an offset, from 0. */
export const getColumn = (text: string, offset: number): number => offset - getLineStart(text, offset);

/** The offset at which the line of an offset begins. */
export const getLineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Tells whether only spaces stand before an offset on its line. */
export const isFirstOnLine = (text: string, offset: number): boolean => {
  let at = offset;
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at -= 1;
  return at === 0 || text[at - 1] === '\n';
};

/** The offset behind the line break of the line of an offset; the offset itself where that begins a line already. */
export function getLineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** Moves lines to the right; empty ones stay empty. */
export const indentText = (text: string, columns: number): string =>
  text.replaceAll(/^(?=[^\r\n])/gm, ' '.repeat(columns));

/** The same for all lines but the first, which goes on in a line that has begun. */
export const indentFollowingLines = (text: string, columns: number): string =>
  text.replaceAll(/\n(?=[^\r\n])/g, `\n${' '.repeat(columns)}`);
