import { createServer, type IncomingMessage, type Server } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { spanDecoder, type Span, type SpanDecoder } from '../../../src/demo/otlp-spans.js';

/**
 * NOT VictoriaTraces, which no package registry has, but what one was seen to do (a build of July 2025), recorded:
 * OTLP in as protobuf alone, plain or gzip; Jaeger's API out under `/select/jaeger`; and for an id that it does not
 * know 200 with an empty list. Set VICTORIA_TRACES_URL to run the same tests against a real one.
 */
export async function serveRecordedContract(host: string, port: number): Promise<Server> {
  const decode = await spanDecoder();
  const spans: Span[] = [];
  const server = createServer((request, response) => {
    answer(request, spans, decode)
      .catch((error: unknown): Answer => ({ status: 400, text: String(error) }))
      .then(({ status, text }) => response.writeHead(status).end(text))
      .catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      resolve(server);
    });
  });
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const NO_JSON = "json encoding isn't supported for opentelemetry format. Use protobuf encoding";
const TRACE = /^\/select\/jaeger\/api\/traces\/([0-9a-f]+)$/;

async function answer(request: IncomingMessage, spans: Span[], decode: SpanDecoder): Promise<Answer> {
  const { url = '', method } = request;
  if (method !== 'POST') return query(url, spans);
  if (url !== '/insert/opentelemetry/v1/traces') return UNSUPPORTED;
  if (request.headers['content-type'] !== 'application/x-protobuf') return { status: 400, text: NO_JSON };
  spans.push(...decode(await bodyOf(request)));
  return { status: 200, text: '' };
}

const UNSUPPORTED: Answer = { status: 404, text: 'unsupported path' };

function query(url: string, spans: readonly Span[]): Answer {
  if (url === '/health') return { status: 200, text: 'OK' };
  if (url === '/select/jaeger/api/services') return list([...new Set(spans.map(serviceOf))]);
  const [, traceId] = TRACE.exec(url) ?? [];
  if (traceId === undefined) return UNSUPPORTED;
  const found = spans.filter((span) => span.traceId === traceId);
  return list(found.length === 0 ? [] : [jaegerTrace(traceId, found)]);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? promisify(gunzip)(body) : body;
}

const list = (data: readonly unknown[]): Answer => ({
  status: 200,
  text: JSON.stringify({ data, errors: null, limit: 0, offset: 0, total: data.length }),
});

const serviceOf = ({ resource }: Span): string => String(resource['service.name'] ?? '');

function jaegerTrace(traceID: string, spans: readonly Span[]): unknown {
  return {
    traceID,
    spans: spans.map((span, index) => ({
      traceID,
      spanID: span.spanId,
      operationName: span.name,
      references:
        span.parentSpanId === '' ? [] : [{ refType: 'CHILD_OF', traceID, spanID: span.parentSpanId }],
      startTime: Number(span.startNs / 1000n),
      duration: Number((span.endNs - span.startNs) / 1000n),
      tags: tagsOf({ ...span.attributes, 'span.kind': span.kind.toLowerCase() }),
      processID: `p${index + 1}`,
    })),
    processes: Object.fromEntries(
      spans.map((span, index) => {
        const { 'service.name': serviceName, ...rest } = span.resource;
        return [`p${index + 1}`, { serviceName, tags: tagsOf(rest) }];
      }),
    ),
  };
}

const tagsOf = (attributes: Span['resource']): readonly unknown[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, type: 'string', value: String(value) }));
