import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Backend } from '../../../src/core/domain.js';
import type { Span } from '../../../src/demo/otlp-spans.js';
import type { Store } from './store.js';

/**
 * The query APIs of the four backends as a recorded contract: paths, statuses and shapes are those that real servers
 * were seen to answer. They show that verify keeps to the contract, not that a server still does.
 */
export const QUERY_APIS: Readonly<Record<Backend, (store: Store) => RequestListener>> = {
  tempo: (store) => (request, response) => {
    if (request.url === '/api/echo') send(response, 200, 'echo');
    else answerTrace(request, response, store, { unknown: '', json: tempoJson });
  },
  jaeger: (store) => jaegerApi(store, ''),
  'victoria-traces': (store) => jaegerApi(store, '/select/jaeger'),
  zipkin: (store) => (request, response) => {
    if (request.url === '/api/v2/services') send(response, 200, JSON.stringify(store.services()));
    else
      answerTrace(request, response, store, { unknown: 'not found', json: (spans) => spans.map(zipkinJson) });
  },
};

const send = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status).end(body);
};

interface Form {
  readonly unknown: string;
  readonly json: (spans: readonly Span[]) => unknown;
}

function answerTrace(request: IncomingMessage, response: ServerResponse, store: Store, form: Form): void {
  const [, traceId = ''] = /^\/api\/(?:v2\/trace|traces)\/([0-9a-f]{32})$/.exec(request.url ?? '') ?? [];
  const spans = traceId === '' ? [] : store.trace(traceId);
  if (spans.length === 0) send(response, 404, traceId === '' ? '404 page not found' : form.unknown);
  else send(response, 200, JSON.stringify(form.json(spans)));
}

const envelope = (data: unknown) => ({ data, total: 0, limit: 0, offset: 0, errors: null });

/** Jaeger answers unknown paths with its page; VictoriaTraces, below its prefix, with 400. */
function jaegerApi(store: Store, prefix: string): RequestListener {
  return (request, response) => {
    const url = request.url ?? '';
    const path = url.startsWith(prefix) ? url.slice(prefix.length) : '';
    const [, traceId] = /^\/api\/traces\/([0-9a-f]{32})$/.exec(path) ?? [];
    if (path === '/api/services') send(response, 200, JSON.stringify(envelope(store.services())));
    else if (traceId !== undefined) answerJaeger(response, store.trace(traceId), prefix);
    else if (prefix === '') send(response, 200, '<!doctype html><title>Jaeger UI</title>');
    else send(response, 400, `unsupported path requested: "${url}"`);
  };
}

function answerJaeger(response: ServerResponse, spans: readonly Span[], prefix: string): void {
  if (spans.length > 0) send(response, 200, JSON.stringify(envelope([jaegerJson(spans)])));
  else if (prefix === '') send(response, 404, JSON.stringify({ ...envelope(null), errors: [{ code: 404 }] }));
  else send(response, 200, JSON.stringify(envelope([])));
}

const jaegerJson = (spans: readonly Span[]) => ({
  spans: spans.map((span) => ({
    spanID: span.spanId,
    operationName: span.name,
    references: span.parentSpanId === '' ? [] : [{ refType: 'CHILD_OF', spanID: span.parentSpanId }],
    tags: Object.entries(span.attributes).map(([key, value]) => ({ key, value })),
    processID: 'p1',
  })),
  processes: { p1: { serviceName: spans[0]?.resource['service.name'] } },
});

const zipkinJson = (span: Span) => ({
  id: span.spanId,
  ...(span.parentSpanId === '' ? {} : { parentId: span.parentSpanId }),
  name: span.name.toLowerCase(),
  localEndpoint: { serviceName: String(span.resource['service.name']).toLowerCase() },
});

const base64 = (id: string): string => Buffer.from(id, 'hex').toString('base64');

const tempoJson = (spans: readonly Span[]) => ({
  batches: [
    {
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: String(spans[0]?.resource['service.name']) } },
        ],
      },
      scopeSpans: [
        {
          spans: spans.map((span) => ({
            spanId: base64(span.spanId),
            ...(span.parentSpanId === '' ? {} : { parentSpanId: base64(span.parentSpanId) }),
            name: span.name,
          })),
        },
      ],
    },
  ],
});
