import type { Ask } from './reviews.js';

/** Wall time of one review inside the process, from its bytes to the text of the answer, in microseconds. */
export interface InProcessRow {
  readonly ask: Ask;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}
