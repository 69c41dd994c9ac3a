import type { Span } from '../../../demo/otlp-spans.js';

/** A span that begins `start` and lasts `length` microseconds. */
export function span(
  id: string,
  service: string,
  times: readonly [start: number, length: number],
  rest: Partial<Span> = {},
): Span {
  const [start, length] = times;
  const startNs = 1_760_000_000_000_000_000n + BigInt(start * 1000);
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: id,
    parentSpanId: '',
    name: 'GET',
    kind: 'INTERNAL',
    startNs,
    endNs: startNs + BigInt(length * 1000),
    attributes: {},
    resource: { 'service.name': service },
    ...rest,
  };
}

/** storefront calls checkout twice; out of order, as spans arrive. */
export const TRACE: readonly Span[] = [
  span('c2', 'checkout', [22_000, 17_000], {
    parentSpanId: 'b2',
    kind: 'SERVER',
    name: 'POST',
    attributes: { 'url.path': '/orders' },
  }),
  span('b2', 'storefront', [20_000, 20_000], {
    parentSpanId: 'a1',
    kind: 'CLIENT',
    name: 'POST',
    attributes: { 'url.path': '/orders' },
  }),
  span('a1', 'storefront', [0, 40_000], { kind: 'SERVER', attributes: { 'url.path': '/buy' } }),
  span('b1', 'storefront', [2_000, 16_000], {
    parentSpanId: 'a1',
    kind: 'CLIENT',
    attributes: { 'url.path': '/price' },
  }),
  span('c1', 'checkout', [4_000, 8_000], {
    parentSpanId: 'b1',
    kind: 'SERVER',
    attributes: { 'http.target': '/price?item=tea' },
  }),
];
