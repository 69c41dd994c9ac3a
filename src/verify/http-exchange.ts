import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { err, ok, type Result } from '../core/result.js';
import type { ServerAccess } from './server-access.js';
import { LARGEST_ANSWER } from './bounds.js';
import { BROKEN, extractExcerpt, type Failure } from './failure.js';

/** An import would load `undici` with it; eslint.config.js says why. */
const { request: requestHttp } = process.getBuiltinModule('node:http');

/** One request over HTTP/1.1. Node's own client and not `fetch`: it follows no redirect, as agents do not, takes the files of TLS, and tells why a connection failed. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly body?: Uint8Array;
  readonly contentType?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly location?: string;
}

/** Sends one request and reads its answer, whatever its status; a failure is one of the connection. */
export function sendHttpRequest(
  access: ServerAccess,
  what: HttpRequest,
): Promise<Result<HttpAnswer, Failure>> {
  return new Promise((resolve) => {
    const outgoing = openHttpRequest(access, what);
    let isConnected = false;
    const timer = setTimeout(() => {
      outgoing.destroy(createCodedError(isConnected ? BROKEN.notAnswered : BROKEN.notConnected));
    }, access.timeoutMs);
    const end = (result: Result<HttpAnswer, Failure>): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      end(err(convertConnectionError(error)));
    };
    outgoing
      .on('socket', (socket) =>
        socket.once(isTls(access) ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        }),
      )
      .on('error', fail)
      .on('response', (incoming) => {
        readHttpAnswer(incoming).then((answer) => {
          end(ok(answer));
        }, fail);
      })
      .end(what.body);
  });
}

const isTls = ({ url }: ServerAccess): boolean => url.startsWith('https:');

function openHttpRequest(access: ServerAccess, { method, body, contentType }: HttpRequest): ClientRequest {
  const { url, headers, tls, signal } = access;
  const options = {
    method,
    signal,
    // A connection for each request: one that is kept alive may be closed by the peer meanwhile.
    agent: false,
    headers: {
      ...headers,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(body === undefined ? {} : { 'content-length': body.byteLength }),
    },
  } as const;
  return isTls(access) ? requestHttps(url, { ...options, ...tls }) : requestHttp(url, options);
}

async function readHttpAnswer(incoming: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_ANSWER) throw createCodedError(BROKEN.tooLong);
    chunks.push(chunk);
  }
  const { location } = incoming.headers;
  return {
    status: incoming.statusCode ?? 0,
    body: Buffer.concat(chunks),
    ...(location === undefined ? {} : { location }),
  };
}

/** An error with one of our own codes. */
export const createCodedError = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(code), { code });

/** What an error of a connection tells. One of several addresses of a name has no text of its own. */
export function convertConnectionError(error: NodeJS.ErrnoException): Failure {
  return { kind: 'broken', code: error.code ?? error.name, text: extractExcerpt(error.message) };
}
