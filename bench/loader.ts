import { once } from 'node:events';
import type { LoadJob, LoadReply, LoadResult } from './load-job.js';
import { CORES, startNode, stop } from './pinned.js';

/** The process that makes the load. */
export interface Loader {
  /** Runs one job; rejects when an answer is missing or wrong. Jobs are not to overlap. */
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
  return {
    measure: async (job) => {
      const answered = once(child, 'message') as Promise<[LoadReply]>;
      child.send(job);
      const [reply] = await Promise.race([answered, ended]);
      if (reply.kind === 'failed') throw new Error(reply.message);
      return reply.result;
    },
    stop: () => stop(child),
  };
}
