import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditReport } from '../../scripts/report-schemas.js';
import { NODE_LOADER } from '../../src/core/agents/nodejs.js';
import { READERS } from '../../src/verify/query/readers.js';
import { NODEJS, PLATFORM, startLiveScene, type LiveScene } from '../support/live-scene.js';
import { runIn } from './run-in.js';

let scene: LiveScene;
/** What the backend was asked: its Service, and path and query. */
let asked: (readonly [service: string, path: string])[];
let traced: (path: string) => boolean;

beforeEach(async () => {
  scene = await startLiveScene();
  asked = [];
  traced = () => false;
  scene.server.serveProxy((service, path) => {
    asked.push([service, path]);
    return { code: 200, body: { data: traced(path) ? [{ traceID: '1' }] : [] } };
  });
  for (const [name, namespace] of [
    ['otel-collector', 'monitoring'],
    ['jaeger', 'monitoring'],
    ['tempo', 'monitoring'],
  ]) {
    scene.put('/v1/services', { metadata: { name, namespace } });
    scene.put('discovery.k8s.io/v1/endpointslices', {
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
      endpoints: [{ conditions: { ready: true } }],
    });
  }
});

afterEach(() => scene.end());

const run = (...words: readonly string[]): ReturnType<typeof runIn> =>
  runIn('.', ['audit', '--traces', ...words, '--kubeconfig', scene.kubeconfig]);

test('pods with a trace are distinguished from those without, by their UID', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  const names = [await scene.pod('cart'), await scene.pod('cart')];
  const uids = names.map((name) => scene.server.store.find('/v1/pods', `team-a/${name}`)?.metadata.uid ?? '');
  traced = (path) => path.includes(uids[0] ?? 'nothing');
  const { code, out } = await run('--since', '5');
  expect(out).toMatch(/team-a\/deployment\/cart +nodejs +2 +2 +0 +0 +0 +0 +1 +1/);
  expect(out).toContain('1 pod: no trace; it got no request, or the agent knows none of its libraries');
  expect(code).toBe(0);
  expect(asked.map(([service]) => service)).toEqual(['jaeger:16686', 'jaeger:16686']);
  const query = new URL(asked[0]?.[1] ?? '', 'http://x').searchParams;
  expect(query.get('service')).toBe('cart');
  expect(uids.map((uid) => JSON.stringify({ 'k8s.pod.uid': uid }))).toContain(query.get('tags'));
  expect(Number(query.get('end')) - Number(query.get('start'))).toBe(5 * 60 * 1_000_000);
});

