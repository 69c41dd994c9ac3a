/** Letters that must be added, removed or replaced to make one text of the other (Levenshtein's distance). */
export function countEdits(from: string, to: string): number {
  const first = Array.from({ length: to.length + 1 }, (_, index) => index);
  const last = Array.from(from).reduce<readonly number[]>((above, letter, row) => {
    const line = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    return line;
  }, first);
  return last[to.length] ?? 0;
}
