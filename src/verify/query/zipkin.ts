import { field, plainText } from './json-shape.js';
import type { QueryReader, ReadSpan } from './reader.js';

/** Zipkin's API; 404 for an id that it does not know. https://zipkin.io/zipkin-api/#/default/get_trace__traceId_ */
export const zipkinReader: QueryReader = {
  tracePath: (traceId) => `/api/v2/trace/${traceId}`,
  spansOf: (answer) => (Array.isArray(answer) ? answer.map(spanOf) : undefined),
  probePath: '/api/v2/services',
  isProbed: (_, json) => Array.isArray(json),
};

function spanOf(span: unknown): ReadSpan {
  const tags = Object.entries(field(span, 'tags') ?? {}).map(
    ([key, value]) => [key, plainText(value)] as const,
  );
  return {
    spanId: plainText(field(span, 'id')),
    parentSpanId: plainText(field(span, 'parentId')),
    name: plainText(field(span, 'name')),
    service: plainText(field(field(span, 'localEndpoint'), 'serviceName')),
    isError: tags.some(([key]) => key === 'error'),
    attributes: Object.fromEntries(tags),
  };
}
