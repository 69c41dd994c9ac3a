import { status } from '@grpc/grpc-js';
import type { DiagnosisCode } from '../../src/verify/diagnoses/index.js';
import type { SpanFormat } from '../../src/verify/send/sender.js';
import { certificateFor } from './certificate.js';
import { EXPORT, RECEIVERS, serveGrpc } from './contract/receivers.js';
import { encodedResponse } from './send/otlp-definitions.js';
import { serveHttp, serveTcp, type Served } from './served.js';

export const answering = (
  httpStatus: number,
  body: string | Uint8Array = '',
  headers = {},
): Promise<Served> =>
  serveHttp((request, response) => {
    request.resume();
    response.writeHead(httpStatus, headers).end(body);
  });

/** A port at which nothing listens. */
export const gone = async (): Promise<Served> => {
  const server = await serveTcp(() => undefined);
  await server.close();
  return { ...server, close: () => Promise.resolve() };
};

const failing = (code: status, details: string): Promise<Served> =>
  serveGrpc((_, callback) => {
    callback({ code, details });
  });

const selfSigned = async (): Promise<Served> => {
  const served = await serveHttp((_, response) => response.end(), await certificateFor());
  return { ...served, url: `https://localhost:${served.port}` };
};

export interface SendingCase {
  readonly code: DiagnosisCode;
  readonly wire: SpanFormat;
  readonly server: () => Promise<Served>;
  readonly url?: (served: Served) => string;
  readonly seen?: RegExp;
}

/** Where OTLP over HTTP goes to. */
export const traces = ({ url }: Served): string => `${url}/v1/traces`;
const secure = ({ port }: Served): string => `https://127.0.0.1:${port}/v1/traces`;

/** How sending fails, against servers that answer as real ones were seen to, or as their protocol says. */
export const SENDING: Readonly<Record<string, SendingCase>> = {
  'a name that nobody knows': {
    code: 'name-unresolved',
    wire: 'http/protobuf',
    server: gone,
    // Too long for a name, so that no server is asked for it.
    url: ({ port }) => `http://${'x'.repeat(64)}.svc:${port}/v1/traces`,
  },
  'a port at which nothing listens': { code: 'connection-refused', wire: 'grpc', server: gone },
  'a peer that hangs up': {
    code: 'connection-closed',
    wire: 'http/protobuf',
    server: () => serveTcp((socket) => socket.destroy()),
  },
  'a peer that is silent': { code: 'no-answer', wire: 'grpc', server: () => serveTcp(() => undefined) },
  'an answer without end': {
    code: 'answer-too-long',
    wire: 'grpc',
    server: () =>
      serveGrpc((_, callback) => {
        callback(null, Buffer.alloc(1_100_000));
      }),
  },
  'TLS to a port of plain text': {
    code: 'tls-not-spoken',
    wire: 'http/protobuf',
    server: () => answering(200),
    url: secure,
  },
  'plain text to a port of TLS, as Go answers it': {
    code: 'tls-expected',
    wire: 'http/protobuf',
    server: () => answering(400, 'Client sent an HTTP request to an HTTPS server.\n'),
  },
  'a certificate of nobody known': {
    code: 'certificate-untrusted',
    wire: 'http/protobuf',
    server: selfSigned,
  },
  'gRPC to a port of HTTP/1.1': { code: 'wrong-protocol', wire: 'grpc', server: () => answering(404) },
  'HTTP/1.1 to a port of gRPC': {
    code: 'wrong-protocol',
    wire: 'http/protobuf',
    server: () => RECEIVERS.grpc(() => undefined),
    seen: /^That port accepts grpc at http:\/\/127\.0\.0\.1:\d+\.$/,
  },
  'another media type': { code: 'wrong-protocol', wire: 'http/protobuf', server: () => answering(415) },
  'OTLP to Zipkin': {
    code: 'wrong-protocol',
    wire: 'http/protobuf',
    server: () => RECEIVERS.zipkin(() => undefined),
    seen: /^That port accepts zipkin at .*\/api\/v2\/spans\.$/,
  },
  'another path': {
    code: 'wrong-path',
    wire: 'http/protobuf',
    server: () => RECEIVERS['http/protobuf'](() => undefined),
    url: ({ url }) => `${url}/otlp/v1/traces`,
    seen: /^That port accepts http\/protobuf at .*\/v1\/traces\.$/,
  },
  'the path of VictoriaTraces left out, as it answers it': {
    code: 'wrong-path',
    wire: 'http/protobuf',
    server: () =>
      serveHttp((request, response) => {
        request.resume();
        if (request.url === '/insert/opentelemetry/v1/traces') response.end();
        else response.writeHead(400).end(`unsupported path requested: "${request.url ?? ''}"`);
      }),
    seen: /^That port accepts http\/protobuf at .*\/insert\/opentelemetry\/v1\/traces\.$/,
  },
  'another service of gRPC': {
    code: 'wrong-path',
    wire: 'grpc',
    server: () =>
      serveGrpc(
        (_, callback) => {
          callback(null, Buffer.alloc(0));
        },
        { path: `${EXPORT}Else` },
      ),
  },
  'a redirect': {
    code: 'redirected',
    wire: 'http/protobuf',
    server: () => answering(307, '', { location: 'https://there/v1/traces' }),
    seen: /^HTTP 307: https:\/\/there\/v1\/traces$/,
  },
  'no credentials': {
    code: 'unauthenticated',
    wire: 'grpc',
    server: () => failing(status.UNAUTHENTICATED, 'who'),
  },
  'no tenant, as Tempo 2.9.0 answers it': {
    code: 'tenant-missing',
    wire: 'http/protobuf',
    server: () => answering(503, 'no org id'),
  },
  'no tenant, as Tempo 2.9.0 answers it over gRPC': {
    code: 'tenant-missing',
    wire: 'grpc',
    server: () => failing(status.UNAVAILABLE, 'no org id'),
  },
  'OTLP to the Zipkin receiver of a Collector, as 0.158.0 answers it': {
    code: 'wrong-protocol',
    wire: 'http/protobuf',
    server: () =>
      serveHttp((request, response) => {
        request.resume();
        if (request.headers['content-type'] === 'application/json') response.writeHead(202).end();
        else response.writeHead(400).end('invalid TraceID: has length 39 yet wanted length 16');
      }),
    seen: /^That port accepts zipkin at /,
  },
  'a tenant that is not known, as Jaeger answers it': {
    code: 'tenant-unknown',
    wire: 'http/protobuf',
    server: () => answering(401, 'unknown tenant'),
  },
  'no right': {
    code: 'forbidden',
    wire: 'http/protobuf',
    server: () => answering(403, 'RBAC: access denied'),
  },
  'a request that is refused': {
    code: 'request-refused',
    wire: 'http/protobuf',
    server: () => answering(422),
  },
  'a limit of rate': {
    code: 'overloaded',
    wire: 'grpc',
    server: () => failing(status.RESOURCE_EXHAUSTED, ''),
  },
  'a proxy with nothing behind it': {
    code: 'gateway-failed',
    wire: 'http/protobuf',
    server: () => answering(502),
  },
  'a server that fails': { code: 'server-failed', wire: 'zipkin', server: () => answering(500) },
  'spans that are rejected': {
    code: 'spans-rejected',
    wire: 'http/protobuf',
    server: () =>
      answering(200, encodedResponse({ partialSuccess: { rejectedSpans: 2, errorMessage: 'old' } })),
    seen: /^2 rejected: old$/,
  },
  'a page': {
    code: 'not-a-receiver',
    wire: 'http/protobuf',
    server: () => answering(200, '<html>hello</html>'),
  },
};
