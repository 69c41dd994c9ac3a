import { describe, expect, test } from 'vitest';
import { buildPlatform } from '../../scripts/docs/platform-scene.js';
import type { VerifyOptions } from '../../src/verify/verify-options.js';
import { resolvePlatformRoutes } from '../../src/verify/platform-routes.js';
import type { TraceRoute } from '../../src/verify/trace-route.js';
import { ASKED } from './trace-route.js';
import { like } from '../support/like.js';

type Spec = Readonly<Record<string, unknown>>;

const routes = (spec: Spec, asked: Partial<VerifyOptions> = {}): readonly TraceRoute[] => {
  const result = resolvePlatformRoutes({ ...ASKED, ...asked }, buildPlatform(spec));
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

const refusal = (spec: Spec, asked: Partial<VerifyOptions>): string => {
  const result = resolvePlatformRoutes({ ...ASKED, ...asked }, buildPlatform(spec));
  return result.ok ? '' : result.error;
};

/** Where each route sends, and from where it reads. */
const addresses = (list: readonly TraceRoute[]): unknown =>
  list.map(({ destination, reads }) => [
    destination.ok ? `${destination.value.wire} ${destination.value.url}` : destination.error.code,
    ...reads.map(({ backend, access }) => `${backend ?? ''} ${access.url}`),
  ]);

const GATEWAY = 'http://otel-collector.monitoring.svc';
const TEMPO = 'tempo http://tempo.monitoring.svc:3200';
const DIRECT: Spec = { route: 'direct' };

test.each<[string, Spec, Partial<VerifyOptions>, unknown]>([
  ['the primary backend', {}, {}, [[`http/protobuf ${GATEWAY}:4318/v1/traces`, TEMPO]]],
  ['a language that speaks gRPC only', {}, { language: 'nginx' }, [[`grpc ${GATEWAY}:4317`, TEMPO]]],
  ['a protocol', {}, { wire: 'grpc' }, [[`grpc ${GATEWAY}:4317`, TEMPO]]],
  [
    'another backend',
    {},
    { backend: 'victoria-traces' },
    [
      [
        `http/protobuf ${GATEWAY}:4318/v1/traces`,
        'victoria-traces http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/jaeger',
      ],
    ],
  ],
  [
    'every backend, through the Collector',
    {},
    { isAll: true },
    [
      [
        `http/protobuf ${GATEWAY}:4318/v1/traces`,
        TEMPO,
        'jaeger http://jaeger.monitoring.svc:16686',
        'victoria-traces http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/jaeger',
        'zipkin http://zipkin.zipkin.svc:9411',
      ],
    ],
  ],
  [
    'every backend, directly, for a language that cannot reach one',
    DIRECT,
    { isAll: true, language: 'python' },
    [
      ['http/protobuf http://tempo.monitoring.svc:4318/v1/traces', TEMPO],
      [
        'http/protobuf http://jaeger.monitoring.svc:4318/v1/traces',
        'jaeger http://jaeger.monitoring.svc:16686',
      ],
      [
        'http/protobuf http://victoria-traces-single-vt-single-server.monitoring.svc:10428/insert/opentelemetry/v1/traces',
        'victoria-traces http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/jaeger',
      ],
      ['route-refused', 'zipkin http://zipkin.zipkin.svc:9411'],
    ],
  ],
  [
    'Zipkin directly, for a language that exports it',
    { ...DIRECT, backend: 'zipkin' },
    { language: 'java' },
    [['zipkin http://zipkin.zipkin.svc:9411/api/v2/spans', 'zipkin http://zipkin.zipkin.svc:9411']],
  ],
  [
    'a Collector on each node',
    { collector: { topology: 'agent' } },
    { nodeIp: 'fd00::1', language: 'java' },
    [['http/protobuf http://[fd00::1]:4318/v1/traces', TEMPO]],
  ],
  [
    'addresses that are given',
    { collector: { topology: 'agent' } },
    { collector: 'http://localhost:5000', queries: [{ backend: undefined, url: 'http://localhost:3200' }] },
    [['http/protobuf http://localhost:5000/v1/traces', 'tempo http://localhost:3200']],
  ],
  [
    'a forwarded port, with the protocol of the language',
    {},
    { collector: 'http://localhost:5000', language: 'nginx' },
    [['grpc http://localhost:5000', TEMPO]],
  ],
  [
    'a forwarded port of VictoriaTraces, with its path',
    { ...DIRECT, backend: 'victoria-traces' },
    { collector: 'http://localhost:10428', queries: [{ backend: undefined, url: 'http://localhost:10428' }] },
    [
      [
        'http/protobuf http://localhost:10428/insert/opentelemetry/v1/traces',
        'victoria-traces http://localhost:10428',
      ],
    ],
  ],
  [
    'a forwarded port of a Collector on each node',
    { collector: { topology: 'agent' } },
    { collector: 'http://localhost:4318', language: 'java' },
    [['http/protobuf http://localhost:4318/v1/traces', TEMPO]],
  ],
  [
    'a path that is given',
    {},
    { collector: 'http://localhost:4318/otlp' },
    [['http/protobuf http://localhost:4318/otlp/v1/traces', TEMPO]],
  ],
  [
    'one of several addresses that is given',
    { addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true } },
    { isAll: true, queries: [{ backend: 'jaeger', url: 'http://localhost:1' }] },
    [[`http/protobuf ${GATEWAY}:4318/v1/traces`, TEMPO, 'jaeger http://localhost:1']],
  ],
])('%s', (_, spec, asked, expected) => {
  expect(addresses(routes(spec, asked))).toEqual(expected);
});

