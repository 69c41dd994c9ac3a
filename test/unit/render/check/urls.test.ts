import { expect, test } from 'vitest';
import { PINS } from '../../../../src/core/pins.js';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';

const ADDONS = {
  ...{ enable_tempo: true, enable_jaeger: true, enable_zipkin: true, enable_victoria_traces: true },
  enable_opentelemetry_operator: true,
};

/** `path message`, for each fault of a configuration with one exporter. */
function faultsOf(id: string, exporter: object, backends: object = {}): readonly string[] {
  const config = {
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } },
    exporters: { [id]: exporter },
    service: { pipelines: { traces: { receivers: ['otlp'], exporters: [id] } } },
  };
  const found = parseCheckedDocuments(JSON.stringify(config), 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  const settings = renderSettings({
    addons: ADDONS,
    backends,
    collector: { version: PINS.collector.version },
  });
  return checkDocuments(found.value, [], settings).flatMap((finding) =>
    finding.kind === 'fault' ? [`${finding.place.replace(/^x\.yaml:\d+:\d+: /, '')} ${finding.message}`] : [],
  );
}

const TEMPO = 'tempo.monitoring.svc:4318';
const ZIPKIN = 'zipkin.zipkin.svc:9411';
const VICTORIA = 'victoria-traces-single-vt-single-server.monitoring.svc:10428';
const INSERT = `http://${VICTORIA}/insert/opentelemetry`;

test.each<[string, string, object, string]>([
  ['OTLP', 'otlp_http', { endpoint: TEMPO }, `endpoint is ${TEMPO}`],
  ['OTLP by the older name', 'otlphttp', { endpoint: TEMPO }, `endpoint is ${TEMPO}`],
  [
    'OTLP of traces',
    'otlp_http',
    { traces_endpoint: `${TEMPO}/v1/traces` },
    `traces_endpoint is ${TEMPO}/v1/traces`,
  ],
  ['OTLP elsewhere', 'otlp_http', { endpoint: 'saas.example.org:443' }, 'endpoint is saas.example.org:443'],
  [
    'the scheme of gRPC',
    'otlp_http',
    { endpoint: 'grpc://saas.example.org' },
    'endpoint is grpc://saas.example.org',
  ],
  ['Zipkin', 'zipkin', { endpoint: `${ZIPKIN}/api/v2/spans` }, `endpoint is ${ZIPKIN}/api/v2/spans`],
])('a URL without a scheme is a fault: %s', (_, id, exporter, what) => {
  expect(faultsOf(id, exporter)).toEqual([
    `exporters.${id}.${what}, without a scheme, so nothing can be sent there; write http:// in front of it, or https:// for TLS`,
  ]);
});

const SECURE = { tempo: { tls: { configMapName: 'ca' } } };
const PROXY = { tempo: { endpoint: 'https://tempo.example.org' } };
const PROXY_GRPC = { tempo: { endpoint: 'https://tempo.example.org:4317' } };

const needsPlain = (backend: string): string =>
  `uses TLS, but ${backend} expects plain text; write http://, or set spec.backends.${backend}.tls`;
const NEEDS_TLS = 'sends plain text, but tempo expects TLS; write https://, or correct spec.backends.tempo';
const INSECURE_TO_TLS =
  'exporters.otlp_grpc.tls has insecure: true, but tempo expects TLS; remove it, or correct spec.backends.tempo';

interface Security {
  readonly id: 'otlp_http' | 'otlp_grpc' | 'zipkin';
  readonly exporter: object;
  readonly backends?: object;
}

test.each<[string, Security, readonly string[]]>([
  [
    'TLS to a backend without it',
    { id: 'otlp_http', exporter: { endpoint: `https://${TEMPO}` } },
    [`exporters.otlp_http.endpoint ${needsPlain('tempo')}`],
  ],
  [
    'TLS to Zipkin without it',
    { id: 'zipkin', exporter: { endpoint: `https://${ZIPKIN}/api/v2/spans` } },
    [`exporters.zipkin.endpoint ${needsPlain('zipkin')}`],
  ],
  [
    'plain text to a backend with TLS',
    { id: 'otlp_http', exporter: { endpoint: `http://${TEMPO}` }, backends: SECURE },
    [`exporters.otlp_http.endpoint ${NEEDS_TLS}`],
  ],
  [
    'TLS to a backend with it',
    { id: 'otlp_http', exporter: { endpoint: `https://${TEMPO}` }, backends: SECURE },
    [],
  ],
  [
    'TLS to a proxy',
    { id: 'otlp_http', exporter: { endpoint: 'https://tempo.example.org' }, backends: PROXY },
    [],
  ],
  [
    'TLS to a proxy, with its port',
    { id: 'otlp_http', exporter: { endpoint: 'https://tempo.example.org:443' }, backends: PROXY },
    [],
  ],
  [
    'TLS of gRPC to a proxy',
    { id: 'otlp_grpc', exporter: { endpoint: 'tempo.example.org:4317' }, backends: PROXY_GRPC },
    [],
  ],
  [
    'TLS of gRPC to a proxy at the port of https',
    { id: 'otlp_grpc', exporter: { endpoint: 'tempo.example.org:443' }, backends: PROXY },
    [],
  ],
  [
    'plain text of gRPC to a proxy',
    {
      ...{ id: 'otlp_grpc', exporter: { endpoint: 'tempo.example.org:4317', tls: { insecure: true } } },
      backends: PROXY_GRPC,
    },
    [INSECURE_TO_TLS],
  ],
  [
    'plain text of gRPC to a backend with TLS',
    {
      ...{ id: 'otlp_grpc', exporter: { endpoint: 'tempo.monitoring.svc:4317', tls: { insecure: true } } },
      backends: SECURE,
    },
    [INSECURE_TO_TLS],
  ],
])('TLS must be what the backend expects: %s', (_, { id, exporter, backends }, expected) => {
  expect(faultsOf(id, exporter, backends)).toEqual(expected);
});

