import { field, list, plainText } from './json-shape.js';
import type { QueryReader, ReadSpan } from './reader.js';

/**
 * The JSON API that Jaeger's own page uses, the same in v1 and v2; Jaeger answers 404 for an id that it does not know.
 * https://www.jaegertracing.io/docs/latest/architecture/apis/
 */
export const jaegerReader: QueryReader = {
  tracePath: (traceId) => `/api/traces/${traceId}`,
  spansOf: (answer) => {
    const data = field(answer, 'data');
    return Array.isArray(data) ? data.flatMap(spansOfTrace) : undefined;
  },
  probePath: '/api/services',
  // An empty list is null in some versions.
  isProbed: (_, json) => typeof json === 'object' && json !== null && 'data' in json,
};

function spansOfTrace(trace: unknown): readonly ReadSpan[] {
  const processes = field(trace, 'processes');
  return list(field(trace, 'spans')).map((span) =>
    spanOf(span, field(processes, plainText(field(span, 'processID')))),
  );
}

function spanOf(span: unknown, process: unknown): ReadSpan {
  const attributes = { ...tagsOf(process), ...tagsOf(span) };
  const parent = list(field(span, 'references')).find((each) => field(each, 'refType') === 'CHILD_OF');
  return {
    spanId: plainText(field(span, 'spanID')),
    parentSpanId: plainText(field(parent, 'spanID')),
    name: plainText(field(span, 'operationName')),
    service: plainText(field(process, 'serviceName')),
    isError: attributes['error'] === 'true' || attributes['otel.status_code'] === 'ERROR',
    attributes,
  };
}

const tagsOf = (owner: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list(field(owner, 'tags')).map((tag) => [plainText(field(tag, 'key')), plainText(field(tag, 'value'))]),
  );
