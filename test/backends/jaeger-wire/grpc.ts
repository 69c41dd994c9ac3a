import type { Attributes, SentProcess, SentSpan } from '../../../src/verify/sent-spans.js';
import { bytes, message, text, varint, type Field } from '../../../src/verify/send/protobuf.js';

/**
 * A `PostSpansRequest` of Jaeger's gRPC API:
 * https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v2/model.proto
 */
export const postSpansRequest = ({ resource, spans }: SentProcess): Uint8Array =>
  message(
    bytes(
      1,
      message(
        ...spans.map((span) => bytes(1, jaegerSpan(span))),
        bytes(2, message(text(1, String(resource['service.name'] ?? '')), tagsAt(2, resource))),
      ),
    ),
  );

/** Path of the method, after the host. */
export const POST_SPANS = '/jaeger.api_v2.CollectorService/PostSpans';

const jaegerSpan = (span: SentSpan): Field =>
  message(
    bytes(1, Buffer.from(span.traceId, 'hex')),
    bytes(2, Buffer.from(span.spanId, 'hex')),
    text(3, span.name),
    ...(span.parentSpanId === undefined ? [] : [bytes(4, childOf(span.traceId, span.parentSpanId))]),
    bytes(6, seconds(span.startNs)),
    bytes(7, seconds(span.endNs - span.startNs)),
    tagsAt(8, { ...span.attributes, 'span.kind': span.kind }),
  );

/** A `SpanRef` of the type CHILD_OF, which is 0. */
const childOf = (traceId: string, spanId: string): Field =>
  message(bytes(1, Buffer.from(traceId, 'hex')), bytes(2, Buffer.from(spanId, 'hex')));

/** `Timestamp` and `Duration` alike. */
const seconds = (ns: bigint): Field =>
  message(varint(1, Number(ns / 1_000_000_000n)), varint(2, Number(ns % 1_000_000_000n)));

/** `KeyValue`s of the type STRING, which is 0. */
const tagsAt = (number: number, attributes: Attributes): Field =>
  message(
    ...Object.entries(attributes).map(([key, value]) =>
      bytes(number, message(text(1, key), text(3, String(value)))),
    ),
  );
