import { expect, test } from 'vitest';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import {
  createBodyBudget,
  readBody,
  type RequestBody,
  type BodyBudget,
} from '../../src/http/request-body.js';

/** Reads a request whose body is played by `send`. */
const bodyOf = (milliseconds: number, send: (request: IncomingMessage) => void): Promise<RequestBody> =>
  new Promise((resolve) => {
    const request = new IncomingMessage(new Socket());
    readBody(request, { bytes: 4, milliseconds, budget: createBodyBudget(0) }, resolve);
    send(request);
  });

const LONG = 60_000;

test.each<[string, number, (request: IncomingMessage) => void, object]>([
  [
    'whole',
    LONG,
    (request) => {
      for (const piece of ['ab', 'c', null]) request.push(piece);
    },
    { kind: 'whole', bytes: Buffer.from('abc') },
  ],
  [
    'too large at its end',
    LONG,
    (request) => {
      for (const piece of ['ab', 'cde', null]) request.push(piece);
    },
    { kind: 'too-large', head: Buffer.from('abcde'), size: 5 },
  ],
  [
    'too large before its end',
    LONG,
    (request) => request.push('x'.repeat(17)),
    { kind: 'too-large', head: Buffer.from('x'.repeat(17)), size: 17 },
  ],
  ['too slow', 1, (request) => request.push('a'), { kind: 'too-slow' }],
  ['aborted', LONG, (request) => request.destroy(new Error('reset')), { kind: 'aborted' }],
])('a body that is %s', async (_what, milliseconds, send, expected) => {
  expect(await bodyOf(milliseconds, send)).toMatchObject(expected);
});

const KIB = 1024;

/** A body that takes its memory from a budget; it may be 1 MiB. */
function shared(budget: BodyBudget): {
  readonly request: IncomingMessage;
  readonly body: Promise<RequestBody>;
} {
  const request = new IncomingMessage(new Socket());
  const body = new Promise<RequestBody>((resolve) => {
    readBody(request, { bytes: KIB * KIB, milliseconds: LONG, budget }, resolve);
  });
  return { request, body };
}

const push = ({ request }: ReturnType<typeof shared>, kib: number): void => {
  request.push(Buffer.alloc(kib * KIB));
};

test('bodies under way share their memory, and small ones need none of it', async () => {
  const budget = createBodyBudget(200 * KIB);
  const [held, refused, small] = [shared(budget), shared(budget), shared(budget)];
  push(held, 150);
  push(refused, 150);
  refused.request.push(null);
  expect(await refused.body).toMatchObject({ kind: 'no-room', head: Buffer.alloc(4096), size: 150 * KIB });
  push(small, 15);
  small.request.push(null);
  expect(await small.body).toMatchObject({ kind: 'whole' });
  held.request.push(null);
  expect(await held.body).toMatchObject({ kind: 'whole' });
  // Until it is released it is still there.
  expect(budget.take(200 * KIB)).toBe(false);
});

test.each<[string, (request: IncomingMessage) => void]>([
  ['whole', (request) => void request.push(null)],
  ['aborted', (request) => void request.destroy()],
  ['too large', (request) => void request.push(Buffer.alloc(5 * KIB * KIB))],
])('a body that is %s gives its memory back', async (_what, finish) => {
  const budget = createBodyBudget(200 * KIB);
  for (let each = 0; each < 3; each += 1) {
    const body = shared(budget);
    push(body, 150);
    await new Promise(setImmediate);
    expect(budget.take(100 * KIB)).toBe(false);
    finish(body.request);
    const read = await body.body;
    if (read.kind === 'whole') read.release();
  }
  expect(budget.take(200 * KIB)).toBe(true);
});

test('a body of many small chunks takes the memory that they take', async () => {
  const body = shared(createBodyBudget(200 * KIB));
  for (let each = 0; each < KIB; each += 1) body.request.push('x');
  body.request.push(null);
  const read = await body.body;
  if (read.kind !== 'no-room') throw new Error(`The body is ${read.kind}.`);
  expect(read.head).toEqual(Buffer.alloc(read.head.length, 'x'));
  expect(read.head.length).toBeGreaterThanOrEqual(32);
});
