import type { SentProcess, SentSpan } from '../../src/verify/sent-spans.js';

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

const ROOT: SentSpan = {
  traceId: TRACE_ID,
  spanId: '00f067aa0ba902b7',
  name: 'GET /Pay',
  kind: 'server',
  startNs: 1_760_000_000_123_456_789n,
  endNs: 1_760_000_000_323_456_789n,
  isError: true,
  attributes: { 'url.path': '/Pay', 'http.response.status_code': 500, 'a.ratio': -0.25, 'is.first': true },
};

/** Every kind of attribute, an error, a parent, and text that is not ASCII. */
export const SPANS: readonly SentSpan[] = [
  ROOT,
  {
    ...ROOT,
    spanId: '53995c3f42cd8ad8',
    parentSpanId: ROOT.spanId,
    name: 'größe',
    kind: 'client',
    isError: false,
    attributes: { 'a.number': -7 },
  },
];

export const SAMPLE: readonly SentProcess[] = [
  { resource: { 'service.name': 'checkout', 'service.instance.id': 3 }, spans: SPANS },
];
