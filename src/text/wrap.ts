/** The lines of a text that is broken between words, none wider than `columns` where its words allow that. */
export function wrapText(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/**
 * The lines of a value that has no sentences: broken behind a comma, a slash or a space where there is one in the second half of a
 * line, else in the middle of a word. Together they are the value.
 */
export function breakValue(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const head = rest.slice(0, columns);
    const at = Math.max(...[',', ' ', '/'].map((end) => head.lastIndexOf(end))) + 1;
    const end = at > columns / 2 ? at : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...lines, rest];
}
