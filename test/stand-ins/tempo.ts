// node tempo.js QUERY_HOST QUERY_PORT SPANS_PORT: the stand-in for Tempo's query API, as a program on Node.js alone. Spans come from
// the Collector beside it as OTLP in JSON, at SPANS_PORT of the loopback interface. Everything stays in memory.
import { createServer } from 'node:http';
import { readSpans } from './otlp-json.js';
import { createStore } from './store.js';
import { answerTempo } from './tempo-api.js';

const [queryHost, ...ports] = process.argv.slice(2);
const [queryPort, spansPort] = ports.map(Number);
const store = createStore();

const query = createServer((request, response) => {
  const { status, body } = answerTempo(request.url ?? '', store);
  response.writeHead(status).end(body);
}).listen(queryPort, queryHost);

const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url !== '/v1/traces') return response.writeHead(404).end();
    store.add(readSpans(Buffer.concat(chunks).toString()));
    return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
}).listen(spansPort, '127.0.0.1');

// The first process of a container is not ended by a signal that it leaves unhandled.
process.once('SIGTERM', () => {
  for (const server of [query, receiver]) {
    server.close();
    server.closeAllConnections();
  }
});
