import { describe, expect, test } from 'vitest';
import { BACKENDS, ENVIRONMENTS, type Backend, type Environment } from '../../../../src/core/domain.js';
import { listAddresses } from '../../../../src/core/platform/addresses.js';
import {
  describeAssumedVersion,
  listAssumedVersions,
} from '../../../../src/core/platform/assumed-versions.js';
import { resolvePlatform } from '../../../../src/core/platform/defaults.js';
import { findQueryAddress } from '../../../../src/core/platform/query-address.js';
import { getBackendRow } from '../../../../src/core/backends/backends.js';

const ALL = { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true, enable_zipkin: true };
const VICTORIA = 'victoria-traces-single-vt-single-server.monitoring.svc:10428';

describe('charts and their addresses by environment', () => {
  test.each<[Backend, Environment | undefined, string, readonly [string, string]]>([
    ['tempo', undefined, '1.24.4', ['http://tempo.monitoring.svc:4318', 'http://tempo.monitoring.svc:3200']],
    ['tempo', 'dev', '1.24.4', ['http://tempo.monitoring.svc:4318', 'http://tempo.monitoring.svc:3200']],
    ['tempo', 'stg', '1.18.2', ['http://tempo.monitoring.svc:4318', 'http://tempo.monitoring.svc:3100']],
    ['tempo', 'prod', '1.18.2', ['http://tempo.monitoring.svc:4318', 'http://tempo.monitoring.svc:3100']],
    ['jaeger', 'dev', '4.12.0', ['http://jaeger.monitoring.svc:4318', 'http://jaeger.monitoring.svc:16686']],
    [
      'jaeger',
      'prod',
      '3.4.0',
      ['http://jaeger-collector.monitoring.svc:4318', 'http://jaeger-query.monitoring.svc:16686'],
    ],
    [
      'victoria-traces',
      'dev',
      '0.1.10',
      [`http://${VICTORIA}/insert/opentelemetry/v1/traces`, `http://${VICTORIA}/select/jaeger`],
    ],
    [
      'victoria-traces',
      'prod',
      '0.0.3',
      [`http://${VICTORIA}/insert/opentelemetry/v1/traces`, `http://${VICTORIA}/select/jaeger`],
    ],
    [
      'zipkin',
      'prod',
      '0.3.4',
      ['http://zipkin.zipkin.svc:9411/api/v2/spans', 'http://zipkin.zipkin.svc:9411'],
    ],
  ])('%s in %s is of chart %s', (backend, environment, chart, [address, query]) => {
    const cluster = environment === undefined ? {} : { environment };
    const platform = resolvePlatform({ addons: ALL, cluster });
    expect(platform.backends[backend]?.chart).toBe(chart);
    expect(listAddresses(platform, backend)[0]?.url).toBe(address);
    expect(findQueryAddress(platform, backend)?.url).toBe(query);
  });

  test('a chart that is written goes before that of the environment, and so does a version of the Collector', () => {
    const platform = resolvePlatform({
      cluster: { environment: 'prod' },
      backends: { tempo: { chart: '2.2.4' } },
      collector: { version: '0.140.0' },
    });
    expect(platform.backends.tempo?.chart).toBe('2.2.4');
    expect(platform.collector.version).toBe('0.140.0');
  });

  test.each(ENVIRONMENTS)('every pin of %s is a chart whose addresses are documented', (environment) => {
    for (const backend of BACKENDS) {
      const { chart, otherCharts, pins } = getBackendRow(backend);
      expect([chart, ...otherCharts]).toContain(pins[environment]);
    }
  });
});

describe('the newest charts', () => {
  test.each<[Backend, string, string, string]>([
    ['tempo', '2.2.4', 'http://tempo.monitoring.svc:4318', 'http://tempo.monitoring.svc:3200'],
    [
      'tempo',
      'tempo-distributed-3.3.0',
      'http://tempo-distributor.monitoring.svc:4318',
      'http://tempo-query-frontend.monitoring.svc:3200',
    ],
    [
      'victoria-traces',
      'victoria-traces-cluster-0.2.10',
      'http://victoria-traces-cluster-vt-cluster-vtinsert.monitoring.svc:10481/insert/opentelemetry/v1/traces',
      'http://victoria-traces-cluster-vt-cluster-vtselect.monitoring.svc:10471/select/jaeger',
    ],
  ])('%s of %s', (backend, chart, address, query) => {
    const platform = resolvePlatform({ addons: ALL, backends: { [backend]: { chart } } });
    expect(listAddresses(platform, backend)[0]?.url).toBe(address);
    expect(findQueryAddress(platform, backend)?.url).toBe(query);
  });
});

describe('assumed versions', () => {
  test('are those that nobody wrote, each with the environment that pins it', () => {
    const cluster = { environment: 'prod' } as const;
    expect(listAssumedVersions({ cluster })).toEqual([
      { of: 'tempo', version: '1.18.2', environment: 'prod' },
      { of: 'collector', version: '0.118.0', environment: 'prod' },
    ]);
    expect(listAssumedVersions({ cluster: { environment: 'dev' } })[1]).toEqual({
      of: 'collector',
      version: resolvePlatform({}).collector.version,
    });
    expect(
      listAssumedVersions({
        cluster,
        backends: { tempo: { chart: '2.2.4' } },
        collector: { version: '0.140.0' },
      }),
    ).toEqual([]);
    expect(listAssumedVersions({ addons: { enable_zipkin: true } }).map(({ of }) => of)).toEqual(['zipkin']);
  });

  test.each([
    [
      { of: 'jaeger', version: '3.4.0', environment: 'prod' },
      'spec.backends: names no version of Jaeger’s chart, so 3.4.0 is assumed, which the platform installs in prod; if it is another, write spec.backends.jaeger.chart of a TracingPlatform',
    ],
    [
      { of: 'tempo', version: '1.24.4' },
      'spec.backends: names no version of Tempo’s chart, so 1.24.4 is assumed, the default; if it is another, name the environment (dev, stg, prod) or write spec.backends.tempo.chart of a TracingPlatform',
    ],
    [
      { of: 'collector', version: '0.118.0', environment: 'prod' },
      'spec.collector: names no version of the Collector, so 0.118.0 is assumed, which the platform installs in prod; if it is another, write spec.collector.version of a TracingPlatform',
    ],
    [
      { of: 'collector', version: '0.150.0' },
      'spec.collector: names no version of the Collector, so 0.150.0 is assumed, the default; if it is another, write spec.collector.version of a TracingPlatform',
    ],
  ] as const)('%j is told with its source and the remedy', (assumed, sentence) => {
    const { path, message } = describeAssumedVersion(assumed);
    expect(`${path}: ${message}`).toBe(sentence);
  });
});
