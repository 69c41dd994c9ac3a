import type { ClusterSnapshot } from '../../core/snapshot.js';
import type { ThreadEnd } from '../../telemetry/metrics.js';
import type { ResourceLimits } from 'node:worker_threads';
import { THREAD_MEMORY, THREAD_MS } from '../bounds.js';
import type { GivenUpReview } from '../judgement.js';
import type { JobEnd, ReviewJudgements } from './jobs.js';
import { startThread, type ThreadBody, type Thread } from './thread.js';
import { createWaitingLine, type WaitingLine } from './waiting-line.js';

/** Judges bodies of some kinds apart from everything else; those of reviews unless others are named. */
export interface IsolatedJudge<Judgements = ReviewJudgements> {
  /**
   * Judges a body in a thread, and calls back exactly once. Of several that wait the smallest comes first. The memory of
   * `bytes` moves to the thread: whoever holds them finds them empty.
   */
  readonly judge: <K extends keyof Judgements & string>(
    kind: K,
    bytes: Buffer,
    done: (end: JobEnd<K, Judgements>) => void,
  ) => void;
  /** Ends the thread; bodies that wait or come later are given up. To be called when nothing is answered any more. */
  readonly stop: () => Promise<void>;
}

export interface IsolatedJudgeDeps {
  readonly snapshot: () => ClusterSnapshot;
  /** Told when a thread has ended; `error` where it failed. */
  readonly onThreadEnd: (why: ThreadEnd, error?: unknown) => void;
  /** The compiled module of the thread. Tests that run from sources name it, since a thread cannot load those. */
  readonly file?: URL;
  readonly times?: JudgeTimes;
  readonly memory?: ResourceLimits;
}

const THREAD = new URL('./judge-thread.js', import.meta.url);

/** How long a body may take, in milliseconds. */
export interface JudgeTimes {
  /** From its coming to its turn, the start of the thread included. */
  readonly wait: number;
  readonly judge: number;
}

/** Creates a judge whose thread is started when a body comes and there is none, and replaced when it dies. */
export function createIsolatedJudge<Judgements = ReviewJudgements>(
  deps: IsolatedJudgeDeps,
): IsolatedJudge<Judgements> {
  const { snapshot, onThreadEnd, file = THREAD, times = THREAD_MS, memory = THREAD_MEMORY } = deps;
  const waiting = createWaitingLine<ThreadBody>(times.wait);
  let thread: Thread | undefined;
  let isStopped = false;
  const proceed = (): void => {
    const body = waiting.take();
    if (body !== undefined) thread?.judge(body, snapshot());
  };
  const start = (): void => {
    thread = startThread(
      file,
      { judgeMs: times.judge, memory },
      {
        onReady: proceed,
        onDeath: (why, { wasJudging, error }) => {
          thread = undefined;
          onThreadEnd(why, error);
          // One that cannot even start would be started again and again.
          if (why === 'failure' && !wasJudging) giveUpAll(waiting, 'failure');
          if (!waiting.isEmpty()) start();
        },
      },
    );
  };
  const add = (body: ThreadBody): void => {
    waiting.add(body, body.bytes.length, giveUpLate);
    if (thread === undefined) start();
    else if (thread.isIdle()) proceed();
  };
  return {
    judge: (kind, bytes, done) => {
      // What a thread gives back is of the kind that it was given.
      const body = { kind, bytes, done: done as ThreadBody['done'] };
      if (isStopped) giveUp(body, 'busy');
      else add(body);
    },
    stop: async () => {
      isStopped = true;
      giveUpAll(waiting, 'busy');
      await thread?.end();
    },
  };
}

const giveUp = ({ done }: ThreadBody, why: 'busy' | 'failure'): void => {
  const end: GivenUpReview = { kind: 'given-up', why };
  done(end);
};

const giveUpLate = (body: ThreadBody): void => {
  giveUp(body, 'busy');
};

function giveUpAll(waiting: WaitingLine<ThreadBody>, why: 'busy' | 'failure'): void {
  for (let body = waiting.take(); body !== undefined; body = waiting.take()) giveUp(body, why);
}
