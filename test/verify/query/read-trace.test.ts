import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Backend } from '../../../src/core/domain.js';
import { probeQueryApi, fetchTrace } from '../../../src/verify/query/query-calls.js';
import { accessTo, serveHttp, type Served } from '../served.js';
import { RECORDED, TRACE } from './recorded.js';
import { like } from '../../support/like.js';

let server: Served;
let paths: (string | undefined)[];
let answer: { status: number; body: unknown };

beforeEach(async () => {
  paths = [];
  server = await serveHttp((request, response) => {
    paths.push(request.url);
    const { status, body } = answer;
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
});

afterEach(() => server.close());

const BACKENDS: readonly Backend[] = ['tempo', 'jaeger', 'victoria-traces', 'zipkin'];

test.each(BACKENDS)('a recorded trace of %s is read', async (backend) => {
  answer = RECORDED[backend].answer;
  const result = await fetchTrace(backend, TRACE, accessTo(server.url));
  const root = { parentSpanId: '', isError: true, attributes: like.objectContaining({ c: 'x' }) };
  const [first, second] = result.ok ? result.value.spans : [];
  expect(result).toMatchObject({ ok: true, value: { spans: [root, { isError: false }] } });
  expect(first?.name.toLowerCase()).toBe('get /pay');
  expect(first?.service).toBe('svc');
  expect(second?.parentSpanId).toBe(first?.spanId);
  expect(first?.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(paths).toEqual([backend === 'zipkin' ? `/api/v2/trace/${TRACE}` : `/api/traces/${TRACE}`]);
});

test.each(BACKENDS.flatMap((backend) => RECORDED[backend].unknown.map((each) => [backend, each] as const)))(
  'an id that %s does not know is a trace without spans: %j',
  async (backend, unknown) => {
    answer = unknown;
    expect(await fetchTrace(backend, TRACE, accessTo(server.url))).toEqual({
      ok: true,
      value: { spans: [] },
    });
  },
);

test.each(BACKENDS)('what is no answer of %s is reported', async (backend) => {
  answer = { status: 200, body: '<html>a page</html>' };
  const failure = { ok: false, error: { kind: 'unreadable', text: '<html>a page</html>' } };
  expect(await fetchTrace(backend, TRACE, accessTo(server.url))).toEqual(failure);
  expect(await probeQueryApi(backend, accessTo(server.url))).toEqual(failure);
  answer = { status: 401, body: 'no org id' };
  const refusal = { ok: false, error: { kind: 'http', status: 401, text: 'no org id' } };
  expect(await fetchTrace(backend, TRACE, accessTo(server.url))).toEqual(refusal);
  expect(await probeQueryApi(backend, accessTo(server.url))).toEqual(refusal);
});

test.each(BACKENDS)(
  'the query API of %s is known by its probe, under the path of the base',
  async (backend) => {
    answer = RECORDED[backend].probe;
    expect(await probeQueryApi(backend, accessTo(`${server.url}/a/base/`))).toEqual({
      ok: true,
      value: undefined,
    });
    expect(paths[0]).toMatch(/^\/a\/base\/api\//);
  },
);

test('headers and the query of the base are kept', async () => {
  answer = RECORDED.zipkin.answer;
  await fetchTrace('zipkin', TRACE, accessTo(`${server.url}/?team=a`));
  expect(paths).toEqual([`/api/v2/trace/${TRACE}?team=a`]);
});
