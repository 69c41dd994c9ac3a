import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { AdmissionResult } from '../telemetry/metrics.js';
import { answerReview, type AdmissionDeps } from './admission.js';
import { readBody, type Body } from './body.js';

export type MutateHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The largest review that is read. etcd takes requests of 1.5 MiB; the API server reads JSON of twice that, since it is
 * stored shorter; an update carries the object and the old one: 2 x 2 x 1.5 MiB, and 1 MiB for the rest of the review.
 * controller-runtime has the same limit.
 */
const MAX_BYTES = 7 * 1024 * 1024;
/** The longest time that a webhook can be given by the API server. */
const MAX_MILLISECONDS = 30_000;
const BODY_LIMITS = { bytes: MAX_BYTES, milliseconds: MAX_MILLISECONDS };

/**
 * Handles `POST /mutate` on the raw request, without Express and its middleware, which would cost as much as all else. It
 * answers 415 for a media type that is not JSON, 413 above 7 MiB, 408 when the body does not come, 400 for what is no
 * review, each with a sentence; else 200 and a review that allows the pod. It never throws.
 */
export function createMutateHandler(deps: AdmissionDeps): MutateHandler {
  const warnOverload = overloadWarning(deps);
  return (request, response) => {
    if (!isJson(request.headers['content-type'])) {
      deps.metrics.admission('unsupported-media-type', 0);
      sendText(response, 415, 'The Content-Type must be application/json.');
      return;
    }
    readBody(request, BODY_LIMITS, (body) => {
      const start = performance.now();
      const { result, report } = reply(response, body, deps);
      deps.metrics.admission(result, (performance.now() - start) / 1000);
      if (result === 'overloaded') warnOverload();
      report?.();
    });
  };
}

interface Replied {
  readonly result: AdmissionResult;
  readonly report?: () => void;
}

/** Answers one body, and says what it counts as. */
function reply(response: ServerResponse, body: Body, deps: AdmissionDeps): Replied {
  switch (body.kind) {
    case 'whole':
      return replyToBytes(response, body.bytes, deps);
    case 'too-large':
      closeText(response, 413, `The body is larger than ${MAX_BYTES} bytes; no object that etcd holds is.`);
      return { result: 'too-large' };
    case 'too-slow':
      closeText(response, 408, `The body did not arrive within ${MAX_MILLISECONDS / 1000} seconds.`);
      return { result: 'aborted' };
    case 'aborted':
      return { result: 'aborted' };
  }
}

function replyToBytes(response: ServerResponse, bytes: Buffer, deps: AdmissionDeps): Replied {
  const answered = answerReview(bytes, deps);
  if (!answered.ok) {
    sendText(response, 400, answered.error);
    return { result: 'bad-request' };
  }
  send(response, 200, 'application/json', answered.value.text);
  return answered.value;
}

/** Compares the media type without its parameters: `application/json; charset=utf-8` is JSON too (RFC 9110, 8.3.1). */
const isJson = (contentType: string | undefined): boolean =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';

function closeText(response: ServerResponse, status: number, sentence: string): void {
  response.setHeader('Connection', 'close');
  sendText(response, status, sentence);
}

const sendText = (response: ServerResponse, status: number, sentence: string): void => {
  send(response, status, 'text/plain; charset=utf-8', `${sentence}\n`);
};

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

const OVERLOAD_LOG_MS = 1000;

/** Logs an overload at most once a second; writing a line for each pod would add to it. */
function overloadWarning({ logger, lag }: AdmissionDeps): () => void {
  let last = -Infinity;
  let unlogged = 0;
  return () => {
    unlogged += 1;
    const now = performance.now();
    if (now - last < OVERLOAD_LOG_MS) return;
    logger.warn(
      { pods: unlogged, lagMs: Math.round(lag.currentMs()) },
      'Overloaded; pods were admitted unchanged.',
    );
    last = now;
    unlogged = 0;
  };
}
