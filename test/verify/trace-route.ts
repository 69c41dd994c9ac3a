import { ok } from '../../src/core/result.js';
import { buildAccess, type VerifyOptions } from '../../src/verify/verify-options.js';
import { UNMARKED } from '../../src/verify/trace-shape.js';
import type { SpanFormat } from '../../src/verify/send/sender.js';
import type { VerifyLimits, ReadTarget, TraceRoute } from '../../src/verify/trace-route.js';

/** Nothing asked for beyond the defaults of the command line. */
export const ASKED: VerifyOptions = {
  collector: undefined,
  queries: [],
  backend: undefined,
  wire: undefined,
  language: undefined,
  isAll: false,
  tenant: undefined,
  sendHeaders: {},
  queryHeaders: {},
  nodeIp: undefined,
  namespace: undefined,
  metrics: undefined,
  tls: {},
  isMarked: false,
  answerMs: 2000,
};

/** Short pauses; the time itself is not under test. */
export const limits = (timeoutMs = 1500): VerifyLimits => ({
  timeoutMs,
  pauseMs: 10,
  signal: new AbortController().signal,
  now: Date.now,
});

export const readOf = (backend: ReadTarget['backend'], url: string): ReadTarget => ({
  backend,
  access: { ...buildAccess(ASKED, {}), url },
});

/** A route through a Collector, with fields of it replaced. */
export const buildRoute = (
  wire: SpanFormat,
  url: string,
  reads: readonly ReadTarget[],
  rest: Partial<TraceRoute> = {},
): TraceRoute => ({
  via: 'collector',
  destination: ok({ wire, url }),
  send: buildAccess(ASKED, {}),
  reads,
  keeping: UNMARKED,
  resource: {},
  ...rest,
});
