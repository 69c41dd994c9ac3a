/**
 * Text without a character at its end, however often it is there. `replace(/x+$/, '')` looks at the rest of a run
 * again from each of its characters, so text of nothing else would take time that grows with the square of its length.
 */
export function trimTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}

/** A path or an address without slashes at its end. */
export const trimTrailingSlashes = (text: string): string => trimTrailing(text, '/');
