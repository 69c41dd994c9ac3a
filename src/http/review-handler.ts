import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { decodeReview, type AdmissionRequest } from '../core/review.js';
import { err, ok, type Result } from '../core/result.js';
import type { Unanswered } from '../telemetry/metrics.js';
import { readBody, type Body, type BodyBudget } from './body.js';

export type ReviewHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A review that was answered: the text to send, and `report`, to be called when it is on its way. */
export interface Answered<R> {
  readonly text: string;
  readonly result: R;
  readonly report: () => void;
}

export interface Reviewing<R> {
  /** The largest body that is read. */
  readonly maxBytes: number;
  /** Memory for the bodies that are under way. */
  readonly budget: BodyBudget;
  /** What a body counts as for which there was no room. */
  readonly unread: R;
  /** Answers one request; must not throw. */
  readonly answer: (request: AdmissionRequest) => Answered<R>;
  /** Counts a result, with the time from the whole body to its answer in seconds. */
  readonly count: (result: R | Unanswered, seconds: number) => void;
}

/** The longest time that a webhook can be given by the API server. */
const MAX_MILLISECONDS = 30_000;

/**
 * Handles a POST of an AdmissionReview on the raw request, without Express and its middleware, which would cost as much as
 * all else. It answers 415 for a media type that is not JSON, 413 for a body that is too large, 408 when it does not come,
 * 503 when there is no room for it, 400 for what is no review, each with a sentence; else 200 and the answer. It never throws.
 */
export function createReviewHandler<R>(reviewing: Reviewing<R>): ReviewHandler {
  const { maxBytes, budget, count } = reviewing;
  const limits = { bytes: maxBytes, milliseconds: MAX_MILLISECONDS, budget };
  return (request, response) => {
    if (!isJson(request.headers['content-type'])) {
      count('unsupported-media-type', 0);
      sendText(response, 415, 'The Content-Type must be application/json.');
      return;
    }
    readBody(request, limits, (body) => {
      const start = performance.now();
      const { result, report } = reply(response, body, reviewing);
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
  { maxBytes, unread, answer }: Reviewing<R>,
): Replied<R | Unanswered> {
  switch (body.kind) {
    case 'whole':
      return replyToBytes(response, body.bytes, answer);
    case 'too-large':
      closeText(response, 413, `The body is larger than ${maxBytes} bytes, the most that is read.`);
      return { result: 'too-large' };
    case 'too-slow':
      closeText(response, 408, `The body did not arrive within ${MAX_MILLISECONDS / 1000} seconds.`);
      return { result: 'aborted' };
    case 'no-room':
      closeText(response, 503, 'Too many large bodies are under way; send it again later.');
      return { result: unread };
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
