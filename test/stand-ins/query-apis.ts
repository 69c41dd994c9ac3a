import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Backend } from '../../src/core/domain.js';
import type { Span } from '../../demo/otlp-spans.js';
import type { Store } from './store.js';
import { answerTempo } from './tempo-api.js';

/**
 * The query APIs of the four backends as a recorded contract: paths, statuses and shapes are those that real servers
 * were seen to answer. They show that verify keeps to the contract, not that a server still does.
 */
export const QUERY_APIS: Readonly<Record<Backend, (store: Store) => RequestListener>> = {
  tempo: (store) => (request, response) => {
    const { status, body } = answerTempo(request.url ?? '', store);
    send(response, status, body);
  },
  jaeger: (store) => jaegerApi(store, ''),
  'victoria-traces': (store) => jaegerApi(store, '/select/jaeger'),
  zipkin: (store) => (request, response) => {
    if (request.url === '/api/v2/services') send(response, 200, JSON.stringify(store.services()));
    else answerZipkinTrace(request, response, store);
  },
};

const send = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status).end(body);
};

function answerZipkinTrace(request: IncomingMessage, response: ServerResponse, store: Store): void {
  const [, traceId] = /^\/api\/v2\/trace\/([0-9a-f]{32})$/.exec(request.url ?? '') ?? [];
  const spans = traceId === undefined ? [] : store.trace(traceId);
  if (spans.length > 0) send(response, 200, JSON.stringify(spans.map(zipkinJson)));
  else send(response, 404, traceId === undefined ? '404 page not found' : 'not found');
}

const envelope = (data: unknown) => ({ data, total: 0, limit: 0, offset: 0, errors: null });

/** Jaeger answers unknown paths with its page; VictoriaTraces, below its prefix, with 400. */
function jaegerApi(store: Store, prefix: string): RequestListener {
  return (request, response) => {
    const url = request.url ?? '';
    const path = url.startsWith(prefix) ? url.slice(prefix.length) : '';
    const [, traceId] = /^\/api\/traces\/([0-9a-f]{32})$/.exec(path) ?? [];
    if (path === '/api/services') send(response, 200, JSON.stringify(envelope(store.services())));
    else if (traceId !== undefined) answerJaegerTrace(response, store.trace(traceId), prefix);
    else if (prefix === '') send(response, 200, '<!doctype html><title>Jaeger UI</title>');
    else send(response, 400, `unsupported path requested: "${url}"`);
  };
}

function answerJaegerTrace(response: ServerResponse, spans: readonly Span[], prefix: string): void {
  if (spans.length > 0) send(response, 200, JSON.stringify(envelope([jaegerJson(spans)])));
  else if (prefix === '') send(response, 404, JSON.stringify({ ...envelope(null), errors: [{ code: 404 }] }));
  else send(response, 200, JSON.stringify(envelope([])));
}

const jaegerJson = (spans: readonly Span[]) => ({
  traceID: spans[0]?.traceId,
  spans: spans.map((span, index) => ({
    traceID: span.traceId,
    spanID: span.spanId,
    operationName: span.name,
    references:
      span.parentSpanId === ''
        ? []
        : [{ refType: 'CHILD_OF', traceID: span.traceId, spanID: span.parentSpanId }],
    startTime: Number(span.startNs / 1000n),
    duration: Number((span.endNs - span.startNs) / 1000n),
    tags: writeJaegerTags({ ...span.attributes, 'span.kind': span.kind.toLowerCase() }),
    processID: `p${index + 1}`,
  })),
  processes: Object.fromEntries(
    spans.map(({ resource: { 'service.name': serviceName, ...rest } }, index) => [
      `p${index + 1}`,
      { serviceName, tags: writeJaegerTags(rest) },
    ]),
  ),
});

const writeJaegerTags = (attributes: Span['attributes']) =>
  Object.entries(attributes).map(([key, value]) => ({ key, type: 'string', value: String(value) }));

const zipkinJson = (span: Span) => ({
  id: span.spanId,
  ...(span.parentSpanId === '' ? {} : { parentId: span.parentSpanId }),
  name: span.name.toLowerCase(),
  localEndpoint: { serviceName: String(span.resource['service.name']).toLowerCase() },
});
