import { readField, readList, readPlainText } from './json-shape.js';
import { POD_UID, type QueryReader, type ReadSpan } from './reader.js';

/**
 * The JSON API that Jaeger's own page uses, the same in v1 and v2; Jaeger answers 404 for an id that it does not know.
 * VictoriaTraces has it below a path of its own; for an id that it does not know it answers an empty list, and newer
 * versions 404.
 * https://docs.victoriametrics.com/victoriatraces/querying/
 * https://www.jaegertracing.io/docs/latest/architecture/apis/
 */
export const jaegerReader: QueryReader = {
  tracePath: (traceId) => `/api/traces/${traceId}`,
  spansOf: (answer) => {
    const data = readField(answer, 'data');
    return Array.isArray(data) ? data.flatMap(readJaegerTrace) : undefined;
  },
  searchPath: ({ service, podUid, sinceMs, untilMs }) =>
    `/api/traces?${new URLSearchParams({
      service,
      tags: JSON.stringify({ [POD_UID]: podUid }),
      // In microseconds.
      start: `${sinceMs}000`,
      end: `${untilMs}000`,
      limit: '1',
    }).toString()}`,
  hasFound: (answer) => {
    const data = readField(answer, 'data');
    // An empty list is null in some versions.
    return Array.isArray(data) ? data.length > 0 : data === null ? false : undefined;
  },
  probePath: '/api/services',
  // An empty list is null in some versions.
  isProbed: (_, json) => typeof json === 'object' && json !== null && 'data' in json,
};

function readJaegerTrace(trace: unknown): readonly ReadSpan[] {
  const processes = readField(trace, 'processes');
  return readList(readField(trace, 'spans')).map((span) =>
    readJaegerSpan(span, readField(processes, readPlainText(readField(span, 'processID')))),
  );
}

function readJaegerSpan(span: unknown, process: unknown): ReadSpan {
  const attributes = { ...readTags(process), ...readTags(span) };
  const parent = readList(readField(span, 'references')).find(
    (each) => readField(each, 'refType') === 'CHILD_OF',
  );
  return {
    spanId: readPlainText(readField(span, 'spanID')),
    parentSpanId: readPlainText(readField(parent, 'spanID')),
    name: readPlainText(readField(span, 'operationName')),
    service: readPlainText(readField(process, 'serviceName')),
    isError: attributes['error'] === 'true' || attributes['otel.status_code'] === 'ERROR',
    attributes,
  };
}

const readTags = (owner: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readList(readField(owner, 'tags')).map((tag) => [
      readPlainText(readField(tag, 'key')),
      readPlainText(readField(tag, 'value')),
    ]),
  );
