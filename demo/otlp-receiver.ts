import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Span, SpanDecoder } from './otlp-spans.js';

/** An OTLP/HTTP endpoint that keeps what it is sent, in place of a Collector. */
export interface OtlpReceiver {
  /** `http://<host>:<port>` */
  readonly url: string;
  /**
   * Gives what `find` makes of all spans received so far, as soon as that is not undefined. Rejects with `says` after
   * `deadlineMs` milliseconds, or with the reason of the signal.
   */
  readonly until: <T>(find: (spans: readonly Span[]) => T | undefined, wait: WaitOptions) => Promise<T>;
  readonly close: () => Promise<void>;
}

interface WaitOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** The sentence to fail with, made when the deadline has passed. */
  readonly describeTimeout: (spans: readonly Span[]) => string;
}

const unzip = promisify(gunzip);

/** The answer to one export; https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
interface ExportAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/**
 * Serves `POST /v1/traces`, by default on a free port of 127.0.0.1, for `application/x-protobuf`, plain or gzip. The answer is an
 * empty `ExportTraceServiceResponse`, which is no bytes at all in protobuf.
 */
export async function startReceiver(
  decode: SpanDecoder,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<OtlpReceiver> {
  const spans: Span[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    receiveSpans(request, decode)
      .then(({ received, answer }) => {
        spans.push(...received);
        sendAnswer(response, answer);
        for (const look of watchers) look();
      })
      .catch((error: unknown) => {
        sendAnswer(response, { status: 400, text: error instanceof Error ? error.message : String(error) });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    until: (find, wait) => waitForSpans(spans, watchers, find, wait),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function receiveSpans(
  request: IncomingMessage,
  decode: SpanDecoder,
): Promise<{ received: readonly Span[]; answer: ExportAnswer }> {
  const refused = checkExportRequest(request);
  if (refused !== undefined) {
    request.resume();
    return { received: [], answer: refused };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const received = decode(request.headers['content-encoding'] === 'gzip' ? await unzip(body) : body);
  return { received, answer: { status: 200, headers: { 'content-type': 'application/x-protobuf' } } };
}

function checkExportRequest({ url, method, headers }: IncomingMessage): ExportAnswer | undefined {
  if (url !== '/v1/traces') return { status: 404, text: 'Traces go to /v1/traces.' };
  if (method !== 'POST')
    return { status: 405, headers: { allow: 'POST' }, text: 'Traces are sent with POST.' };
  const [type] = (headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/x-protobuf')
    return { status: 415, text: 'Traces are taken as application/x-protobuf.' };
  if (!['gzip', 'identity', undefined].includes(headers['content-encoding']))
    return { status: 415, text: 'Bodies are taken plain or with gzip.' };
  return undefined;
}

function sendAnswer(
  response: ServerResponse,
  { status, headers = { 'content-type': 'text/plain' }, text }: ExportAnswer,
): void {
  response.writeHead(status, headers).end(text);
}

function waitForSpans<T>(
  spans: readonly Span[],
  watchers: Set<() => void>,
  find: (spans: readonly Span[]) => T | undefined,
  { deadlineMs, signal, describeTimeout: says }: WaitOptions,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      watchers.delete(look);
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      finish();
    };
    const look = (): void => {
      const found = find(spans);
      if (found !== undefined)
        settle(() => {
          resolve(found);
        });
    };
    const aborted = (): void => {
      settle(() => {
        reject(signal.reason as Error);
      });
    };
    const timer = setTimeout(() => {
      settle(() => {
        reject(new Error(says(spans)));
      });
    }, deadlineMs);
    watchers.add(look);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    else look();
  });
}