describe('what the trace says', () => {
  test('the backend that is picked, through the Collector only', () => {
    const attribute = { 'tracing.dokaseca.io.backend': 'jaeger' };
    expect(routes({}, { backend: 'jaeger' })[0]?.resource).toEqual(attribute);
    expect(routes(DIRECT, { backend: 'jaeger' })[0]?.resource).toEqual({});
    expect(routes({}, { isAll: true })[0]?.resource).toEqual({});
    expect(routes({}, { namespace: 'shop' })[0]?.resource).toEqual({ 'k8s.namespace.name': 'shop' });
  });

  test('what keeps it, or that it failed where that is asked for', () => {
    const tail: Spec = { sampling: { strategy: 'tail', percent: 5 } };
    expect(routes(tail)[0]?.keeping).toMatchObject({ isError: true, note: like.any(String) });
    expect(routes({}, { isMarked: true })[0]?.keeping).toMatchObject({ isError: true });
  });
});

describe('headers', () => {
  const tenant = (value: unknown): Spec => ({ backends: { tempo: { tenant: value } } });
  const asked = { sendHeaders: { a: '1' }, queryHeaders: { b: '2' } };

  test('a fixed tenant is named when reading; the Collector names it when sending', () => {
    const [route] = routes(tenant({ fixed: 'team-a' }), asked);
    expect(route?.send.headers).toEqual({ a: '1' });
    expect(route?.reads[0]?.access.headers).toEqual({ 'x-scope-orgid': 'team-a', b: '2' });
  });

  test('a tenant for each namespace is that of the namespace', () => {
    const [route] = routes(tenant({ namespace: true }), { namespace: 'shop' });
    expect(route?.reads[0]?.access.headers).toEqual({ 'x-scope-orgid': 'shop' });
  });

  test('a tenant for each namespace is named to the Collector as agents name it', () => {
    const addons = { enable_jaeger: true, enable_opentelemetry_operator: true };
    const backends = { jaeger: { tenant: { namespace: true } } };
    const [route] = routes({ addons, backends }, { namespace: 'shop' });
    expect(route?.send.headers).toEqual({ 'x-scope-orgid': 'shop' });
    expect(route?.reads[0]?.access.headers).toEqual({ 'x-tenant': 'shop' });
    const [other] = routes({ addons, backends }, { namespace: 'shop', tenant: 'team-a' });
    expect(other?.send.headers).toEqual({ 'x-scope-orgid': 'team-a' });
  });

  test('a tenant that is given wins, and is named when sending directly', () => {
    const [route] = routes({ ...DIRECT, backend: 'victoria-traces' }, { tenant: '7:2' });
    const headers = { accountid: '7', projectid: '2' };
    expect([route?.send.headers, route?.reads[0]?.access.headers]).toEqual([headers, headers]);
  });
});

test.each<[RegExp, Spec, Partial<VerifyOptions>]>([
  [
    /^--backend-kind is zipkin, which is not enabled; allowed: tempo, jaeger$/,
    { addons: { enable_tempo: true, enable_jaeger: true } },
    { backend: 'zipkin' },
  ],
  [/^--collector is one address/, DIRECT, { isAll: true, collector: 'http://c:4318' }],
  [/^--collector: c is no URL/, {}, { collector: 'c' }],
  [/^--query names no backend/, {}, { isAll: true, queries: [{ backend: undefined, url: 'http://x' }] }],
  [
    /^--query is of zipkin, which is not enabled; allowed: tempo$/,
    { addons: { enable_tempo: true } },
    { queries: [{ backend: 'zipkin', url: 'http://x' }] },
  ],
  [
    /^--query is of zipkin, from which nothing is read; allowed: jaeger; add --backend-kind zipkin or --all$/,
    {},
    {
      backend: 'jaeger',
      queries: [
        { backend: 'jaeger', url: 'http://x' },
        { backend: 'zipkin', url: 'http://y' },
      ],
    },
  ],
  [/^--protocol and --language/, {}, { wire: 'grpc', language: 'java' }],
  [
    /^--protocol is zipkin, which the route does not accept; allowed: http\/protobuf, grpc$/,
    {},
    { wire: 'zipkin' },
  ],
  [/the node is not known; give --node-ip/, { collector: { topology: 'agent' } }, {}],
  [/^--node-ip is a b, which is no address$/, { collector: { topology: 'agent' } }, { nodeIp: 'a b' }],
  [
    /^tempo has a tenant for each namespace; give one with --namespace or --tenant$/,
    { backends: { tempo: { tenant: { namespace: true } } } },
    {},
  ],
  [
    /^victoria-traces has no tenant team-a; allowed: ACCOUNT/,
    { backend: 'victoria-traces' },
    { tenant: 'team-a' },
  ],
  [/^a tenant is given, and zipkin has none/, { backend: 'zipkin' }, { tenant: 'x' }],
])('refused: %s', (says, spec, asked) => {
  expect(refusal(spec, asked)).toMatch(says);
});
