import { field, list, plainText } from './json-shape.js';
import type { QueryReader, ReadSpan } from './reader.js';

/** Tempo's API: OTLP as JSON; 404 for an id that it does not know. https://grafana.com/docs/tempo/latest/api_docs/ */
export const tempoReader: QueryReader = {
  tracePath: (traceId) => `/api/traces/${traceId}`,
  spansOf: (answer) => {
    const batches = field(answer, 'batches') ?? field(answer, 'resourceSpans');
    return Array.isArray(batches) ? batches.flatMap(spansOfBatch) : undefined;
  },
  probePath: '/api/echo',
  isProbed: (text) => text.trim() === 'echo',
};

function spansOfBatch(batch: unknown): readonly ReadSpan[] {
  const resource = attributesOf(field(batch, 'resource'));
  return list(field(batch, 'scopeSpans'))
    .flatMap((scope) => list(field(scope, 'spans')))
    .map((span) => spanOf(span, resource));
}

function spanOf(span: unknown, resource: Readonly<Record<string, string>>): ReadSpan {
  const code = field(field(span, 'status'), 'code');
  return {
    spanId: hexOf(plainText(field(span, 'spanId'))),
    parentSpanId: hexOf(plainText(field(span, 'parentSpanId'))),
    name: plainText(field(span, 'name')),
    service: resource['service.name'] ?? '',
    isError: code === 2 || code === 'STATUS_CODE_ERROR',
    attributes: { ...resource, ...attributesOf(span) },
  };
}

/** Ids are base64, as bytes are in the JSON of protobuf; OTLP itself would have them hexadecimal. */
const hexOf = (id: string): string =>
  /^([0-9a-f]{16}|)$/.test(id) ? id : Buffer.from(id, 'base64').toString('hex');

const attributesOf = (owner: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list(field(owner, 'attributes')).map((each) => [
      plainText(field(each, 'key')),
      valueOf(field(each, 'value')),
    ]),
  );

/** The one member of an `AnyValue`; lists and maps are not read. */
const valueOf = (value: unknown): string =>
  ['stringValue', 'intValue', 'boolValue', 'doubleValue']
    .map((name) => plainText(field(value, name)))
    .join('');
