import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/core/domain.js';
import type { Span } from '../../demo/otlp-spans.js';
import { type SpanFormat, SPAN_FORMATS } from '../../src/verify/send/sender.js';
import { verifyRoute } from '../../src/verify/verify.js';
import { hasArrived } from '../../src/verify/trace-route.js';
import { QUERY_APIS } from '../stand-ins/query-apis.js';
import { into, RECEIVERS } from './contract/receivers.js';
import { createStore } from '../stand-ins/store.js';
import { serveHttp, type Served } from './served.js';
import { serversOfTests } from './servers-of-tests.js';
import { limits, readOf, buildRoute } from './trace-route.js';

const up = serversOfTests();

const urlOf = (wire: SpanFormat, { url }: Served): string =>
  wire === 'grpc' ? url : `${url}${wire === 'zipkin' ? '/api/v2/spans' : '/v1/traces'}`;

describe('against the recorded contract', () => {
  test.each(SPAN_FORMATS.flatMap((wire) => BACKENDS.map((backend) => [wire, backend] as const)))(
    'a trace that is sent as %s is read back from %s',
    async (wire, backend) => {
      const store = createStore();
      const receiver = await up(RECEIVERS[wire](into(store)));
      const api = await up(serveHttp(QUERY_APIS[backend](store)));
      const base = backend === 'victoria-traces' ? `${api.url}/select/jaeger` : api.url;
      const verified = await verifyRoute(
        buildRoute(wire, urlOf(wire, receiver), [readOf(backend, base)]),
        limits(),
      );
      expect(verified).toMatchObject({
        sent: { kind: 'done' },
        reads: [{ kind: 'done', backend, url: base }],
      });
      expect(hasArrived(verified)).toBe(true);
      expect(store.trace(verified.traceId)).toHaveLength(2);
    },
  );

  test.each(BACKENDS)(
    'the API of %s is known by its answer, and by an address without its path',
    async (backend) => {
      const store = createStore();
      const receiver = await up(RECEIVERS['http/protobuf'](into(store)));
      const api = await up(serveHttp(QUERY_APIS[backend](store)));
      const route = buildRoute('http/protobuf', urlOf('http/protobuf', receiver), [
        readOf(undefined, api.url),
      ]);
      const verified = await verifyRoute(route, limits());
      const base = backend === 'victoria-traces' ? `${api.url}/select/jaeger` : api.url;
      expect(verified.reads).toMatchObject([{ kind: 'done', backend, url: base }]);
    },
  );
});

test('one trace is read back from several backends', async () => {
  const stores = BACKENDS.map(() => createStore());
  const receiver = await up(
    RECEIVERS.grpc((spans) => {
      for (const store of stores) store.add(spans);
    }),
  );
  const reads = await Promise.all(
    BACKENDS.map(async (backend, index) => {
      const api = await up(serveHttp(QUERY_APIS[backend](stores[index] ?? createStore())));
      return readOf(backend, api.url);
    }),
  );
  const verified = await verifyRoute(buildRoute('grpc', receiver.url, reads), limits());
  expect(verified.reads.map(({ kind, backend }) => [kind, backend])).toEqual(
    BACKENDS.map((backend) => ['done', backend]),
  );
});

test('a backend that shows spans late is asked again', async () => {
  const store = createStore(3);
  const receiver = await up(RECEIVERS.grpc(into(store)));
  const api = await up(serveHttp(QUERY_APIS.jaeger(store)));
  const verified = await verifyRoute(
    buildRoute('grpc', receiver.url, [readOf('jaeger', api.url)]),
    limits(10_000),
  );
  expect(verified.reads).toMatchObject([{ kind: 'done' }]);
});

test('a backend that is down for a moment is asked again', async () => {
  const store = createStore();
  const receiver = await up(RECEIVERS.grpc(into(store)));
  let questions = 0;
  const api = await up(
    serveHttp((request, response) => {
      questions += 1;
      if (questions === 2) response.writeHead(503).end();
      else if (questions === 3) request.destroy();
      else QUERY_APIS.jaeger(store)(request, response);
    }),
  );
  const verified = await verifyRoute(
    buildRoute('grpc', receiver.url, [readOf('jaeger', api.url)]),
    limits(10_000),
  );
  expect(verified.reads).toMatchObject([{ kind: 'done' }]);
  expect(questions).toBe(4);
});

test('the trace has what keeps it, and what says whose it is', async () => {
  const seen: Span[] = [];
  const receiver = await up(
    RECEIVERS.grpc((spans) => {
      seen.push(...spans);
    }),
  );
  const keeping = { isError: true, durationMs: 3000, isCertain: true };
  const resource = { 'k8s.namespace.name': 'shop', 'tracing.dokaseca.io.backend': 'jaeger' };
  const before = BigInt(Date.now()) * 1_000_000n;
  const { traceId } = await verifyRoute(
    buildRoute('grpc', receiver.url, [], { keeping, resource }),
    limits(),
  );
  const [root, child] = seen;
  expect(seen).toHaveLength(2);
  expect(root).toMatchObject({
    traceId,
    parentSpanId: '',
    attributes: { 'sampling.priority': 1 },
    resource: { 'service.name': 'doka-tracing-verify', ...resource },
  });
  expect(child).toMatchObject({ traceId, parentSpanId: root?.spanId });
  expect((root?.endNs ?? 0n) - (root?.startNs ?? 0n)).toBe(3_000_000_000n);
  expect(root?.endNs).toBeGreaterThanOrEqual(before);
});

test('the trace is sent even where the query API does not answer', async () => {
  const store = createStore();
  const receiver = await up(RECEIVERS.grpc(into(store)));
  const gone = await serveHttp(() => undefined);
  await gone.close();
  const verified = await verifyRoute(buildRoute('grpc', receiver.url, [readOf('tempo', gone.url)]), limits());
  expect(verified.sent.kind).toBe('done');
  expect(verified.reads).toMatchObject([{ kind: 'failed', diagnosis: { code: 'connection-refused' } }]);
  expect(hasArrived(verified)).toBe(false);
  expect(store.trace(verified.traceId)).toHaveLength(2);
});

test('nothing is asked for where nothing was taken in', async () => {
  const store = createStore();
  const api = await up(serveHttp(QUERY_APIS.tempo(store)));
  const gone = await serveHttp(() => undefined);
  await gone.close();
  const verified = await verifyRoute(buildRoute('grpc', gone.url, [readOf('tempo', api.url)]), limits());
  expect(verified).toMatchObject({
    sent: { kind: 'failed' },
    reads: [{ kind: 'skipped', backend: 'tempo' }],
  });
});

test('an end from here is an end, while waiting and while asking', async () => {
  const ending = new AbortController();
  const receiver = await up(RECEIVERS.grpc(() => undefined));
  const api = await up(
    serveHttp((request, response) => {
      QUERY_APIS.tempo(createStore())(request, response);
      // The first question for the trace is followed by a pause of a minute.
      if (request.url !== '/api/echo')
        setImmediate(() => {
          ending.abort();
        });
    }),
  );
  const route = buildRoute('grpc', receiver.url, [readOf('tempo', api.url)]);
  const patient = { ...limits(600_000), pauseMs: 60_000, signal: ending.signal };
  const failed = { kind: 'failed', diagnosis: { code: 'interrupted' } };
  expect((await verifyRoute(route, patient)).reads).toMatchObject([failed]);
  expect((await verifyRoute(route, patient)).sent).toMatchObject(failed);
});
