import type { IncomingMessage } from 'node:http';

/** How reading a request body ended. */
export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  /** The sender took too long. */
  | { readonly kind: 'too-slow' }
  /** Other bodies that are under way take all the memory that there is for them. */
  | { readonly kind: 'no-room' }
  /** The sender went away; there is nobody to answer. */
  | { readonly kind: 'aborted' };

export interface BodyLimits {
  /** Most bytes that are kept. */
  readonly bytes: number;
  readonly milliseconds: number;
  readonly budget: BodyBudget;
}

/** Memory that all bodies under way share. */
export interface BodyBudget {
  /** Takes so many bytes if they are there, and tells whether they were. */
  readonly take: (bytes: number) => boolean;
  readonly giveBack: (bytes: number) => void;
}

const MIB = 1024 * 1024;

/**
 * Anybody who reaches the port can send bodies and leave them unfinished; they must not take the memory of the pod, of
 * which a third is in use at rest. Five of the largest reviews fit beside the small ones, which are free.
 */
export function createBodyBudget(bytes = 40 * MIB): BodyBudget {
  let left = bytes;
  return {
    take: (wanted) => {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    giveBack: (taken) => {
      left += taken;
    },
  };
}

/** So much of each body is not counted: a usual pod is still judged while others take all the room. */
const FREE_BYTES = 32 * 1024;
/** A chunk takes so much beside its bytes; a sender may make each of them a single byte. */
const CHUNK_BYTES = 512;

/** So much more than the limit is read and dropped: a sender that is cut off while it writes may never see the answer. */
const DROPPED_FACTOR = 4;

/**
 * Reads a request body and calls back exactly once, with the bytes or with why there are none. After `too-large` and
 * `too-slow` the connection may hold unread bytes and must be closed with the answer.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits, done: (body: Body) => void): void {
  let chunks: Buffer[] = [];
  let size = 0;
  const room = roomIn(limits.budget);
  const drop = (): void => {
    chunks = [];
    room.leave();
  };
  const finish = (body: Body): void => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onClose);
    drop();
    done(body);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= limits.bytes && room.fits(chunk)) chunks.push(chunk);
    else drop();
    if (size > limits.bytes * DROPPED_FACTOR) finish({ kind: 'too-large' });
  };
  const onEnd = (): void => {
    if (size > limits.bytes) finish({ kind: 'too-large' });
    else finish(room.isRefused() ? { kind: 'no-room' } : { kind: 'whole', bytes: joined(chunks) });
  };
  const onClose = (): void => {
    finish({ kind: 'aborted' });
  };
  const timer = setTimeout(() => {
    finish({ kind: 'too-slow' });
  }, limits.milliseconds);
  // A connection that breaks is told by `close` as well; unheard, this event would end the process.
  request.on('error', () => undefined);
  request.on('data', onData).on('end', onEnd).on('close', onClose);
}

interface Room {
  /** Takes room for one more chunk, and tells whether there was. Once there was none, the body has none. */
  readonly fits: (chunk: Buffer) => boolean;
  readonly isRefused: () => boolean;
  readonly leave: () => void;
}

/** The room of one body. */
function roomIn(budget: BodyBudget): Room {
  let used = 0;
  let taken = 0;
  let isRefused = false;
  const leave = (): void => {
    budget.giveBack(taken);
    taken = 0;
  };
  return {
    fits: (chunk) => {
      used += chunk.length + CHUNK_BYTES;
      const wanted = Math.max(0, used - FREE_BYTES) - taken;
      if (isRefused || !budget.take(wanted)) {
        isRefused = true;
        leave();
        return false;
      }
      taken += wanted;
      return true;
    },
    isRefused: () => isRefused,
    leave,
  };
}

/** Joins all at once: joining piece by piece costs the square of the size. */
const joined = (chunks: readonly Buffer[]): Buffer =>
  chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