describe('the likely cause of silence', () => {
  test.each<readonly [string, object, string, number]>([
    ['an ES module', { command: ['node', 'server.mjs'] }, 'starts an ES module (server.mjs)', 1],
    [
      'an ES module, with the command that gives it the loader',
      { command: ['node', 'server.mjs'], env: [{ name: 'NODE_OPTIONS', value: '--trace-gc' }] },
      `kubectl -n team-a patch deployment/cart --type=merge -p '{"spec":{"template":{"metadata":{"annotations":{"instrumentation.opentelemetry.io/otel-nodejs-modules":"es"}}}}}'`,
      1,
    ],
    [
      'an ES module that has the loader',
      {
        command: ['node', 'server.mjs'],
        env: [{ name: 'NODE_OPTIONS', value: `--experimental-loader=/agent/${NODE_LOADER}` }],
      },
      'it got no request',
      0,
    ],
    [
      'an ES module by an option',
      { command: ['node'], args: ['--input-type=module', '-e', '1'] },
      '--input-type=module',
      1,
    ],
    ['a module of CommonJS', { command: ['node', 'server.js'] }, 'it got no request', 0],
    [
      'a program of another language',
      { command: ['/usr/bin/python3', 'app.py'] },
      'looks like python (python3), and nodejs is injected',
      1,
    ],
    [
      'an image of another language',
      { image: 'docker.io/library/openjdk:21' },
      'looks like java (openjdk)',
      1,
    ],
    [
      'an image of another language, with the command that asks for that',
      { image: 'docker.io/library/openjdk:21' },
      `"instrumentation.opentelemetry.io/inject-nodejs":null,"instrumentation.opentelemetry.io/inject-java":"true"`,
      1,
    ],
    ['an image of the language', { image: 'docker.io/library/node:22-slim' }, 'it got no request', 0],
    [
      'a command that takes the agent away',
      { command: ['sh', '-c', 'unset NODE_OPTIONS; node app.js'] },
      'removes NODE_OPTIONS, so that the program does not load the agent',
      1,
    ],
    [
      'a command that hands the agent on',
      { command: ['sh', '-c', 'NODE_OPTIONS="$NODE_OPTIONS --trace-gc" node app.js'] },
      'it got no request',
      0,
    ],
    [
      'a sampler that takes nothing',
      { env: [{ name: 'OTEL_TRACES_SAMPLER', value: 'always_off' }] },
      'samples nothing: OTEL_TRACES_SAMPLER always_off',
      1,
    ],
    [
      'a sampler that takes nothing, with the command that takes it away',
      { env: [{ name: 'OTEL_TRACES_SAMPLER', value: 'always_off' }] },
      'kubectl -n team-a set env deployment/cart -c app OTEL_TRACES_SAMPLER-',
      1,
    ],
    [
      'a ratio of 0',
      {
        env: [
          { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_traceidratio' },
          { name: 'OTEL_TRACES_SAMPLER_ARG', value: '0' },
        ],
      },
      'samples nothing',
      1,
    ],
    [
      'a small ratio',
      {
        env: [
          { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_traceidratio' },
          { name: 'OTEL_TRACES_SAMPLER_ARG', value: '0.01' },
        ],
      },
      'it got no request',
      0,
    ],
  ])('%s', async (_, container, words, code) => {
    scene.deployment('cart', { annotations: NODEJS, container: container as never });
    await scene.pod('cart');
    const audited = await run();
    expect(audited.out.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(audited.code).toBe(code);
  });

  test('nobody at the Collector', async () => {
    scene.server.store.remove('/v1/services', 'monitoring/otel-collector');
    scene.deployment('cart', { annotations: NODEJS });
    await scene.pod('cart');
    expect((await run()).out.replaceAll(/\s+/g, ' ')).toContain(
      'nothing listens at http://otel-collector.monitoring.svc:4318: NO Service monitoring/otel-collector',
    );
  });
});

test.each([
  [
    'another answer',
    () => {
      scene.server.serveProxy(() => ({ code: 200, body: '<html>' }));
    },
    'did not answer like its query API',
  ],
  [
    'no right',
    () => {
      scene.server.serveProxy(() => ({ code: 403, body: {} }));
    },
    'HTTP 403',
  ],
  [
    'tenants',
    () => {
      scene.platform({ ...PLATFORM, backend: 'tempo', backends: { tempo: { tenant: { fixed: 'a' } } } });
    },
    'has tenants',
  ],
])('a backend that cannot be asked is reported: %s', async (_, happen, words) => {
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart');
  happen();
  const { out } = await run();
  expect(out.replaceAll(/\s+/g, ' ')).toContain('the backend could not be asked');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(words);
});

test('the report for programs is as its schema says', async () => {
  scene.deployment('cart', { annotations: NODEJS });
  await scene.pod('cart');
  const report = JSON.parse((await run('-o', 'json')).out) as unknown;
  expect(auditReport.safeParse(report).error?.issues).toBeUndefined();
  expect(report).toMatchObject({ workloads: [{ traces: { traced: 0, silent: [{ code: 'unknown' }] } }] });
});

const SEARCH = { service: 'Cart', podUid: 'u-1', sinceMs: 1000, untilMs: 61_000 };

test.each([
  [
    'tempo',
    '/api/search?q=%7B+resource.k8s.pod.uid+%3D+%22u-1%22+%7D&start=1&end=61&limit=1',
    { traces: [{}] },
    { traces: [] },
  ],
  [
    'jaeger',
    '/api/traces?service=Cart&tags=%7B%22k8s.pod.uid%22%3A%22u-1%22%7D&start=1000000&end=61000000&limit=1',
    { data: [{}] },
    { data: null },
  ],
  [
    'zipkin',
    '/api/v2/traces?serviceName=cart&annotationQuery=k8s.pod.uid%3Du-1&endTs=61000&lookback=60000&limit=1',
    [[{}]],
    [],
  ],
] as const)('a search of %s', (backend, path, found, nothing) => {
  const { searchPath, hasFound } = READERS[backend];
  expect(searchPath(SEARCH)).toBe(path);
  expect([found, nothing, 'text'].map(hasFound)).toEqual([true, false, undefined]);
});
