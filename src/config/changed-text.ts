import { applySplices, type Splice } from './splice.js';

/** A text after changes, and the way back. */
export interface ChangedText {
  readonly text: string;
  /** What makes the text before of it, in order. */
  readonly restoring: readonly Splice[];
  /** The offset in the text before of one in the text after; that of what was put in is where it was put. */
  readonly toOriginal: (offset: number) => number;
}

/** Makes changes to a text; they are in order and do not overlap. */
export function changeText(original: string, changes: readonly Splice[]): ChangedText {
  const restoring: Splice[] = [];
  let read = 0;
  let written = 0;
  for (const { start, end, text } of changes) {
    const at = written + start - read;
    written = at + text.length;
    restoring.push({ start: at, end: written, text: original.slice(start, end) });
    read = end;
  }
  return {
    text: applySplices(original, changes),
    restoring,
    toOriginal: (offset) => {
      const behind = countChanges(restoring, offset);
      const shift = (changes[behind - 1]?.end ?? 0) - (restoring[behind - 1]?.end ?? 0);
      return Math.min(offset + shift, changes[behind]?.start ?? original.length);
    },
  };
}

/** How many changes end at an offset or in front of it. */
function countChanges(restoring: readonly Splice[], offset: number): number {
  let [low, high] = [0, restoring.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((restoring[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
