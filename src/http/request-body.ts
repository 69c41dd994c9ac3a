import type { IncomingMessage } from 'node:http';
import { BODIES_BYTES, DROPPED_FACTOR, FREE_BODY_BYTES, HEAD_BYTES } from './bounds.js';

/** How reading a request body ended. */
export type RequestBody =
  | WholeBody
  | ({ readonly kind: 'too-large' } & DroppedBody)
  /** Other bodies that are under way take all the memory that there is for them. */
  | ({ readonly kind: 'no-room' } & DroppedBody)
  /** The sender took too long. */
  | { readonly kind: 'too-slow' }
  /** The sender went away; there is nobody to answer. */
  | { readonly kind: 'aborted' };

export interface WholeBody {
  readonly kind: 'whole';
  readonly bytes: Buffer;
  /** Gives its memory back to the budget; to be called once it is done with. */
  readonly release: () => void;
}

/** What is left of a body that was not kept. */
interface DroppedBody {
  /** The first bytes, `HEAD_BYTES` at most. */
  readonly head: Buffer;
  /** How many bytes came. */
  readonly size: number;
}

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

/** Memory for bodies that is not taken yet. */
export function createBodyBudget(bytes = BODIES_BYTES): BodyBudget {
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

/** A chunk takes so much beside its bytes; a sender may make each of them a single byte. */
const CHUNK_BYTES = 512;

/**
 * Reads a request body and calls back exactly once, with the bytes or with why there are none. After `too-large` and
 * `too-slow` the connection may hold unread bytes and must be closed with the answer. The memory of a whole body counts
 * until it is released.
 */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  done: (body: RequestBody) => void,
): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let head: Buffer | undefined;
  const room = createBodyRoom(limits.budget);
  const drop = (last: readonly Buffer[] = []): void => {
    head ??= copyHead([...chunks, ...last]);
    chunks = [];
    room.release();
  };
  const finish = (kind: RequestBody['kind']): void => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onClose);
    if (kind === 'whole') {
      done({ kind, bytes: joinChunks(chunks), release: room.release });
      return;
    }
    drop();
    done({ kind, head: head ?? Buffer.alloc(0), size });
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= limits.bytes && room.takeChunk(chunk)) chunks.push(chunk);
    else drop([chunk]);
    if (size > limits.bytes * DROPPED_FACTOR) finish('too-large');
  };
  const onEnd = (): void => {
    if (size > limits.bytes) finish('too-large');
    else finish(room.isRefused() ? 'no-room' : 'whole');
  };
  const onClose = (): void => {
    finish('aborted');
  };
  const timer = setTimeout(finish, limits.milliseconds, 'too-slow');
  // `close` also reports a broken connection; without a listener, this event would end the process.
  request.on('error', () => undefined);
  request.on('data', onData).on('end', onEnd).on('close', onClose);
}

interface BodyRoom {
  /** Takes room for one more chunk, and tells whether there was. Once there was none, the body has none. */
  readonly takeChunk: (chunk: Buffer) => boolean;
  readonly isRefused: () => boolean;
  readonly release: () => void;
}

/** The room of one body. */
function createBodyRoom(budget: BodyBudget): BodyRoom {
  let used = 0;
  let taken = 0;
  let isRefused = false;
  const leave = (): void => {
    budget.giveBack(taken);
    taken = 0;
  };
  return {
    takeChunk: (chunk) => {
      used += chunk.length + CHUNK_BYTES;
      const wanted = Math.max(0, used - FREE_BODY_BYTES) - taken;
      if (isRefused || !budget.take(wanted)) {
        isRefused = true;
        leave();
        return false;
      }
      taken += wanted;
      return true;
    },
    isRefused: () => isRefused,
    release: leave,
  };
}

/** The first bytes as a copy of their own: a part of a chunk would keep the whole of it. */
function copyHead(chunks: readonly Buffer[]): Buffer {
  let length = 0;
  const first = chunks.filter((chunk) => {
    const isNeeded = length < HEAD_BYTES;
    length += chunk.length;
    return isNeeded;
  });
  return Buffer.from(Buffer.concat(first).subarray(0, HEAD_BYTES));
}

/** Joins all at once: joining piece by piece costs the square of the size. */
const joinChunks = (chunks: readonly Buffer[]): Buffer =>
  chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
