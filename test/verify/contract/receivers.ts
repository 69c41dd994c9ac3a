import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import type { IncomingHttpHeaders } from 'node:http';
import { createSpanDecoder, type Span } from '../../../demo/otlp-spans.js';
import type { SpanFormat } from '../../../src/verify/send/sender.js';
import { bodyOf, serveHttp, type Served } from '../served.js';
import type { Store } from '../../stand-ins/store.js';

/** What arrived, with the headers that it came with. */
export type Arrived = (spans: readonly Span[], headers: Readonly<Record<string, unknown>>) => void;

/** Takes spans in as the recorded contract of a Collector or backend says, in one format each. */
export const RECEIVERS: Readonly<Record<SpanFormat, (arrived: Arrived) => Promise<Served>>> = {
  'http/protobuf': async (arrived) => {
    const decode = await createSpanDecoder();
    return receiver('/v1/traces', 'application/x-protobuf', 200, (body, headers) => {
      arrived(decode(body), headers);
    });
  },
  zipkin: (arrived) =>
    receiver('/api/v2/spans', 'application/json', 202, (body, headers) => {
      arrived(zipkinSpans(body), headers);
    }),
  grpc: async (arrived) => {
    const decode = await createSpanDecoder();
    return serveGrpc(({ request, metadata }, callback) => {
      arrived(decode(request), metadata.getMap());
      callback(null, Buffer.alloc(0));
    });
  },
};

/** Takes spans into a store. */
export const into =
  (store: Store): Arrived =>
  (spans) => {
    store.add(spans);
  };

/** As the Collector's receivers answer: 404 for another path, 415 for another type. */
const receiver = (
  path: string,
  type: string,
  status: number,
  take: (body: Buffer, headers: IncomingHttpHeaders) => void,
): Promise<Served> =>
  serveHttp((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.url !== path) response.writeHead(404).end('404 page not found');
      else if (request.headers['content-type'] !== type)
        response.writeHead(415).end(`415 unsupported media type, supported: [${type}]`);
      else {
        take(body, request.headers);
        response.writeHead(status).end();
      }
    });
  });

function zipkinSpans(body: Buffer): readonly Span[] {
  const spans = JSON.parse(body.toString()) as Readonly<Record<string, string>>[];
  return spans.map((span) => ({
    traceId: span['traceId'] ?? '',
    spanId: span['id'] ?? '',
    parentSpanId: span['parentId'] ?? '',
    name: span['name'] ?? '',
    kind: '',
    startNs: 0n,
    endNs: 0n,
    attributes: {},
    resource: {},
  }));
}

export const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

interface GrpcOptions {
  readonly path?: string;
  readonly credentials?: ServerCredentials;
}

/** A server made by the gRPC library of Node.js, which takes and gives messages as bytes. */
export async function serveGrpc(
  handler: handleUnaryCall<Buffer, Buffer>,
  { path = EXPORT, credentials = ServerCredentials.createInsecure() }: GrpcOptions = {},
): Promise<Served> {
  const server = new Server();
  const asIs = (bytes: Buffer): Buffer => bytes;
  const definition = {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  } as const;
  server.addService({ export: definition }, { export: handler });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}
