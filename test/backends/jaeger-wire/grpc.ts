import type { SpanAttributes, SentProcess, SentSpan } from '../../../src/verify/sent-spans.js';
import {
  encodeBytes,
  encodeMessage,
  encodeText,
  encodeVarint,
  type ProtobufField,
} from '../../../src/verify/send/protobuf.js';

/**
 * A `PostSpansRequest` of Jaeger's gRPC API:
 * https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v2/model.proto
 */
export const postSpansRequest = ({ resource, spans }: SentProcess): Uint8Array =>
  encodeMessage(
    encodeBytes(
      1,
      encodeMessage(
        ...spans.map((span) => encodeBytes(1, jaegerSpan(span))),
        encodeBytes(
          2,
          encodeMessage(encodeText(1, String(resource['service.name'] ?? '')), tagsAt(2, resource)),
        ),
      ),
    ),
  );

/** Path of the method, after the host. */
export const POST_SPANS = '/jaeger.api_v2.CollectorService/PostSpans';

const jaegerSpan = (span: SentSpan): ProtobufField =>
  encodeMessage(
    encodeBytes(1, Buffer.from(span.traceId, 'hex')),
    encodeBytes(2, Buffer.from(span.spanId, 'hex')),
    encodeText(3, span.name),
    ...(span.parentSpanId === undefined ? [] : [encodeBytes(4, childOf(span.traceId, span.parentSpanId))]),
    encodeBytes(6, seconds(span.startNs)),
    encodeBytes(7, seconds(span.endNs - span.startNs)),
    tagsAt(8, { ...span.attributes, 'span.kind': span.kind }),
  );

/** A `SpanRef` of the type CHILD_OF, which is 0. */
const childOf = (traceId: string, spanId: string): ProtobufField =>
  encodeMessage(encodeBytes(1, Buffer.from(traceId, 'hex')), encodeBytes(2, Buffer.from(spanId, 'hex')));

/** `Timestamp` and `Duration` alike. */
const seconds = (ns: bigint): ProtobufField =>
  encodeMessage(encodeVarint(1, Number(ns / 1_000_000_000n)), encodeVarint(2, Number(ns % 1_000_000_000n)));

/** `KeyValue`s of the type STRING, which is 0. */
const tagsAt = (number: number, attributes: SpanAttributes): ProtobufField =>
  encodeMessage(
    ...Object.entries(attributes).map(([key, value]) =>
      encodeBytes(number, encodeMessage(encodeText(1, key), encodeText(3, String(value)))),
    ),
  );
