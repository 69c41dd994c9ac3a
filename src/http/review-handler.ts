import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { decodeReview, type AdmissionRequest } from '../core/review.js';
import { err, ok, type Result } from '../core/result.js';
import type { Unanswered } from '../telemetry/metrics.js';
import { readBody, type Body } from './body.js';

export type ReviewHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A review that was answered: the text to send, and `report`, to be called when it is on its way. */
export interface Answered<R> {
  readonly text: string;
  readonly result: R;
  readonly report: () => void;
}

export interface Reviewing<R> {
  /** Answers one request; must not throw. */
  readonly answer: (request: AdmissionRequest) => Answered<R>;
  /** Counts a result, with the time from the whole body to its answer in seconds. */
  readonly count: (result: R | Unanswered, seconds: number) => void;
}

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
 * Handles a POST of an AdmissionReview on the raw request, without Express and its middleware, which would cost as much as
 * all else. It answers 415 for a media type that is not JSON, 413 above 7 MiB, 408 when the body does not come, 400 for
 * what is no review, each with a sentence; else 200 and the answer. It never throws.
 */
export function createReviewHandler<R>({ answer, count }: Reviewing<R>): ReviewHandler {
  return (request, response) => {
    if (!isJson(request.headers['content-type'])) {
      count('unsupported-media-type', 0);
      sendText(response, 415, 'The Content-Type must be application/json.');
      return;
    }
    readBody(request, BODY_LIMITS, (body) => {
      const start = performance.now();
      const { result, report } = reply(response, body, answer);
      count(result, (performance.now() - start) / 1000);
      report?.();
    });
  };
}

interface Replied<R> {
  readonly result: R;
  readonly report?: () => void;
}

/** Answers one body, and says what it counts as. */
function reply<R>(
  response: ServerResponse,
  body: Body,
  answer: Reviewing<R>['answer'],
): Replied<R | Unanswered> {
  switch (body.kind) {
    case 'whole':
      return replyToBytes(response, body.bytes, answer);
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

function replyToBytes<R>(
  response: ServerResponse,
  bytes: Buffer,
  answer: Reviewing<R>['answer'],
): Replied<R | Unanswered> {
  const request = requestIn(bytes);
  if (!request.ok) {
    sendText(response, 400, request.error);
    return { result: 'bad-request' };
  }
  const answered = answer(request.value);
  send(response, 200, 'application/json', answered.text);
  return answered;
}

function requestIn(bytes: Buffer): Result<AdmissionRequest, string> {
  const body = parseJson(bytes);
  return body.ok ? decodeReview(body.value) : body;
}

function parseJson(bytes: Buffer): Result<unknown, string> {
  try {
    return ok(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err(`The body is not JSON: ${why}. Send an AdmissionReview of admission.k8s.io/v1.`);
  }
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
