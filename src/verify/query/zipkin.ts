import { readField, readPlainText } from './json-shape.js';
import { POD_UID, type QueryReader, type ReadSpan } from './reader.js';

/** Zipkin's API; 404 for an id that it does not know. https://zipkin.io/zipkin-api/#/default/get_trace__traceId_ */
export const zipkinReader: QueryReader = {
  tracePath: (traceId) => `/api/v2/trace/${traceId}`,
  spansOf: (answer) => (Array.isArray(answer) ? answer.map(readZipkinSpan) : undefined),
  searchPath: ({ service, podUid, sinceMs, untilMs }) =>
    `/api/v2/traces?${new URLSearchParams({
      serviceName: service.toLowerCase(),
      annotationQuery: `${POD_UID}=${podUid}`,
      endTs: String(untilMs),
      lookback: String(untilMs - sinceMs),
      limit: '1',
    }).toString()}`,
  hasFound: (answer) => (Array.isArray(answer) ? answer.length > 0 : undefined),
  probePath: '/api/v2/services',
  isProbed: (_, json) => Array.isArray(json),
};

function readZipkinSpan(span: unknown): ReadSpan {
  const tags = Object.entries(readField(span, 'tags') ?? {}).map(
    ([key, value]) => [key, readPlainText(value)] as const,
  );
  return {
    spanId: readPlainText(readField(span, 'id')),
    parentSpanId: readPlainText(readField(span, 'parentId')),
    name: readPlainText(readField(span, 'name')),
    service: readPlainText(readField(readField(span, 'localEndpoint'), 'serviceName')),
    isError: tags.some(([key]) => key === 'error'),
    attributes: Object.fromEntries(tags),
  };
}
