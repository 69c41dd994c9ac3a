import { err, ok, type Result } from '../../core/result.js';
import type { Failure } from '../failure.js';
import { excerpt } from '../failure.js';
import { type Attributes, type SentProcess, type SentSpan, SPAN_KINDS } from '../sent-spans.js';
import {
  bytes,
  double,
  type Field,
  fieldsOf,
  fixed32,
  fixed64,
  int64,
  message,
  text,
  varint,
} from './protobuf.js';

/** W3C trace flags of a trace that is kept: https://www.w3.org/TR/trace-context/#sampled-flag */
const SAMPLED = 1;
const ERROR = 2;

/**
 * An `ExportTraceServiceRequest`. Numbers are those of https://github.com/open-telemetry/opentelemetry-proto (trace,
 * common and resource v1).
 */
export const exportRequest = (processes: readonly SentProcess[]): Uint8Array =>
  message(...processes.map((process) => bytes(1, resourceSpans(process))));

const resourceSpans = ({ resource, spans }: SentProcess): Field =>
  message(
    bytes(1, attributesAt(1, resource)),
    bytes(2, message(...spans.map((each) => bytes(2, span(each))))),
  );

const span = (each: SentSpan): Field =>
  message(
    bytes(1, Buffer.from(each.traceId, 'hex')),
    bytes(2, Buffer.from(each.spanId, 'hex')),
    ...(each.parentSpanId === undefined ? [] : [bytes(4, Buffer.from(each.parentSpanId, 'hex'))]),
    text(5, each.name),
    varint(6, SPAN_KINDS.indexOf(each.kind) + 1),
    fixed64(7, each.startNs),
    fixed64(8, each.endNs),
    attributesAt(9, each.attributes),
    ...(each.isError ? [bytes(15, varint(3, ERROR))] : []),
    fixed32(16, SAMPLED),
  );

const attributesAt = (number: number, attributes: Attributes): Field =>
  message(
    ...Object.entries(attributes).map(([key, value]) =>
      bytes(number, message(text(1, key), bytes(2, anyValue(value)))),
    ),
  );

function anyValue(value: string | number | boolean): Field {
  if (typeof value === 'string') return text(1, value);
  if (typeof value === 'boolean') return varint(2, value ? 1 : 0);
  return Number.isSafeInteger(value) ? int64(3, value) : double(4, value);
}

/** Reads an `ExportTraceServiceResponse`: a failure where spans were rejected, or the bytes are none of it. */
export function exportResponse(body: Uint8Array): Result<undefined, Failure> {
  const fields = fieldsOf(body);
  if (fields === undefined) return err({ kind: 'unreadable', text: excerpt(Buffer.from(body).toString()) });
  const partial = fields.get(1);
  const inner = partial instanceof Uint8Array ? fieldsOf(partial) : undefined;
  const spans = inner?.get(1);
  const says = inner?.get(2);
  if (typeof spans !== 'bigint' || spans === 0n) return ok(undefined);
  const reason = says instanceof Uint8Array ? excerpt(Buffer.from(says).toString()) : '';
  return err({ kind: 'rejected', spans: Number(spans), text: reason });
}
