import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly deadlineMs: number;
  readonly everyMs?: number;
  /** What is waited for, as the end of "… did not come within 10 s". */
  readonly what: string;
}

/**
 * Asks again and again until there is an answer; `undefined` and a rejection are none yet. Rejects at the deadline with
 * what was waited for and why the last try gave nothing.
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  { deadlineMs, everyMs = 100, what }: Patience,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  let why: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      why = undefined;
    } catch (error) {
      why = error;
    }
    await pause(everyMs);
  } while (performance.now() < end);
  throw new Error(`${what} did not come within ${deadlineMs / 1000} s.`, { cause: why });
}
