import type { Span } from '../../demo/otlp-spans.js';

/** One value of `AnyValue`; lists, maps and bytes are not read. */
interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
}

interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue;
}

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: readonly KeyValue[];
}

interface JsonRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] };
    readonly scopeSpans?: readonly { readonly spans?: readonly JsonSpan[] }[];
  }[];
}

/** Names of `SpanKind`, by number. */
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/**
 * Reads the spans of an `ExportTraceServiceRequest` in JSON, as a Collector writes it; throws when the text is no JSON.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function readSpans(text: string): readonly Span[] {
  const { resourceSpans = [] } = JSON.parse(text) as JsonRequest;
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const attributes = readAttributes(resource?.attributes);
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => readSpan(span, attributes)));
  });
}

function readSpan(span: JsonSpan, resource: Span['resource']): Span {
  const { traceId, spanId, parentSpanId = '', name = '', kind = 0 } = span;
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind: KINDS[kind] ?? '',
    startNs: BigInt(span.startTimeUnixNano ?? 0),
    endNs: BigInt(span.endTimeUnixNano ?? 0),
    attributes: readAttributes(span.attributes),
    resource,
  };
}

function readAttributes(list: readonly KeyValue[] = []): Span['attributes'] {
  const read = list.map(({ key, value }) => [key, readValue(value)] as const);
  return Object.fromEntries(
    read.filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  );
}

const readValue = (value: AnyValue = {}): string | number | boolean | undefined =>
  value.stringValue ??
  value.boolValue ??
  (value.intValue === undefined ? value.doubleValue : Number(value.intValue));
