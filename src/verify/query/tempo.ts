import { readField, readList, readPlainText } from './json-shape.js';
import { POD_UID, type QueryReader, type ReadSpan } from './reader.js';

/** Tempo's API: OTLP as JSON; 404 for an id that it does not know. https://grafana.com/docs/tempo/latest/api_docs/ */
export const tempoReader: QueryReader = {
  tracePath: (traceId) => `/api/traces/${traceId}`,
  spansOf: (answer) => {
    const batches = readField(answer, 'batches') ?? readField(answer, 'resourceSpans');
    return Array.isArray(batches) ? batches.flatMap(readTempoBatch) : undefined;
  },
  // https://grafana.com/docs/tempo/latest/traceql/
  searchPath: ({ podUid, sinceMs, untilMs }) =>
    `/api/search?${new URLSearchParams({
      q: `{ resource.${POD_UID} = ${JSON.stringify(podUid)} }`,
      start: String(Math.floor(sinceMs / 1000)),
      end: String(Math.ceil(untilMs / 1000)),
      limit: '1',
    }).toString()}`,
  hasFound: (answer) => {
    const traces = readField(answer, 'traces');
    return Array.isArray(traces) ? traces.length > 0 : undefined;
  },
  probePath: '/api/echo',
  isProbed: (text) => text.trim() === 'echo',
};

function readTempoBatch(batch: unknown): readonly ReadSpan[] {
  const resource = readAttributes(readField(batch, 'resource'));
  return readList(readField(batch, 'scopeSpans'))
    .flatMap((scope) => readList(readField(scope, 'spans')))
    .map((span) => readTempoSpan(span, resource));
}

function readTempoSpan(span: unknown, resource: Readonly<Record<string, string>>): ReadSpan {
  const code = readField(readField(span, 'status'), 'code');
  return {
    spanId: convertIdToHex(readPlainText(readField(span, 'spanId'))),
    parentSpanId: convertIdToHex(readPlainText(readField(span, 'parentSpanId'))),
    name: readPlainText(readField(span, 'name')),
    service: resource['service.name'] ?? '',
    isError: code === 2 || code === 'STATUS_CODE_ERROR',
    attributes: { ...resource, ...readAttributes(span) },
  };
}

/** Ids are base64, as bytes are in the JSON of protobuf; OTLP itself would have them hexadecimal. */
const convertIdToHex = (id: string): string =>
  /^([0-9a-f]{16}|)$/.test(id) ? id : Buffer.from(id, 'base64').toString('hex');

const readAttributes = (owner: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readList(readField(owner, 'attributes')).map((each) => [
      readPlainText(readField(each, 'key')),
      readAnyValue(readField(each, 'value')),
    ]),
  );

/** The one member of an `AnyValue`; lists and maps are not read. */
const readAnyValue = (value: unknown): string =>
  ['stringValue', 'intValue', 'boolValue', 'doubleValue']
    .map((name) => readPlainText(readField(value, name)))
    .join('');
