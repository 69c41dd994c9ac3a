import { once } from 'node:events';
import type { LoadJob, LoadReply, LoadResult } from './load-job.js';
import { CORES, startNode, stop } from './pinned.js';

/** The process that makes the load. */
export interface Loader {
  /** Runs one job; rejects when an answer is missing or wrong. Jobs must not overlap. */
  readonly measure: (job: LoadJob) => Promise<LoadResult>;
  readonly stop: () => Promise<void>;
}

/** Starts the process that makes the load, on its own core. */
export function startLoader(): Loader {
  const child = startNode(
    CORES.load,
    ['--import', 'tsx', 'bench/load.ts'],
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
  const ended = once(child, 'exit').then((): never => {
    throw new Error('the process that makes the load has ended');
  });
  ended.catch(() => undefined);
  const run = async (job: LoadJob): Promise<LoadReply> => {
    const answered = once(child, 'message') as Promise<[LoadReply]>;
    child.send(job);
    const [reply] = await Promise.race([answered, ended]);
    return reply;
  };
  return { measure: (job) => measureJudged(() => run(job)), stop: () => stop(child) };
}

/** So often a measurement is made in which pods pass unjudged, because the machine does something else meanwhile. */
const MOST_ATTEMPTS = 3;

/** What a job measured. Rejects when it failed, and when pods passed unjudged in each of several attempts. */
export async function measureJudged(run: () => Promise<LoadReply>): Promise<LoadResult> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await run();
    if (reply.kind === 'result') return reply.result;
    if (reply.kind === 'failed') throw new Error(reply.message);
    console.error(`bench: pods passed unjudged (${reply.reason}); attempt ${attempt} of ${MOST_ATTEMPTS}`);
    if (attempt === MOST_ATTEMPTS)
      throw new Error(
        `Pods passed unjudged (${reply.reason}) ${MOST_ATTEMPTS} times; measure on a machine that does less meanwhile.`,
      );
  }
}
