import { MessageChannel, Worker, type ResourceLimits } from 'node:worker_threads';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../core/snapshot.js';
import type { ThreadEnd } from '../../telemetry/metrics.js';
import { THREAD_IDLE_MS } from '../bounds.js';
import type { GivenUpReview } from '../judgement.js';
import type { ThreadMessage, ThreadData, ThreadJob } from './jobs.js';
import { answerLookups, type LookupLine } from './remote-snapshot.js';

export interface ThreadEvents {
  /** It can take a body: after its start, and after each one that it has judged. */
  readonly onReady: () => void;
  /** It has ended by itself, once; `wasJudging` tells whether that was over a body, which has been given up then. */
  readonly onDeath: (
    why: ThreadEnd,
    about: { readonly wasJudging: boolean; readonly error?: unknown },
  ) => void;
}

/** A body for a thread. */
export interface ThreadBody {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Called once. */
  readonly done: (end: ThreadMessage) => void;
}

export interface Thread {
  /** Judges a body by a snapshot; its memory moves to the thread. To be called when it is idle. */
  readonly judge: (body: ThreadBody, snapshot: ClusterSnapshot) => void;
  /** Whether it waits for a body. */
  readonly isIdle: () => boolean;
  /** Ends it, whatever it is doing; it does not call back any more. */
  readonly end: () => Promise<void>;
}

type ThreadState =
  | { readonly kind: 'starting' | 'ended' }
  | { readonly kind: 'idle'; readonly timer: NodeJS.Timeout }
  | {
      readonly kind: 'judging';
      readonly timer: NodeJS.Timeout;
      readonly body: ThreadBody;
      readonly snapshot: ClusterSnapshot;
    };

/** What a thread may take: milliseconds for a body, and memory. */
export interface ThreadLimits {
  readonly judgeMs: number;
  readonly memory: ResourceLimits;
}

/** Starts a thread from its compiled module. It keeps no process alive. */
export function startThread(
  file: URL,
  { judgeMs, memory }: ThreadLimits,
  { onReady, onDeath }: ThreadEvents,
): Thread {
  let state: ThreadState = { kind: 'starting' };
  const { worker, close } = startWorker(file, memory, () =>
    state.kind === 'judging' ? state.snapshot : EMPTY_SNAPSHOT,
  );
  /** Goes to another state, and gives the one before. */
  const change = (next: ThreadState): ThreadState => {
    const last = state;
    if ('timer' in last) clearTimeout(last.timer);
    state = next;
    return last;
  };
  const end = async (): Promise<ThreadState> => {
    const last = change({ kind: 'ended' });
    close();
    await worker.terminate();
    return last;
  };
  const die = (why: ThreadEnd, error?: unknown): void => {
    const last = state;
    if (last.kind === 'ended') return;
    void end();
    const wasJudging = last.kind === 'judging';
    if (wasJudging && why !== 'idle') last.body.done(buildGivenUp(why));
    onDeath(why, { wasJudging, error });
  };
  worker.on('message', (message: ThreadMessage) => {
    if (state.kind === 'ended') return;
    const last = change({ kind: 'idle', timer: setTimeout(die, THREAD_IDLE_MS, 'idle').unref() });
    if (last.kind === 'judging' && message.kind !== 'ready') last.body.done(message);
    onReady();
  });
  watchWorkerEnd(worker, die);
  // A listener for messages makes a worker keep the process alive again, so this comes after it.
  worker.unref();
  return {
    judge: (body, snapshot) => {
      change({ kind: 'judging', body, snapshot, timer: setTimeout(die, judgeMs, 'time') });
      worker.postMessage(...buildJobMessage(body, snapshot));
    },
    isIdle: () => state.kind === 'idle',
    end: async () => {
      await end();
    },
  };
}

/** The message that hands a body over, and the memory that moves with it. */
function buildJobMessage(
  { kind, bytes }: ThreadBody,
  { platform, languages }: ClusterSnapshot,
): [ThreadJob, ArrayBuffer[]] {
  // Small buffers are parts of a shared one, which must not move.
  const own = bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  return [{ kind, bytes: own, basis: { platform, languages } }, [own.buffer as ArrayBuffer]];
}

const buildGivenUp = (why: GivenUpReview['why']): GivenUpReview => ({ kind: 'given-up', why });

interface LinkedWorker {
  readonly worker: Worker;
  /** Ends the line of the lookups. */
  readonly close: () => void;
}

function startWorker(file: URL, memory: ResourceLimits, snapshot: () => ClusterSnapshot): LinkedWorker {
  const { port1, port2 } = new MessageChannel();
  const cell = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const line: LookupLine = { port: port2, cell };
  answerLookups({ port: port1, cell }, snapshot);
  const workerData: ThreadData = { line };
  // Flags that say what the process runs are not for its threads.
  const worker = new Worker(file, {
    ...{ workerData, transferList: [port2] },
    execArgv: [],
    resourceLimits: memory,
  });
  return {
    worker,
    close: () => {
      port1.close();
    },
  };
}

/** An error comes before the end that it leads to. */
function watchWorkerEnd(worker: Worker, die: (why: 'memory' | 'failure', error?: unknown) => void): void {
  worker.on('error', (error) => {
    die(isOutOfMemory(error) ? 'memory' : 'failure', error);
  });
  worker.once('exit', () => {
    die('failure');
  });
}

const isOutOfMemory = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
