import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServerAccess } from '../../../src/verify/server-access.js';
import { SENDERS } from '../../../src/verify/send/senders.js';
import { SAMPLE, TRACE_ID } from '../sample.js';
import { accessTo, bodyOf, serveHttp, type Served } from '../served.js';
import { decodedRequest, encodedResponse } from './otlp-definitions.js';
import { like } from '../../support/like.js';

interface Answer {
  status: number;
  body: Uint8Array | string;
  headers?: Record<string, string>;
}

let server: Served;
let answer: Answer;
let seen: { path: string | undefined; type: string | undefined; tenant: unknown; body: Buffer } | undefined;

beforeEach(async () => {
  answer = { status: 200, body: '' };
  seen = undefined;
  server = await serveHttp((request, response) => {
    void bodyOf(request).then((body) => {
      const { 'content-type': type, 'x-scope-orgid': tenant } = request.headers;
      seen = { path: request.url, type, tenant, body };
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
});

afterEach(() => server.close());

const at = (path: string, rest: Partial<ServerAccess> = {}): ServerAccess =>
  accessTo(`${server.url}${path}`, rest);

describe('OTLP over HTTP', () => {
  const send = SENDERS['http/protobuf'];

  test('the spans and the headers arrive, at the path that is given', async () => {
    const result = await send(SAMPLE, at('/base/v1/traces', { headers: { 'x-scope-orgid': 'team-a' } }));
    expect(result).toEqual({ ok: true, value: undefined });
    expect(seen).toMatchObject({ path: '/base/v1/traces', type: 'application/x-protobuf', tenant: 'team-a' });
    expect(decodedRequest(seen?.body ?? Buffer.alloc(0))).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE_ID }, { name: 'größe' }] }] }],
    });
  });

  test('spans that were rejected', async () => {
    answer.body = encodedResponse({ partialSuccess: { rejectedSpans: 2, errorMessage: 'too old' } });
    expect(await send(SAMPLE, at('/v1/traces'))).toMatchObject({ error: { kind: 'rejected', spans: 2 } });
  });

  test('a refusal, with what it says on one line', async () => {
    answer = { status: 400, body: `json encoding\u0007\n  isn't supported ${'x'.repeat(999)}` };
    const result = await send(SAMPLE, at('/v1/traces'));
    expect(result).toMatchObject({ error: { kind: 'http', status: 400 } });
    const text = !result.ok && 'text' in result.error ? result.error.text : '';
    expect(text).toBe(`json encoding\u0007 isn't supported ${'x'.repeat(999)}`);
  });

  test('a redirect is not followed', async () => {
    answer = { status: 308, body: '', headers: { location: `${server.url}/v1/traces/` } };
    expect(await send(SAMPLE, at('/v1/traces'))).toMatchObject({
      error: { kind: 'http', status: 308, location: `${server.url}/v1/traces/` },
    });
    expect(seen?.path).toBe('/v1/traces');
  });
});

describe('Zipkin', () => {
  const send = SENDERS.zipkin;

  test('the spans arrive as Zipkin has them', async () => {
    answer.status = 202;
    expect(await send(SAMPLE, at('/api/v2/spans'))).toEqual({ ok: true, value: undefined });
    expect(seen).toMatchObject({ path: '/api/v2/spans', type: 'application/json' });
    expect(JSON.parse(seen?.body.toString() ?? '')).toEqual([
      {
        traceId: TRACE_ID,
        id: '00f067aa0ba902b7',
        name: 'GET /Pay',
        kind: 'SERVER',
        timestamp: 1_760_000_000_123_456,
        duration: 200_000,
        debug: true,
        localEndpoint: { serviceName: 'checkout' },
        tags: {
          'service.instance.id': '3',
          'url.path': '/Pay',
          'http.response.status_code': '500',
          'a.ratio': '-0.25',
          'is.first': 'true',
          error: 'true',
          'otel.status_code': 'ERROR',
        },
      },
      like.objectContaining({ parentId: '00f067aa0ba902b7', kind: 'CLIENT', name: 'größe' }),
    ]);
  });

  test('an internal span has no kind, and no span lasts nothing', async () => {
    answer.status = 202;
    const [process] = SAMPLE;
    const spans =
      process?.spans.map((span) => ({ ...span, kind: 'internal' as const, endNs: span.startNs })) ?? [];
    await send([{ resource: {}, spans }], at('/api/v2/spans'));
    const [first] = JSON.parse(seen?.body.toString() ?? '[]') as Record<string, unknown>[];
    expect(first).toMatchObject({ duration: 1, localEndpoint: { serviceName: 'unknown_service' } });
    expect(first).not.toHaveProperty('kind');
  });

  test('a refusal', async () => {
    answer = { status: 404, body: '404 Not Found' };
    expect(await send(SAMPLE, at('/v1/traces'))).toMatchObject({ error: { kind: 'http', status: 404 } });
  });
});
