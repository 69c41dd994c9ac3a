import type { LiveFailure } from '../live/live-failure.js';

/** `unknown`: what is needed to tell could not be read; the sentence says why. */
export const VERDICTS = ['ok', 'warning', 'failed', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a check says of a cluster. */
export interface Finding {
  readonly verdict: Verdict;
  readonly sentence: string;
  /** What to do about it, as a command; absent where nothing is wrong, or no command does it. */
  readonly command?: string;
  /** What to do about it in words, where a command does not say it all. */
  readonly remedy?: string;
}

export const buildOk = (sentence: string): Finding => ({ verdict: 'ok', sentence });

/** What was not read, and why. */
export const buildUnknown = ({ message, remedy }: LiveFailure): Finding => ({
  verdict: 'unknown',
  sentence: message,
  remedy,
});

/** Words of a list for a sentence, the first few of many. */
export function joinSome(words: readonly string[], most = 5): string {
  const shown = words.slice(0, most).join(', ');
  return words.length <= most ? shown : `${shown} and ${words.length - most} more`;
}

/** `1 pod`, `2 pods`. */
export const formatCount = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
