import { randomBytes } from 'node:crypto';
import type { Failure } from '../../src/verify/failure.js';
import type { ServerAccess } from '../../src/verify/server-access.js';
import type { SpanAttributes, SentProcess, SentSpan } from '../../src/verify/sent-spans.js';
import { SENDERS } from '../../src/verify/send/senders.js';
import type { SpanFormat } from '../../src/verify/send/sender.js';

/** A trace to send: a root in one service, and below it a call that another one answers. */
export interface SentTrace {
  readonly traceId: string;
  readonly processes: readonly SentProcess[];
}

export interface TraceOptions {
  readonly services?: readonly [string, string];
  readonly resource?: SpanAttributes;
  readonly attributes?: SpanAttributes;
  readonly durationMs?: number;
  /** The called service fails. */
  readonly isError?: boolean;
}

const MS = 1_000_000n;

/** Makes a trace of three spans that ends now. */
export function traceOf({
  services: [first, second] = ['caller', 'called'],
  resource = {},
  attributes = {},
  durationMs = 20,
  isError = false,
}: TraceOptions = {}): SentTrace {
  const traceId = randomBytes(16).toString('hex');
  const [root = '', call = '', answer = ''] = [1, 2, 3].map(() => randomBytes(8).toString('hex'));
  const endNs = BigInt(Date.now()) * MS;
  const startNs = endNs - BigInt(durationMs) * MS;
  const span = { traceId, startNs, endNs, isError: false, attributes };
  const spans: Readonly<Record<'root' | 'call' | 'answer', SentSpan>> = {
    root: { ...span, spanId: root, name: 'GET /buy', kind: 'server' },
    call: { ...span, spanId: call, parentSpanId: root, name: 'GET', kind: 'client' },
    answer: { ...span, spanId: answer, parentSpanId: call, name: 'GET /price', kind: 'server', isError },
  };
  return {
    traceId,
    processes: [
      { resource: { ...resource, 'service.name': first }, spans: [spans.root, spans.call] },
      { resource: { ...resource, 'service.name': second }, spans: [spans.answer] },
    ],
  };
}

const REQUEST_MS = 10_000;

/** Whom to send to. */
export const accessTo = (url: string, headers: ServerAccess['headers'] = {}): ServerAccess => ({
  url,
  headers,
  tls: {},
  timeoutMs: REQUEST_MS,
  signal: AbortSignal.timeout(REQUEST_MS),
});

/** Sends spans; throws when they are not all taken. */
export async function send(
  wire: SpanFormat,
  url: string,
  processes: readonly SentProcess[],
  headers?: ServerAccess['headers'],
): Promise<void> {
  const sent = await SENDERS[wire](processes, accessTo(url, headers));
  if (!sent.ok) throw new Error(`${wire} to ${url}: ${textOf(sent.error)}`);
}

const textOf = (failure: Failure): string => JSON.stringify(failure);
