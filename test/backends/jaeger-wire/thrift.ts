import type { SpanAttributes, SentProcess, SentSpan } from '../../../src/verify/sent-spans.js';

/**
 * A `Batch` of Jaeger's thrift in the binary protocol, as its clients post it to `/api/traces`:
 * https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/jaeger.thrift
 */
export const thriftBatch = ({ resource, spans }: SentProcess): Buffer =>
  struct(
    field(STRUCT, 1, struct(field(STRING, 1, text(serviceOf(resource))), tagsAt(2, resource))),
    field(LIST, 2, list(STRUCT, spans.map(thriftSpan))),
  );

const serviceOf = (resource: SpanAttributes): string => String(resource['service.name'] ?? '');

const thriftSpan = (span: SentSpan): Buffer =>
  struct(
    field(I64, 1, i64(span.traceId.slice(16))),
    field(I64, 2, i64(span.traceId.slice(0, 16))),
    field(I64, 3, i64(span.spanId)),
    field(I64, 4, i64(span.parentSpanId ?? '0'.repeat(16))),
    field(STRING, 5, text(span.name)),
    field(I32, 7, Buffer.from([0, 0, 0, 1])),
    field(I64, 8, microseconds(span.startNs)),
    field(I64, 9, microseconds(span.endNs - span.startNs)),
    tagsAt(10, { ...span.attributes, 'span.kind': span.kind }),
  );

const tagsAt = (id: number, attributes: SpanAttributes): Buffer =>
  field(
    LIST,
    id,
    list(
      STRUCT,
      Object.entries(attributes).map(([key, value]) =>
        // A tag of the type STRING, which is 0.
        struct(
          field(STRING, 1, text(key)),
          field(I32, 2, Buffer.alloc(4)),
          field(STRING, 3, text(String(value))),
        ),
      ),
    ),
  );

/** Types of https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md */
const [I32, I64, STRING, STRUCT, LIST] = [8, 10, 11, 12, 15];

function field(type: number, id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(3);
  head.writeUInt8(type);
  head.writeInt16BE(id, 1);
  return Buffer.concat([head, value]);
}

const struct = (...fields: readonly Buffer[]): Buffer => Buffer.concat([...fields, Buffer.alloc(1)]);

const text = (value: string): Buffer => Buffer.concat([i32(Buffer.byteLength(value)), Buffer.from(value)]);

const list = (type: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([type]), i32(items.length), ...items]);

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Ids are 64 bits without a meaning of their sign. */
const i64 = (hex: string): Buffer => Buffer.from(hex, 'hex');

function microseconds(ns: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(ns / 1000n);
  return bytes;
}