test.each<[string, string, object]>([
  ['OTLP', 'otlp_http', { endpoint: `http://${TEMPO}` }],
  ['OTLP with a slash', 'otlp_http', { endpoint: `http://${TEMPO}/` }],
  ['OTLP of traces', 'otlp_http', { traces_endpoint: `http://${TEMPO}/v1/traces` }],
  ['VictoriaTraces', 'otlp_http', { endpoint: INSERT }],
  ['VictoriaTraces, with a slash', 'otlp_http', { endpoint: `${INSERT}/` }],
  ['VictoriaTraces of traces', 'otlp_http', { traces_endpoint: `${INSERT}/v1/traces` }],
  [
    'of traces before the other',
    'otlp_http',
    { endpoint: `http://${VICTORIA}`, traces_endpoint: `${INSERT}/v1/traces` },
  ],
  ['Zipkin', 'zipkin', { endpoint: `http://${ZIPKIN}/api/v2/spans` }],
  ['Zipkin below its page', 'zipkin', { endpoint: `http://${ZIPKIN}/zipkin/api/v2/spans` }],
  ['what the environment says', 'otlp_http', { endpoint: '${env:ENDPOINT}' }],
  ['in part what the environment says', 'otlp_http', { endpoint: '${env:HOST}:4318' }],
  ['nothing', 'otlp_http', { endpoint: '' }],
  ['another host', 'otlp_http', { endpoint: 'https://saas.example.org/otlp' }],
])('a URL is right: %s', (_, id, exporter) => {
  expect(faultsOf(id, exporter)).toEqual([]);
});

test.each<[string, string, object, string]>([
  [
    'VictoriaTraces without its path',
    ...(['otlp_http', { endpoint: `http://${VICTORIA}` }] as const),
    `endpoint sends to http://${VICTORIA}/v1/traces, where victoria-traces takes nothing in; write ${INSERT}`,
  ],
  [
    'traces without the path of the signal',
    ...(['otlp_http', { traces_endpoint: `http://${TEMPO}` }] as const),
    `traces_endpoint sends to http://${TEMPO}, where tempo takes nothing in; write http://${TEMPO}/v1/traces`,
  ],
  [
    'traces of VictoriaTraces with the base',
    ...(['otlp_http', { traces_endpoint: INSERT }] as const),
    `traces_endpoint sends to ${INSERT}, where victoria-traces takes nothing in; write ${INSERT}/v1/traces`,
  ],
  [
    'a path of a proxy',
    ...(['otlp_http', { endpoint: `http://${TEMPO}/otlp` }] as const),
    `endpoint sends to http://${TEMPO}/otlp/v1/traces, where tempo takes nothing in; write http://${TEMPO}`,
  ],
  [
    'Zipkin without a path',
    ...(['zipkin', { endpoint: `http://${ZIPKIN}` }] as const),
    `endpoint sends to http://${ZIPKIN}, where zipkin takes nothing in; write http://${ZIPKIN}/api/v2/spans`,
  ],
  [
    'Zipkin in the older format',
    ...(['zipkin', { endpoint: `http://${ZIPKIN}/api/v1/spans` }] as const),
    `endpoint sends to http://${ZIPKIN}/api/v1/spans, where zipkin takes nothing in; write http://${ZIPKIN}/api/v2/spans`,
  ],
])('a path at which a backend takes nothing in is a fault: %s', (_, id, exporter, message) => {
  expect(faultsOf(id, exporter)).toEqual([`exporters.${id}.${message}`]);
});

const INSECURE = { tls: { insecure: true } };

test.each<[string, string, object, string]>([
  [
    'OTLP to Zipkin',
    ...(['otlp_http', { endpoint: `http://${ZIPKIN}` }] as const),
    'leads to zipkin, which does not take in what otlp_http sends there; use an exporter zipkin',
  ],
  [
    'OTLP over gRPC to Zipkin',
    ...(['otlp_grpc', { endpoint: ZIPKIN, ...INSECURE }] as const),
    'leads to zipkin, which does not take in what otlp_grpc sends there; use an exporter zipkin',
  ],
  [
    'gRPC to VictoriaTraces',
    ...(['otlp_grpc', { endpoint: VICTORIA, ...INSECURE }] as const),
    'leads to victoria-traces, which does not take in what otlp_grpc sends there; use an exporter otlp_http/victoria-traces',
  ],
  [
    'Zipkin’s format to Tempo',
    ...(['zipkin', { endpoint: `http://${TEMPO}/api/v2/spans` }] as const),
    'leads to tempo, which does not take in what zipkin sends there; use an exporter otlp_grpc/tempo',
  ],
])('a format that a backend does not take in is a fault: %s', (_, id, exporter, message) => {
  expect(faultsOf(id, exporter)).toEqual([`exporters.${id}.endpoint ${message}`]);
});

test('an address that the platform writes out may have more behind it', () => {
  const backends = { tempo: { endpoint: 'http://gateway.example.org:4318' } };
  expect(faultsOf('otlp_http', { endpoint: 'http://gateway.example.org:4318/others' }, backends)).toEqual([]);
});

test('a password in a URL is not shown', () => {
  const told = faultsOf('otlp_http', { traces_endpoint: 'http://user:hunter2@tempo.monitoring.svc:4318' });
  expect(told).toHaveLength(1);
  expect(told.join('')).not.toContain('hunter2');
});
