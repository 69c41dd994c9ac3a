import { LineCounter } from 'yaml';

/** Counts the lines of a text once, since the places of many parts of it may be needed. */
export function createLineCounter(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
}
