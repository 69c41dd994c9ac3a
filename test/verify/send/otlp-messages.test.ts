import { expect, test } from 'vitest';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { encodeExportRequest, decodeExportResponse } from '../../../src/verify/send/otlp-messages.js';
import {
  encodeDouble,
  decodeFields,
  encodeFixed32,
  encodeFixed64,
  encodeInt64,
  encodeMessage,
  encodeText,
} from '../../../src/verify/send/protobuf.js';
import { SPAN_KINDS, type SentSpan } from '../../../src/verify/sent-spans.js';
import { SAMPLE, SPANS } from '../sample.js';
import { decodedRequest, encodedResponse } from './otlp-definitions.js';
import { anyText } from '../../support/arbitraries-text.js';

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

// The library groups spans by the identity of these.
const RESOURCE = { attributes: SAMPLE[0]?.resource };
const SCOPE = { name: '' };

/** A span as the SDK of OpenTelemetry holds it. */
function readable(span: SentSpan): ReadableSpan {
  const time = (ns: bigint): [number, number] => [Number(ns / 1_000_000_000n), Number(ns % 1_000_000_000n)];
  const context = (spanId: string) => ({ traceId: span.traceId, spanId, traceFlags: 1 });
  return {
    name: span.name,
    kind: SPAN_KINDS.indexOf(span.kind),
    spanContext: () => context(span.spanId),
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: context(span.parentSpanId) }),
    startTime: time(span.startNs),
    endTime: time(span.endNs),
    status: { code: span.isError ? 2 : 0 },
    attributes: span.attributes,
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    links: [],
    events: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } as unknown as ReadableSpan;
}

test('a request says what the library of OpenTelemetry writes for the same spans', () => {
  const bytes = ProtobufTraceSerializer.serializeRequest(SPANS.map(readable));
  const official = JSON.stringify(decodedRequest(bytes ?? Buffer.alloc(0)));
  // The library sets a bit beside the sampled one, as it knows that a parent is not remote, and writes a status of 0.
  const expected = official.replaceAll('"flags":257', '"flags":1').replaceAll(',"status":{}', '');
  expect(decodedRequest(encodeExportRequest(SAMPLE))).toEqual(JSON.parse(expected));
  expect(expected).toContain('"code":2');
});

test('a field says what protobufjs reads, whatever the value', () => {
  const type = protobuf
    .parse(
      'syntax = "proto3"; message M { string s = 1; int64 i = 2; fixed64 f = 300; double d = 4; fixed32 x = 5; }',
    )
    .root.lookupType('M');
  const values = fc.record({
    s: anyText({ maxLength: 300 }),
    i: fc.maxSafeInteger(),
    f: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    d: fc.double(),
    x: fc.nat(),
  });
  fc.assert(
    fc.property(values, ({ s, i, f, d, x }) => {
      const bytes = encodeMessage(
        encodeText(1, s),
        encodeInt64(2, i),
        encodeFixed64(300, f),
        encodeDouble(4, d),
        encodeFixed32(5, x),
      );
      const read = type.toObject(type.decode(bytes), { longs: String, defaults: true });
      expect(read).toEqual({ s, i: i.toString(), f: f.toString(), d, x });
    }),
  );
});

test('fields that are read are those that protobufjs writes', () => {
  const bytes = encodedResponse({ partialSuccess: { rejectedSpans: 300, errorMessage: 'too old' } });
  const inner = decodeFields(bytes)?.get(1);
  expect(inner instanceof Uint8Array ? decodeFields(inner) : inner).toEqual(
    new Map<number, unknown>([
      [1, 300n],
      [2, Buffer.from('too old')],
    ]),
  );
});

test('reading any bytes gives fields or nothing, and ends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([true, false]).toContain(decodeFields(bytes) instanceof Map);
    }),
  );
});

test.each([
  ['no bytes', Buffer.alloc(0), { ok: true, value: undefined }],
  ['a partial success without rejected spans', encodedResponse({ partialSuccess: {} }), { ok: true }],
  [
    'rejected spans',
    encodedResponse({ partialSuccess: { rejectedSpans: 2, errorMessage: 'too old' } }),
    { ok: false, error: { kind: 'rejected', spans: 2, text: 'too old' } },
  ],
  ['a page', Buffer.from('<html>'), { ok: false, error: { kind: 'unreadable', text: '<html>' } }],
])('a response of %s', (_, bytes, expected) => {
  expect(decodeExportResponse(bytes)).toMatchObject(expected);
});
