import { expect, test } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { readBody, type Body } from '../../src/http/body.js';

/** Reads a request whose body is played by `send`. */
const bodyOf = (milliseconds: number, send: (request: IncomingMessage) => void): Promise<Body> =>
  new Promise((resolve) => {
    const request = new IncomingMessage(new Socket());
    readBody(request, { bytes: 4, milliseconds }, resolve);
    send(request);
  });

const LONG = 60_000;

test.each<[string, number, (request: IncomingMessage) => void, Body]>([
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
    { kind: 'too-large' },
  ],
  ['too large before its end', LONG, (request) => request.push('x'.repeat(17)), { kind: 'too-large' }],
  ['too slow', 1, (request) => request.push('a'), { kind: 'too-slow' }],
  ['aborted', LONG, (request) => request.destroy(new Error('reset')), { kind: 'aborted' }],
])('a body that is %s', async (_what, milliseconds, send, expected) => {
  expect(await bodyOf(milliseconds, send)).toEqual(expected);
});
