import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SourcePattern } from './source-patterns.js';

/** What the checker says of a pattern. */
export interface Judgement {
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  /** How a text is made that shows it. */
  readonly attack?: string;
  /** The growth, or why there is no answer. */
  readonly why?: string;
}

const JUDGE = fileURLToPath(new URL('pattern-thread.cjs', import.meta.url));
/** For one pattern; far above what the slowest takes, as running out of it is no answer. */
const LONGEST_MS = 300_000;

/** Judges patterns, in their order. Uses the checker that needs neither Java nor a program for this machine. */
export async function judgePatterns(
  patterns: readonly Omit<SourcePattern, 'place'>[],
): Promise<readonly Judgement[]> {
  const judgements: Judgement[] = [];
  const worker = new Worker(JUDGE, {
    workerData: { patterns, timeoutMs: LONGEST_MS },
    env: { ...process.env, RECHECK_SYNC_BACKEND: 'pure' },
  });
  worker.on('message', (judgement: Judgement) => judgements.push(judgement));
  await once(worker, 'exit');
  return judgements;
}
