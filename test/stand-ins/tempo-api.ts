import type { Span } from '../../demo/otlp-spans.js';
import type { Store } from './store.js';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * NOT Tempo, whose licence is none that the tests may require, but what its query API is documented to answer and 2.9.0
 * was seen to: a trace by its id in both versions, 404 for an id that is not known, traces of one service, and what it
 * says when it is ready. Everything else is 404. https://grafana.com/docs/tempo/latest/api_docs/
 */
export function answerTempo(url: string, store: Store): Answer {
  const { pathname, searchParams } = new URL(url, 'http://tempo');
  if (pathname === '/ready') return { status: 200, body: 'ready\n' };
  if (pathname === '/api/echo') return { status: 200, body: 'echo' };
  if (pathname === '/api/search') return answerSearch(searchParams, store);
  const [, version, traceId] = /^\/api\/(v2\/)?traces\/([0-9a-f]{32})$/.exec(pathname) ?? [];
  if (traceId === undefined) return { status: 404, body: '404 page not found' };
  const spans = store.trace(traceId);
  if (spans.length === 0) return { status: 404, body: '' };
  const batches = spans.map(writeBatch);
  return answerJson(version === undefined ? { batches } : { trace: { resourceSpans: batches }, metrics: {} });
}

const answerJson = (body: unknown): Answer => ({ status: 200, body: JSON.stringify(body) });

/** The two ways to ask for the traces of a service: TraceQL, and tags as logfmt has them. */
const QUERIES: readonly (readonly [string, RegExp])[] = [
  ['q', /^\{\s*resource\.service\.name\s*=\s*"([^"]*)"\s*\}$/],
  ['tags', /^service\.name=(\S+)$/],
];

function answerSearch(parameters: URLSearchParams, store: Store): Answer {
  const service = QUERIES.map(([name, pattern]) => pattern.exec(parameters.get(name) ?? '')?.[1]).find(
    (found) => found !== undefined,
  );
  if (service === undefined) return { status: 400, body: 'the stand-in searches by service.name alone' };
  return answerJson({ traces: store.tracesWith(service).map(writeFound), metrics: {} });
}

/** A trace as a search gives it; its id is without leading zeros. */
function writeFound(spans: readonly Span[]): object {
  const root = spans.find(({ parentSpanId }) => parentSpanId === '') ?? spans[0];
  return {
    traceID: root?.traceId.replace(/^0+/, ''),
    rootServiceName: root?.resource['service.name'],
    rootTraceName: root?.name,
    startTimeUnixNano: String(root?.startNs),
  };
}

/** OTLP as JSON, in which bytes are base64, as the JSON of protobuf has them and OTLP's own has not. */
const writeBatch = (span: Span): object => ({
  resource: { attributes: writeAttributes(span.resource) },
  scopeSpans: [
    {
      scope: {},
      spans: [
        {
          traceId: writeId(span.traceId),
          spanId: writeId(span.spanId),
          ...(span.parentSpanId === '' ? {} : { parentSpanId: writeId(span.parentSpanId) }),
          name: span.name,
          kind: `SPAN_KIND_${span.kind}`,
          startTimeUnixNano: String(span.startNs),
          endTimeUnixNano: String(span.endNs),
          attributes: writeAttributes(span.attributes),
          status: {},
        },
      ],
    },
  ],
});

const writeId = (id: string): string => Buffer.from(id, 'hex').toString('base64');

const writeAttributes = (attributes: Span['attributes']): readonly object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: writeValue(value) }));

function writeValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
