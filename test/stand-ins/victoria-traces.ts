import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createSpanDecoder } from '../../demo/otlp-spans.js';
import { QUERY_APIS } from './query-apis.js';
import { createStore } from './store.js';

const NO_JSON = "json encoding isn't supported for opentelemetry format. Use protobuf encoding";

/**
 * NOT VictoriaTraces, which no package registry has, but what one was seen to do (a build of July 2025), recorded:
 * OTLP in as protobuf alone, plain or gzip; Jaeger's API out under `/select/jaeger`; and for an id that it does not
 * know 200 with an empty list. Set VICTORIA_TRACES_URL to run the same tests against a real one.
 */
export async function serveVictoriaTraces(host: string, port: number): Promise<Server> {
  const decode = await createSpanDecoder();
  const store = createStore();
  const query = QUERY_APIS['victoria-traces'](store);
  const take = async (request: IncomingMessage): Promise<readonly [number, string]> => {
    if (request.url !== '/insert/opentelemetry/v1/traces') return [400, 'unsupported path requested'];
    if (request.headers['content-type'] !== 'application/x-protobuf') return [400, NO_JSON];
    store.add(decode(await readBody(request)));
    return [200, ''];
  };
  return listen(host, port, (request, response) => {
    if (request.url === '/health') response.writeHead(200).end('OK');
    else if (request.method !== 'POST') query(request, response);
    else
      take(request)
        .catch((error: unknown) => [400, String(error)] as const)
        .then(([status, text]) => response.writeHead(status).end(text))
        .catch(() => response.destroy());
  });
}

const listen = (host: string, port: number, listener: RequestListener): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once('error', reject).listen(port, host, () => {
      resolve(server);
    });
  });

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? promisify(gunzip)(body) : body;
}
