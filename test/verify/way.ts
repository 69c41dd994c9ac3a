import { ok } from '../../src/core/result.js';
import { accessWith, type Asked } from '../../src/verify/asked.js';
import { UNMARKED } from '../../src/verify/keeping.js';
import type { Wire } from '../../src/verify/send/wires.js';
import type { Limits, Read, Way } from '../../src/verify/way.js';

/** Nothing asked for beyond the defaults of the command line. */
export const ASKED: Asked = {
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
export const limits = (timeoutMs = 1500): Limits => ({
  timeoutMs,
  pauseMs: 10,
  signal: new AbortController().signal,
  now: Date.now,
});

export const readOf = (backend: Read['backend'], url: string): Read => ({
  backend,
  access: { ...accessWith(ASKED, {}), url },
});

/** A way through a Collector, with fields of it replaced. */
export const wayOf = (wire: Wire, url: string, reads: readonly Read[], rest: Partial<Way> = {}): Way => ({
  via: 'collector',
  destination: ok({ wire, url }),
  send: accessWith(ASKED, {}),
  reads,
  keeping: UNMARKED,
  resource: {},
  ...rest,
});
