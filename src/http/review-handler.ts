import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { UnansweredResult } from '../telemetry/metrics.js';
import { BODY_MS, HEAD_BYTES, IN_PLACE_BYTES, TIMED_BYTES, TIMED_MS } from './bounds.js';
import { readBody, type BodyBudget, type WholeBody } from './request-body.js';
import { parseTimeout } from './request-time.js';
import { readReviewHead, type ReviewHead } from './isolation/review-head.js';
import { callWithTimeout, TIMED_OUT } from './isolation/timed-call.js';
import {
  judgeBody,
  type AnsweredReview,
  type GivenUpReview,
  type HeavyReview,
  type JudgementEnd,
  type ReviewJudgement,
} from './judgement.js';
import type { AdmissionRequest } from '../core/review.js';

export type ReviewHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A body that was not judged to its end. */
export interface UnjudgedReview {
  /** The fields of the request that come before the objects in the body. */
  readonly head: ReviewHead;
  readonly bytes: number;
  readonly why: GivenUpReview['why'];
}

export interface ReviewHandlerDeps<R, T> {
  /** The largest body that is read. */
  readonly maxBytes: number;
  /** Memory for the bodies in progress. */
  readonly budget: BodyBudget;
  /** Judges one request in place; the API server waits so many milliseconds for the answer. */
  readonly judge: (request: AdmissionRequest, timeoutMs: number) => AnsweredReview<R, T>;
  /** Judges the request of a small body in place, if that takes little. */
  readonly judgeSmall: (request: AdmissionRequest, timeoutMs: number) => AnsweredReview<R, T> | HeavyReview;
  /** Judges one body in the thread. */
  readonly judgeApart: (bytes: Buffer, done: (end: JudgementEnd<R, T>) => void) => void;
  /** The answer to a request that was not judged to its end. */
  readonly pass: (uid: string, why: GivenUpReview['why']) => AnsweredReview<R, T>;
  /** The result to count for a body that was not judged and could not be answered as a review. */
  readonly unanswered: R;
  /** Logs and counts the record, once the answer is sent. */
  readonly report: (record: T) => void;
  readonly reportUnjudged: (unjudged: UnjudgedReview) => void;
  /** Counts a result, with the time from the whole body to its answer in seconds. */
  readonly count: (result: R | UnansweredResult, seconds: number) => void;
}

/**
 * Handles a POST of an AdmissionReview on the raw request, without Express and its middleware, which would cost as much
 * as everything else. It answers 415 for a media type that is not JSON, 408 for a body that does not arrive, 400 for a
 * body that is not a review, each with a sentence, and otherwise 200 with the answer. If a body is too large, or there
 * is no room or time for it, its object is allowed; if its head does not name the request, the answer is 413 or 503. It
 * never throws.
 */
export function createReviewHandler<R, T>(reviewing: ReviewHandlerDeps<R, T>): ReviewHandler {
  const { maxBytes, budget, count } = reviewing;
  const limits = { bytes: maxBytes, milliseconds: BODY_MS, budget };
  return (request, response) => {
    if (!isJson(request.headers['content-type'])) {
      count('unsupported-media-type', 0);
      sendText(response, 415, 'The Content-Type must be application/json.');
      return;
    }
    readBody(request, limits, (body) => {
      switch (body.kind) {
        case 'whole':
          replyToWholeBody(response, body, { reviewing, timeoutMs: parseTimeout(request.url) });
          return;
        case 'too-large':
          response.setHeader('Connection', 'close');
          replyUnjudged(response, { ...body, why: 'size' }, reviewing);
          return;
        case 'no-room':
          response.setHeader('Connection', 'close');
          replyUnjudged(response, { ...body, why: 'busy' }, reviewing);
          return;
        case 'too-slow':
          response.setHeader('Connection', 'close');
          sendText(response, 408, `The body did not arrive within ${BODY_MS / 1000} seconds.`);
          count('aborted', 0);
          return;
        case 'aborted':
          count('aborted', 0);
      }
    });
  };
}

