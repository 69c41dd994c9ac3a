/** A part of a text, by offsets, and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of a text with replacements in it; they do not overlap, and those outside of the part are left out. */
export function applySplices(text: string, splices: readonly Splice[], start = 0, end = text.length): string {
  const inside = splices
    .filter((splice) => splice.start >= start && splice.end <= end)
    .sort((left, right) => left.start - right.start || left.end - right.end);
  let at = start;
  const parts = inside.map((splice) => {
    const part = text.slice(at, splice.start) + splice.text;
    at = splice.end;
    return part;
  });
  return parts.join('') + text.slice(at, end);
}
