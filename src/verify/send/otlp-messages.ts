import { err, ok, type Result } from '../../core/result.js';
import type { Failure } from '../failure.js';
import { extractExcerpt } from '../failure.js';
import { type SpanAttributes, type SentProcess, type SentSpan, SPAN_KINDS } from '../sent-spans.js';
import {
  encodeBytes,
  encodeDouble,
  type ProtobufField,
  decodeFields,
  encodeFixed32,
  encodeFixed64,
  encodeInt64,
  encodeMessage,
  encodeText,
  encodeVarint,
} from './protobuf.js';

/** W3C trace flags of a trace that is kept: https://www.w3.org/TR/trace-context/#sampled-flag */
const SAMPLED = 1;
const ERROR = 2;

/**
 * An `ExportTraceServiceRequest`. Numbers are those of https://github.com/open-telemetry/opentelemetry-proto (trace,
 * common and resource v1).
 */
export const encodeExportRequest = (processes: readonly SentProcess[]): Uint8Array =>
  encodeMessage(...processes.map((process) => encodeBytes(1, encodeResourceSpans(process))));

const encodeResourceSpans = ({ resource, spans }: SentProcess): ProtobufField =>
  encodeMessage(
    encodeBytes(1, encodeAttributes(1, resource)),
    encodeBytes(2, encodeMessage(...spans.map((each) => encodeBytes(2, encodeSpan(each))))),
  );

const encodeSpan = (each: SentSpan): ProtobufField =>
  encodeMessage(
    encodeBytes(1, Buffer.from(each.traceId, 'hex')),
    encodeBytes(2, Buffer.from(each.spanId, 'hex')),
    ...(each.parentSpanId === undefined ? [] : [encodeBytes(4, Buffer.from(each.parentSpanId, 'hex'))]),
    encodeText(5, each.name),
    encodeVarint(6, SPAN_KINDS.indexOf(each.kind) + 1),
    encodeFixed64(7, each.startNs),
    encodeFixed64(8, each.endNs),
    encodeAttributes(9, each.attributes),
    ...(each.isError ? [encodeBytes(15, encodeVarint(3, ERROR))] : []),
    encodeFixed32(16, SAMPLED),
  );

const encodeAttributes = (number: number, attributes: SpanAttributes): ProtobufField =>
  encodeMessage(
    ...Object.entries(attributes).map(([key, value]) =>
      encodeBytes(number, encodeMessage(encodeText(1, key), encodeBytes(2, encodeAnyValue(value)))),
    ),
  );

function encodeAnyValue(value: string | number | boolean): ProtobufField {
  if (typeof value === 'string') return encodeText(1, value);
  if (typeof value === 'boolean') return encodeVarint(2, value ? 1 : 0);
  return Number.isSafeInteger(value) ? encodeInt64(3, value) : encodeDouble(4, value);
}

/** Reads an `ExportTraceServiceResponse`: a failure where spans were rejected, or the bytes are none of it. */
export function decodeExportResponse(body: Uint8Array): Result<undefined, Failure> {
  const fields = decodeFields(body);
  if (fields === undefined)
    return err({ kind: 'unreadable', text: extractExcerpt(Buffer.from(body).toString()) });
  const partial = fields.get(1);
  const inner = partial instanceof Uint8Array ? decodeFields(partial) : undefined;
  const spans = inner?.get(1);
  const says = inner?.get(2);
  if (typeof spans !== 'bigint' || spans === 0n) return ok(undefined);
  const reason = says instanceof Uint8Array ? extractExcerpt(Buffer.from(says).toString()) : '';
  return err({ kind: 'rejected', spans: Number(spans), text: reason });
}