interface RequestTime<R, T> {
  readonly reviewing: ReviewHandlerDeps<R, T>;
  /** Milliseconds that the API server waits. */
  readonly timeoutMs: number;
}

function replyToWholeBody<R, T>(
  response: ServerResponse,
  { bytes, release }: WholeBody,
  { reviewing, timeoutMs }: RequestTime<R, T>,
): void {
  const start = performance.now();
  const size = bytes.length;
  const replyWith = (judged: JudgementEnd<R, T>, readHead: () => Buffer): void => {
    release();
    if (judged.kind === 'given-up')
      replyUnjudged(response, { head: readHead(), size, why: judged.why }, reviewing);
    else replyJudged(response, judged, { reviewing, start });
  };
  const readHead = (): Buffer => bytes.subarray(0, HEAD_BYTES);
  if (size <= TIMED_BYTES) {
    replyWith(judgeInPlace(bytes, timeoutMs, reviewing), readHead);
    return;
  }
  // The memory of the body goes to the thread.
  const head = Buffer.from(readHead());
  reviewing.judgeApart(bytes, (judged) => {
    replyWith(judged, () => head);
  });
}

function judgeInPlace<R, T>(
  bytes: Buffer,
  timeoutMs: number,
  { judge, judgeSmall }: ReviewHandlerDeps<R, T>,
): JudgementEnd<R, T> {
  if (bytes.length <= IN_PLACE_BYTES) {
    const judgement = judgeBody(bytes, (request) => judgeSmall(request, timeoutMs));
    if (judgement.kind !== 'heavy') return judgement;
  }
  const judgement = callWithTimeout(TIMED_MS, () => judgeBody(bytes, (request) => judge(request, timeoutMs)));
  return judgement === TIMED_OUT ? { kind: 'given-up', why: 'time' } : judgement;
}

interface ReplyContext<R, T> {
  readonly reviewing: ReviewHandlerDeps<R, T>;
  /** When the whole body was there. */
  readonly start: number;
}

function replyJudged<R, T>(
  response: ServerResponse,
  judgement: ReviewJudgement<R, T>,
  { reviewing: { count, report }, start }: ReplyContext<R, T>,
): void {
  const seconds = (): number => (performance.now() - start) / 1000;
  switch (judgement.kind) {
    case 'no-review':
      sendText(response, 400, judgement.sentence);
      count('bad-request', seconds());
      return;
    case 'answered':
      send(response, 200, 'application/json', judgement.text);
      count(judgement.result, seconds());
      if (judgement.record !== undefined) report(judgement.record);
  }
}

interface UnjudgedBody {
  /** The first bytes. */
  readonly head: Buffer;
  readonly size: number;
  readonly why: GivenUpReview['why'];
}

function replyUnjudged<R, T>(
  response: ServerResponse,
  { head: start, size, why }: UnjudgedBody,
  { maxBytes, pass, unanswered, reportUnjudged, count }: ReviewHandlerDeps<R, T>,
): void {
  const head = readReviewHead(start);
  if (head === undefined) {
    const isTooLarge = size > maxBytes;
    const sentence = isTooLarge
      ? `The body is larger than ${maxBytes} bytes, the most that is read.`
      : 'There is no room or time for a body of this size; send it again later.';
    sendText(response, isTooLarge ? 413 : 503, sentence);
    count(isTooLarge ? 'too-large' : unanswered, 0);
    return;
  }
  const { text, result } = pass(head.uid, why);
  send(response, 200, 'application/json', text);
  count(result, 0);
  reportUnjudged({ head, bytes: size, why });
}

/** Compares the media type without its parameters: `application/json; charset=utf-8` is JSON too (RFC 9110, 8.3.1). */
const isJson = (contentType: string | undefined): boolean =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';

const sendText = (response: ServerResponse, status: number, sentence: string): void => {
  send(response, status, 'text/plain; charset=utf-8', `${sentence}\n`);
};

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
