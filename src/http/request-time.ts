import { ANSWER_MS, LONGEST_WAIT_MS, USUAL_TIMEOUT_MS } from './bounds.js';

/**
 * Milliseconds that the API server waits for an answer, from the `?timeout=2s` that it adds to the address of a webhook: a
 * duration of Go, which for whole milliseconds is written in one of these two ways below a minute. The usual time where
 * there is none, or another one.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go
 */
export function parseTimeout(url = ''): number {
  const [, number, unit] = TIMEOUT.exec(url) ?? [];
  if (number === undefined) return USUAL_TIMEOUT_MS;
  return Number(number) * (unit === 's' ? 1000 : 1);
}

const TIMEOUT = /[?&]timeout=(\d{1,5})(m?s)(?:&|$)/;

/**
 * Tells whether a request can still be answered in its time although it may have waited so many milliseconds. The loop
 * grows late when a burst comes, and when the machine gives the process no time; only then is nothing gained by an answer.
 */
export const isInTime = (waitedMs: number, timeoutMs: number): boolean =>
  waitedMs <= Math.min(LONGEST_WAIT_MS, timeoutMs - ANSWER_MS);
