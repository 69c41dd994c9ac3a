/** Attributes as they are sent; a whole number is sent as an integer. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** In the order of their numbers in OTLP, from 1. */
export const SPAN_KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
type SpanKind = (typeof SPAN_KINDS)[number];

/** A span to send. Every format that is sent writes all of it, except where it says so. */
export interface SentSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Absent for the first span of a trace. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: SpanKind;
  /** Nanoseconds since the epoch. */
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly isError: boolean;
  readonly attributes: SpanAttributes;
}

/** Spans of one process. `service.name` of the resource names it. */
export interface SentProcess {
  readonly resource: SpanAttributes;
  readonly spans: readonly SentSpan[];
}
