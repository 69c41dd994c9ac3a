import type { IncomingMessage } from 'node:http';

/** How reading a request body ended. */
export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  /** The sender took too long. */
  | { readonly kind: 'too-slow' }
  /** The sender went away; there is nobody to answer. */
  | { readonly kind: 'aborted' };

export interface BodyLimits {
  /** Most bytes that are kept. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** So much more than the limit is read and dropped: a sender that is cut off while it writes may never see the answer. */
const DROPPED_FACTOR = 4;

/**
 * Reads a request body and calls back exactly once, with the bytes or with why there are none. After `too-large` and
 * `too-slow` the connection may hold unread bytes and must be closed with the answer.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits, done: (body: Body) => void): void {
  let chunks: Buffer[] = [];
  let size = 0;
  const finish = (body: Body): void => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onClose);
    done(body);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= limits.bytes) chunks.push(chunk);
    else chunks = [];
    if (size > limits.bytes * DROPPED_FACTOR) finish({ kind: 'too-large' });
  };
  const onEnd = (): void => {
    finish(size > limits.bytes ? { kind: 'too-large' } : { kind: 'whole', bytes: joined(chunks) });
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

/** Joins all at once: joining piece by piece costs the square of the size. */
const joined = (chunks: readonly Buffer[]): Buffer =>
  chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
