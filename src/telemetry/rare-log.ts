import { performance } from 'node:perf_hooks';
import { RARE_MS } from './bounds.js';

/**
 * Makes a function that counts what happens often, and hands the count to `write` at most once a second: a line for each
 * would add to the flood that it reports.
 */
export function createRareLog(
  write: (count: number) => void,
  now: () => number = () => performance.now(),
): () => void {
  let last = -Infinity;
  let unwritten = 0;
  return () => {
    unwritten += 1;
    if (now() - last < RARE_MS) return;
    last = now();
    const count = unwritten;
    unwritten = 0;
    write(count);
  };
}
