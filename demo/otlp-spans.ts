import { OTLP_MESSAGES } from './otlp-messages.js';

type AttributeValue = string | number | boolean;
type SpanAttributes = Readonly<Record<string, AttributeValue>>;

/** One span as a backend would store it. Times are nanoseconds since the epoch. */
export interface Span {
  /** Hexadecimal, 32 digits. */
  readonly traceId: string;
  /** Hexadecimal, 16 digits. */
  readonly spanId: string;
  /** Hexadecimal, 16 digits; empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  /** `SERVER`, `CLIENT`, `INTERNAL`, … */
  readonly kind: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: SpanAttributes;
  readonly resource: SpanAttributes;
}

/** Reads the spans of one `ExportTraceServiceRequest` in protobuf; throws when the bytes are none. */
export type SpanDecoder = (body: Uint8Array) => readonly Span[];

/**
 * Makes a decoder. protobufjs is loaded here and not before: the webhook does without it, so it is not installed
 * with the package. Attributes that are lists, maps or bytes are left out.
 */
export async function createSpanDecoder(): Promise<SpanDecoder> {
  const { default: protobuf } = await import('protobufjs');
  const request = protobuf.parse(OTLP_MESSAGES).root.lookupType('ExportTraceServiceRequest');
  return (body) => {
    const decoded = request.toObject(request.decode(body), {
      longs: String,
      enums: String,
      arrays: true,
      defaults: true,
      oneofs: true,
    }) as ExportRequest;
    return decoded.resourceSpans.flatMap(({ resource, scopeSpans }) => {
      const attributes = convertAttributes(resource?.attributes ?? []);
      return scopeSpans.flatMap(({ spans }) => spans.map((span) => convertSpan(span, attributes)));
    });
  };
}

/** What protobufjs makes of the messages with the options above; 64-bit numbers are text, `bytes` are Buffers. */
interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] } | null;
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

interface OtlpSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly name: string;
  readonly kind: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
}

interface KeyValue {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly boolValue?: boolean;
    readonly intValue?: string;
    readonly doubleValue?: number;
  } | null;
}

function convertSpan(span: OtlpSpan, resource: SpanAttributes): Span {
  return {
    traceId: formatHex(span.traceId),
    spanId: formatHex(span.spanId),
    parentSpanId: formatHex(span.parentSpanId),
    name: span.name,
    kind: span.kind,
    startNs: BigInt(span.startTimeUnixNano),
    endNs: BigInt(span.endTimeUnixNano),
    attributes: convertAttributes(span.attributes),
    resource,
  };
}

function convertAttributes(list: readonly KeyValue[]): SpanAttributes {
  const read = list.map(
    ({ key, value }) => [key, value === null ? undefined : convertScalar(value)] as const,
  );
  return Object.fromEntries(
    read.filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}

const convertScalar = (value: NonNullable<KeyValue['value']>): AttributeValue | undefined =>
  value.stringValue ??
  value.boolValue ??
  (value.intValue === undefined ? value.doubleValue : Number(value.intValue));

const formatHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
