import { expect, test } from 'vitest';
import type { Backend } from '../../../../src/core/domain.js';
import { buildBackendExporter } from '../../../../src/render/collector/exporters.js';
import { ALL_FLAGS, renderSettings } from '../../../support/platforms.js';

const exporterOf = (backend: Backend, settings: object = {}): ReturnType<typeof buildBackendExporter> =>
  buildBackendExporter(
    renderSettings({ addons: ALL_FLAGS, backends: { [backend]: settings } }).platform,
    backend,
    7,
  );

const QUEUE = { sending_queue: { queue_size: 7 }, retry_on_failure: { max_elapsed_time: '0s' } };
const PLAIN = { tls: { insecure: true } };

test.each<[string, Backend, object, { readonly id: string } & Readonly<Record<string, unknown>>]>([
  ['over gRPC', 'tempo', {}, { id: 'otlp_grpc/tempo', endpoint: 'tempo.monitoring.svc:4317', ...PLAIN }],
  [
    'by an older chart',
    'jaeger',
    { chart: '3.4.0' },
    { id: 'otlp_grpc/jaeger', endpoint: 'jaeger-collector.monitoring.svc:4317', ...PLAIN },
  ],
  [
    'over HTTP alone',
    'victoria-traces',
    {},
    {
      id: 'otlp_http/victoria-traces',
      traces_endpoint:
        'http://victoria-traces-single-vt-single-server.monitoring.svc:10428/insert/opentelemetry/v1/traces',
    },
  ],
  [
    'in Zipkin’s format',
    'zipkin',
    {},
    { id: 'zipkin', endpoint: 'http://zipkin.zipkin.svc:9411/api/v2/spans', format: 'proto' },
  ],
  [
    'at an address without a port',
    'tempo',
    { endpoint: 'http://tempo.example.org' },
    { id: 'otlp_grpc/tempo', endpoint: 'tempo.example.org:4317', ...PLAIN },
  ],
  [
    'at the port of HTTP',
    'tempo',
    { endpoint: 'http://tempo.example.org:4318' },
    { id: 'otlp_http/tempo', endpoint: 'http://tempo.example.org:4318' },
  ],
  [
    'with TLS, as the scheme says',
    'tempo',
    { endpoint: 'https://tempo.example.org:4317' },
    { id: 'otlp_grpc/tempo', endpoint: 'tempo.example.org:4317', tls: {} },
  ],
  [
    'with TLS, as tls says',
    'tempo',
    { tls: { caFile: '/ca.crt' } },
    { id: 'otlp_grpc/tempo', endpoint: 'tempo.monitoring.svc:4317', tls: { ca_file: '/ca.crt' } },
  ],
  [
    'with TLS over HTTP',
    'victoria-traces',
    { endpoint: 'https://vt.example.org:10428', tls: { certFile: '/tls.crt', keyFile: '/tls.key' } },
    {
      id: 'otlp_http/victoria-traces',
      traces_endpoint: 'https://vt.example.org:10428/insert/opentelemetry/v1/traces',
      tls: { cert_file: '/tls.crt', key_file: '/tls.key' },
    },
  ],
  [
    'in plain text, as tls says',
    'tempo',
    { tls: { insecure: true, caFile: '/ca.crt' } },
    { id: 'otlp_grpc/tempo', endpoint: 'tempo.monitoring.svc:4317', ...PLAIN },
  ],
  [
    'for a tenant',
    'tempo',
    { tenant: { fixed: 'blue' } },
    {
      id: 'otlp_grpc/tempo',
      endpoint: 'tempo.monitoring.svc:4317',
      ...PLAIN,
      headers: { 'X-Scope-OrgID': 'blue' },
    },
  ],
])('%s: %s', (_, backend, settings, { id, ...config }) => {
  const exporter = exporterOf(backend, settings);
  expect(exporter.id).toBe(id);
  expect(exporter.config).toEqual({ ...config, ...QUEUE });
  expect(exporter.env).toBeUndefined();
});

test.each<[string, object]>([
  ['12', { AccountID: '12', ProjectID: '0' }],
  ['12:3', { AccountID: '12', ProjectID: '3' }],
])('the tenant %s of VictoriaTraces is an account and a project', (fixed, headers) => {
  expect(exporterOf('victoria-traces', { tenant: { fixed } }).config).toMatchObject({ headers });
});

test.each<[Backend, string]>([
  ['tempo', 'X-Scope-OrgID'],
  ['jaeger', 'x-tenant'],
])('a tenant for each namespace is handed on to %s under the name that it knows', (backend, key) => {
  const exporter = exporterOf(backend, { tenant: { namespace: true } });
  const [setter] = exporter.extensions ?? [];
  expect(setter).toMatchObject({
    id: `headers_setter/${backend}`,
    config: { headers: [{ action: 'upsert', key, from_context: 'x-scope-orgid' }] },
  });
  expect(exporter.config).toMatchObject({ auth: { authenticator: setter?.id } });
  expect(exporter.config).not.toHaveProperty('headers');
});

test('a credential is a variable from a Secret, and its value is nowhere', () => {
  const headers = [
    { name: 'authorization', secretName: 'credentials', key: 'header' },
    { name: 'x-team', secretName: 'team', key: 'name' },
  ];
  const exporter = exporterOf('victoria-traces', { headers });
  expect(exporter.config['headers']).toEqual({
    authorization: '${env:VICTORIA_TRACES_HEADER_1}',
    'x-team': '${env:VICTORIA_TRACES_HEADER_2}',
  });
  expect(exporter.env).toEqual([
    { name: 'VICTORIA_TRACES_HEADER_1', valueFrom: { secretKeyRef: { name: 'credentials', key: 'header' } } },
    { name: 'VICTORIA_TRACES_HEADER_2', valueFrom: { secretKeyRef: { name: 'team', key: 'name' } } },
  ]);
});

test('certificates come from the Secret and the ConfigMap that are named', () => {
  const tls = {
    caFile: 'ca.crt',
    certFile: 'tls.crt',
    keyFile: '/own/tls.key',
    secretName: 's',
    configMapName: 'c',
  };
  const exporter = exporterOf('tempo', { tls });
  expect(exporter.config['tls']).toEqual({
    ca_file: '/etc/otelcol-tls/tempo-ca/ca.crt',
    cert_file: '/etc/otelcol-tls/tempo-tls/tls.crt',
    key_file: '/own/tls.key',
  });
  expect(exporter.folders).toEqual([
    { volume: 'tempo-tls', path: '/etc/otelcol-tls/tempo-tls', source: { secretName: 's' } },
    { volume: 'tempo-ca', path: '/etc/otelcol-tls/tempo-ca', source: { configMapName: 'c' } },
  ]);
  expect(exporter.comment).toContain('Mount the files');
});

test('a dollar sign of the platform is none of the Collector’s', () => {
  const settings = {
    endpoint: 'http://tempo.example.org:4318/$a${b}',
    tenant: { fixed: 'team$$1${foo:bar}' },
    headers: [{ name: 'x-$a', secretName: 's', key: 'k' }],
  };
  expect(exporterOf('tempo', settings).config).toMatchObject({
    endpoint: 'http://tempo.example.org:4318/$$a$${b}',
    // Names are keys, which the Collector takes as they are.
    headers: { 'X-Scope-OrgID': 'team$$$$1$${foo:bar}', 'x-$a': '${env:TEMPO_HEADER_1}' },
  });
});

test('a backend that is off has no exporter', () => {
  const { platform } = renderSettings({ addons: { enable_tempo: true } });
  expect(() => buildBackendExporter(platform, 'jaeger', 1)).toThrow('jaeger is not enabled');
});
