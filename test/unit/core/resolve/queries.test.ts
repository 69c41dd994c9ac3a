import { expect, test } from 'vitest';
import type { Backend } from '../../../../src/core/domain.js';
import { findQueryAddress } from '../../../../src/core/platform/query-address.js';
import { platformWith } from '../contexts.js';

const FLAGS = {
  enable_tempo: true,
  enable_jaeger: true,
  enable_victoria_traces: true,
  enable_zipkin: true,
  enable_opentelemetry_operator: true,
};

const addressUnder = (spec: object, backend: Backend): string | undefined =>
  findQueryAddress(platformWith({ addons: FLAGS, ...spec }), backend)?.url;

test.each<[Backend, string | undefined, string]>([
  ['tempo', undefined, 'http://tempo.monitoring.svc:3200'],
  ['tempo', '1.18.2', 'http://tempo.monitoring.svc:3100'],
  ['tempo', '1.23.0', 'http://tempo.monitoring.svc:3100'],
  ['tempo', '1.23.1', 'http://tempo.monitoring.svc:3200'],
  ['tempo', 'tempo-distributed-1.61.3', 'http://tempo-query-frontend.monitoring.svc:3200'],
  ['tempo', 'tempo-distributed-1.40.0', 'http://tempo-query-frontend.monitoring.svc:3100'],
  ['jaeger', undefined, 'http://jaeger.monitoring.svc:16686'],
  ['jaeger', '3.4.0', 'http://jaeger-query.monitoring.svc:16686'],
  [
    'victoria-traces',
    undefined,
    'http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/jaeger',
  ],
  [
    'victoria-traces',
    'victoria-traces-cluster-0.1.0',
    'http://victoria-traces-cluster-vt-cluster-vtselect.monitoring.svc:10471/select/jaeger',
  ],
  ['zipkin', undefined, 'http://zipkin.zipkin.svc:9411'],
])('%s by chart %s answers at %s', (backend, chart, url) => {
  const settings = chart === undefined ? {} : { backends: { [backend]: { chart } } };
  expect(addressUnder(settings, backend)).toBe(url);
});

test('the cluster’s domain follows the Service', () => {
  expect(addressUnder({ cluster: { domain: 'dokaseca.local.' } }, 'tempo')).toBe(
    'http://tempo.monitoring.svc.dokaseca.local:3200',
  );
});

test('an address that the platform writes out stands alone, without a slash at its end', () => {
  const backends = { tempo: { queryEndpoint: 'https://tempo.example.org/' } };
  expect(addressUnder({ backends }, 'tempo')).toBe('https://tempo.example.org');
});

test('a backend that is off has none', () => {
  expect(addressUnder({ addons: { enable_tempo: true } }, 'jaeger')).toBeUndefined();
});
