import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import protobuf from 'protobufjs';
import { OTLP_MESSAGES } from '../../../demo/otlp-messages.js';
import { startReceiver, type OtlpReceiver } from '../../../demo/otlp-receiver.js';
import { createSpanDecoder } from '../../../demo/otlp-spans.js';

// Written byte by byte after the protobuf wire format, so that field numbers are checked against something of their own.
const length = (bytes: Buffer): readonly number[] =>
  bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
const field = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, ...length(bytes)]), bytes]);
const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));
const fixed64 = (number: number, value: bigint): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes[0] = (number << 3) | 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
};
const varint = (number: number, value: number): Buffer => Buffer.from([number << 3, value]);
const attribute = (number: number, key: string, value: Buffer): Buffer =>
  field(number, Buffer.concat([text(1, key), field(2, value)]));

const RESOURCE = Buffer.concat([attribute(1, 'service.name', text(1, 'checkout'))]);
const SPAN = Buffer.concat([
  field(1, Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex')),
  field(2, Buffer.from('00f067aa0ba902b7', 'hex')),
  text(3, 'vendor=state'),
  field(4, Buffer.from('53995c3f42cd8ad8', 'hex')),
  text(5, 'POST'),
  varint(6, 2),
  fixed64(7, 1_760_000_000_123_456_789n),
  fixed64(8, 1_760_000_000_123_999_999n),
  attribute(9, 'url.path', text(1, '/orders')),
  attribute(9, 'ok', varint(2, 1)),
  attribute(9, 'http.response.status_code', Buffer.from([3 << 3, 0xc8, 0x01])),
  attribute(9, 'a.list', field(5, Buffer.alloc(0))),
  varint(10, 3),
  text(14, 'a field of a later version'),
]);
const BODY = field(
  1,
  Buffer.concat([field(1, RESOURCE), field(2, field(2, SPAN)), text(3, 'https://schema')]),
);
const EXPECTED = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  parentSpanId: '53995c3f42cd8ad8',
  name: 'POST',
  kind: 'SERVER',
  startNs: 1_760_000_000_123_456_789n,
  endNs: 1_760_000_000_123_999_999n,
  attributes: { 'url.path': '/orders', ok: true, 'http.response.status_code': 200 },
  resource: { 'service.name': 'checkout' },
};

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startReceiver(await createSpanDecoder());
});
afterEach(() => receiver.close());

const TYPE = { 'content-type': 'application/x-protobuf' };
const post = (
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = TYPE,
  path = '/v1/traces',
): Promise<Response> => fetch(`${receiver.url}${path}`, { method: 'POST', body, headers });
const wait = (deadlineMs = 30_000, signal = new AbortController().signal) => ({
  deadlineMs,
  signal,
  describeTimeout: (spans: readonly unknown[]) => `${spans.length} spans arrived.`,
});

test.each([
  ['plain', new Uint8Array(BODY), TYPE],
  ['gzip', new Uint8Array(gzipSync(BODY)), { ...TYPE, 'content-encoding': 'gzip' }],
])('a %s body is decoded and answered with an empty response', async (_, body, headers) => {
  const response = await post(body, headers);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-protobuf');
  expect(new Uint8Array(await response.arrayBuffer())).toHaveLength(0);
  expect(await receiver.until((spans) => spans, wait())).toEqual([EXPECTED]);
});

test('the decoder reads what protobufjs writes, a first span and a resource without attributes among them', async () => {
  const request = protobuf.parse(OTLP_MESSAGES).root.lookupType('ExportTraceServiceRequest');
  const spans = [{ traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 2), name: 'first' }];
  const body = request.encode(request.fromObject({ resourceSpans: [{ scopeSpans: [{ spans }] }] })).finish();
  expect((await createSpanDecoder())(body)).toMatchObject([
    {
      traceId: '01'.repeat(16),
      parentSpanId: '',
      name: 'first',
      kind: 'UNSPECIFIED',
      startNs: 0n,
      resource: {},
    },
  ]);
});

describe('refusals', () => {
  test.each([
    ['another path', '/v1/metrics', TYPE, 404],
    ['JSON', '/v1/traces', { 'content-type': 'application/json' }, 415],
    ['another encoding', '/v1/traces', { ...TYPE, 'content-encoding': 'br' }, 415],
    ['a body that is no gzip', '/v1/traces', { ...TYPE, 'content-encoding': 'gzip' }, 400],
  ])('%s', async (_, path, headers, status) => {
    expect((await post(new Uint8Array(BODY), headers, path)).status).toBe(status);
  });
  test('another method', async () => {
    expect((await fetch(`${receiver.url}/v1/traces`)).status).toBe(405);
  });
  test('bytes that are no message', async () => {
    expect((await post(new Uint8Array([0x0a, 0x7f, 0x01]))).status).toBe(400);
  });
});

describe('until', () => {
  test('waits for spans that come later', async () => {
    const found = receiver.until((spans) => (spans.length >= 2 ? spans.length : undefined), wait());
    await post(new Uint8Array(BODY));
    await post(new Uint8Array(BODY));
    expect(await found).toBe(2);
  });
  test('fails with its sentence after the deadline', async () => {
    await expect(receiver.until(() => undefined, wait(1))).rejects.toThrow('0 spans arrived.');
  });
  test.each([
    ['before', true],
    ['while it waits', false],
  ])('fails with the reason of a signal that is aborted %s', async (_, early) => {
    const controller = new AbortController();
    if (early) controller.abort(new Error('interrupted'));
    const found = receiver.until(() => undefined, wait(30_000, controller.signal));
    controller.abort(new Error('interrupted'));
    await expect(found).rejects.toThrow('interrupted');
  });
});
