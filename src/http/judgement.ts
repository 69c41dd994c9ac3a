import { parseReview, type AdmissionRequest } from '../core/review.js';
import { err, ok, type Result } from '../core/result.js';
import { LONGEST } from '../core/bounds.js';
import { showText } from '../core/shown-text.js';
import { decodeUtf8 } from '../text/decode-utf8.js';

/**
 * What a body comes to, as plain data, so that another thread can give it: the text of the answer, what it counts as,
 * and what is left to report once the answer is on its way.
 */
export type ReviewJudgement<R, T> = AnsweredReview<R, T> | InvalidReview;

export interface AnsweredReview<R, T> {
  readonly kind: 'answered';
  readonly text: string;
  readonly result: R;
  readonly record?: T;
}

/** Not an AdmissionReview that could be answered; the sentence says why. */
interface InvalidReview {
  readonly kind: 'no-review';
  readonly sentence: string;
}

/** Why a body was not judged to its end. */
export interface GivenUpReview {
  readonly kind: 'given-up';
  /**
   * `time`, `memory`: it took more than one body may. `size`: it holds more, or asks for more of the cluster. `busy`: there
   * was no room, or its time was over before its turn came. `failure`: the thread failed.
   */
  readonly why: 'time' | 'memory' | 'size' | 'busy' | 'failure';
}

export type JudgementEnd<R, T> = ReviewJudgement<R, T> | GivenUpReview;

/** What is given in the place of a judgement that takes more than it may without a time limit. */
export interface HeavyReview {
  readonly kind: 'heavy';
}

/** Reads a body and judges the request in it. */
export function judgeBody<A>(bytes: Buffer, judge: (request: AdmissionRequest) => A): A | InvalidReview {
  const request = readRequest(bytes);
  // The sentence quotes the body.
  return request.ok
    ? judge(request.value)
    : { kind: 'no-review', sentence: showText(request.error, LONGEST.refusal) };
}

function readRequest(bytes: Buffer): Result<AdmissionRequest, string> {
  const text = decodeUtf8(bytes);
  if (!text.ok)
    return err(`The body is not UTF-8, which JSON is: the byte at offset ${text.error} is wrong.`);
  const body = parseJson(text.value);
  return body.ok ? parseReview(body.value) : body;
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err(`The body is not JSON: ${why}. Send an AdmissionReview of admission.k8s.io/v1.`);
  }
}
