import { Metadata, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { sendOtlpGrpc } from '../../../src/verify/send/otlp-grpc.js';
import { certificateFor } from '../certificate.js';
import { serveGrpc } from '../contract/receivers.js';
import { SAMPLE } from '../sample.js';
import { accessTo, serveHttp, serveTcp, type Served } from '../served.js';
import { decodedRequest, encodedResponse } from './otlp-definitions.js';

type Handler = handleUnaryCall<Buffer, Buffer>;

const served: Served[] = [];

afterEach(async () => {
  for (const each of served.splice(0)) await each.close();
});

const serve = async (handler: Handler, options: Parameters<typeof serveGrpc>[1] = {}): Promise<number> => {
  const server = await serveGrpc(handler, options);
  served.push(server);
  return server.port;
};

const answering =
  (bytes: Uint8Array = Buffer.alloc(0)): Handler =>
  (_, callback) => {
    callback(null, Buffer.from(bytes));
  };

const failing =
  (code: status, details: string): Handler =>
  (_, callback) => {
    callback({ code, details });
  };

const send = (url: string, rest = {}) => sendOtlpGrpc(SAMPLE, accessTo(url, rest));

test('the spans and the headers arrive', async () => {
  const seen: unknown[] = [];
  const port = await serve(({ request, metadata }, callback) => {
    seen.push(decodedRequest(request), metadata.get('x-scope-orgid'));
    callback(null, Buffer.alloc(0), new Metadata());
  });
  const result = await send(`http://127.0.0.1:${port}`, { headers: { 'x-scope-orgid': 'team-a' } });
  expect(result).toEqual({ ok: true, value: undefined });
  expect(seen).toMatchObject([
    { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'GET /Pay', flags: 1 }, { name: 'größe' }] }] }] },
    ['team-a'],
  ]);
});

test('over TLS, with the authority that is given', async () => {
  const { cert, key } = await certificateFor();
  const credentials = ServerCredentials.createSsl(null, [
    { cert_chain: Buffer.from(cert), private_key: Buffer.from(key) },
  ]);
  const port = await serve(answering(), { credentials });
  expect(await send(`https://localhost:${port}`, { tls: { ca: cert } })).toMatchObject({ ok: true });
  expect(await send(`https://localhost:${port}`)).toMatchObject({
    error: { kind: 'broken', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  });
});

describe('what is not success', () => {
  test('spans that were rejected', async () => {
    const partial = encodedResponse({ partialSuccess: { rejectedSpans: 2, errorMessage: 'too old' } });
    const port = await serve(answering(partial));
    expect(await send(`http://127.0.0.1:${port}`)).toMatchObject({
      error: { kind: 'rejected', spans: 2, text: 'too old' },
    });
  });

  test.each([
    [status.UNAUTHENTICATED, 'no org id'],
    [status.INVALID_ARGUMENT, 'größer als 100 %'],
  ])('status %i', async (code, details) => {
    const port = await serve(failing(code, details));
    expect(await send(`http://127.0.0.1:${port}`)).toMatchObject({
      error: { kind: 'grpc', status: code, text: details },
    });
  });

  test('another service', async () => {
    const port = await serve(answering(), { path: '/other.Service/Export' });
    expect(await send(`http://127.0.0.1:${port}`)).toMatchObject({
      error: { kind: 'grpc', status: status.UNIMPLEMENTED },
    });
  });

  test('a server of HTTP/1.1', async () => {
    const server = await serveHttp((_, response) => response.writeHead(404).end());
    served.push(server);
    expect(await send(server.url)).toMatchObject({ error: { kind: 'broken', code: 'ERR_HTTP2_ERROR' } });
  });

  test.each([
    ['closes the connection', (port: number) => `http://127.0.0.1:${port}`, 'CLOSED'],
    ['closes it before TLS', (port: number) => `https://127.0.0.1:${port}`, 'ECONNRESET'],
  ])('a server that %s', async (_, url, code) => {
    const server = await serveTcp((socket) => socket.destroy());
    served.push(server);
    expect(await send(url(server.port))).toMatchObject({ error: { kind: 'broken', code } });
  });

  test('a server that says nothing', async () => {
    const server = await serveTcp(() => undefined);
    served.push(server);
    expect(await send(server.url, { timeoutMs: 50 })).toMatchObject({
      error: { kind: 'broken', code: 'ANSWER_TIMEOUT' },
    });
  });

  test('nobody there', async () => {
    const server = await serveTcp(() => undefined);
    await server.close();
    expect(await send(server.url)).toMatchObject({ error: { kind: 'broken', code: 'ECONNREFUSED' } });
  });

  test('an end from here', async () => {
    const server = await serveTcp(() => undefined);
    served.push(server);
    expect(await send(server.url, { signal: AbortSignal.timeout(50) })).toMatchObject({
      error: { kind: 'broken', code: 'ABORT_ERR' },
    });
  });
});
