import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { err, ok, type Result } from '../core/result.js';
import { CONNECT_MS, KEEP_ALIVE_MS } from './bounds.js';
import type { Connection } from './connection.js';

/** An import would load `undici` with it; eslint.config.js says why. */
const { request: httpRequest } = process.getBuiltinModule('node:http');

/** Under this name the API server notes which fields we have written; it takes it from the user agent, too. */
export const FIELD_MANAGER = 'doka-tracing';

/** One HTTP request to the API server. */
export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Path and query. */
  readonly path: string;
  readonly accept: string;
  readonly content?: { readonly type: string; readonly body: string };
  /** Ends the request and its answer. */
  readonly signal?: AbortSignal;
  /** Once connected, how long to wait for the answer to begin, and then for each next part of it. */
  readonly silenceMs: number;
}

/**
 * Sends a request; the answer has its head and its body yet to come. Refuses with why no answer came. A connection that
 * was kept open may be closed by the other side just when it is used again; then the request is sent once more.
 * https://nodejs.org/api/http.html#requestreusedsocket
 */
export async function send(
  connection: Connection,
  request: KubeRequest,
): Promise<Result<IncomingMessage, string>> {
  for (;;) {
    const sent = await sendOnce(connection, request).catch((error: unknown) => buildSendFailure(error));
    if (sent.ok) return sent;
    if (!sent.error.isStale) return err(sent.error.reason);
  }
}

/** How a connection that the other side has closed shows, to one that reads and to one that writes. */
const CLOSED: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

interface SendFailure {
  readonly reason: string;
  /** Whether the connection was an old one that had been closed. */
  readonly isStale: boolean;
}

async function sendOnce(
  connection: Connection,
  request: KubeRequest,
): Promise<Result<IncomingMessage, SendFailure>> {
  const options = await connection.options();
  return new Promise((resolve) => {
    const connectMs = connection.connectMs ?? CONNECT_MS;
    const sent = openRequest(connection.server, { ...options, timeout: connectMs }, request);
    endOnSilence(sent, request, connectMs);
    sent.on('response', (answer) => {
      resolve(ok(answer));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve(buildSendFailure(error, sent.reusedSocket && CLOSED.has(error.code)));
    });
    sent.end(request.content?.body);
  });
}

function openRequest(server: URL, options: RequestOptions, request: KubeRequest): ClientRequest {
  const { method, path, accept, content, signal } = request;
  const all: RequestOptions = {
    ...options,
    method,
    hostname: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port,
    path: `${server.pathname.replace(/\/$/, '')}${path}`,
    ...(signal === undefined ? {} : { signal }),
  };
  const sent = server.protocol === 'http:' ? httpRequest(all) : httpsRequest(all);
  sent.setHeader('Accept', accept).setHeader('User-Agent', FIELD_MANAGER);
  if (content !== undefined)
    sent.setHeader('Content-Type', content.type).setHeader('Content-Length', Buffer.byteLength(content.body));
  return sent;
}

/** The option `timeout` of a request holds until there is a connection; `setTimeout` begins then. */
function endOnSilence(sent: ClientRequest, { silenceMs }: KubeRequest, connectMs: number): void {
  let answer: IncomingMessage | undefined;
  sent.on('response', (response) => {
    answer = response;
  });
  sent.on('socket', (socket) => {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
  });
  sent.setTimeout(silenceMs, () => {
    const why =
      sent.socket?.connecting === true
        ? `no connection within ${connectMs / 1000} s`
        : `nothing came for ${silenceMs / 1000} s`;
    (answer ?? sent).destroy(new Error(why));
  });
}

function buildSendFailure(error: unknown, isStale = false): Result<never, SendFailure> {
  return err({ reason: describeError(error), isStale });
}

/** A refused connection to a name with several addresses is an AggregateError without a message. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}
