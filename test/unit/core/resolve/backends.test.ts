import { describe, expect, test } from 'vitest';
import type { Backend } from '../../../../src/core/domain.js';
import { addresses } from './addresses.js';

describe('directly, by the charts', () => {
  test.each<[string, Backend, object, readonly string[]]>([
    [
      'tempo',
      'tempo',
      {},
      [
        'otlp http/protobuf base http://tempo.monitoring.svc:4318 (preset)',
        'otlp grpc base http://tempo.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'tempo elsewhere',
      'tempo',
      { backends: { tempo: { namespace: 'traces' } } },
      [
        'otlp http/protobuf base http://tempo.traces.svc:4318 (preset)',
        'otlp grpc base http://tempo.traces.svc:4317 (preset)',
      ],
    ],
    [
      'jaeger 4',
      'jaeger',
      {},
      [
        'otlp http/protobuf base http://jaeger.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'jaeger 3',
      'jaeger',
      { backends: { jaeger: { chart: '3.4.1' } } },
      [
        'otlp http/protobuf base http://jaeger-collector.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger-collector.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'jaeger 4 while its chart has three Services',
      'jaeger',
      { backends: { jaeger: { chart: '4.1.5' } } },
      [
        'otlp http/protobuf base http://jaeger-collector.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger-collector.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'jaeger 4 from its chart with one Service on',
      'jaeger',
      { backends: { jaeger: { chart: '4.2.0' } } },
      [
        'otlp http/protobuf base http://jaeger.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'jaeger 10',
      'jaeger',
      { backends: { jaeger: { chart: '10.0.0' } } },
      [
        'otlp http/protobuf base http://jaeger.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'tempo-distributed',
      'tempo',
      { backends: { tempo: { chart: 'tempo-distributed-1.61.3' } } },
      [
        'otlp http/protobuf base http://tempo-distributor.monitoring.svc:4318 (preset)',
        'otlp grpc base http://tempo-distributor.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'jaeger by the name of its chart',
      'jaeger',
      { backends: { jaeger: { chart: 'jaeger-3.4.1' } } },
      [
        'otlp http/protobuf base http://jaeger-collector.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger-collector.monitoring.svc:4317 (preset)',
      ],
    ],
    [
      'victoria-traces-cluster',
      'victoria-traces',
      { backends: { 'victoria-traces': { chart: 'victoria-traces-cluster-0.1.0' } } },
      [
        'otlp http/protobuf traces http://victoria-traces-cluster-vt-cluster-vtinsert.monitoring.svc:10481/insert/opentelemetry/v1/traces (preset)',
      ],
    ],
    [
      'victoria-traces',
      'victoria-traces',
      {},
      [
        'otlp http/protobuf traces http://victoria-traces-single-vt-single-server.monitoring.svc:10428/insert/opentelemetry/v1/traces (preset)',
      ],
    ],
    ['zipkin', 'zipkin', {}, ['zipkin http/json zipkin http://zipkin.zipkin.svc:9411/api/v2/spans (preset)']],
    [
      'with a domain',
      'zipkin',
      { cluster: { domain: 'corp.local' } },
      ['zipkin http/json zipkin http://zipkin.zipkin.svc.corp.local:9411/api/v2/spans (preset)'],
    ],
    [
      'with a domain that ends in a dot',
      'zipkin',
      { cluster: { domain: 'corp.local.' } },
      ['zipkin http/json zipkin http://zipkin.zipkin.svc.corp.local:9411/api/v2/spans (preset)'],
    ],
  ])('%s', (_, backend, spec, expected) => {
    expect(addresses(backend, spec)).toEqual(expected);
  });

  test('a backend that is not enabled has none', () => {
    expect(addresses('jaeger', { addons: { enable_tempo: true } })).toEqual([]);
  });
});

describe('directly, by an endpoint that the platform sets', () => {
  const tempo = (endpoint: string): readonly string[] =>
    addresses('tempo', { backends: { tempo: { endpoint } } });
  test.each<[string, string, readonly string[]]>([
    [
      'neither port nor path',
      'http://t.example',
      [
        'otlp http/protobuf base http://t.example:4318 (platform)',
        'otlp grpc base http://t.example:4317 (platform)',
      ],
    ],
    [
      'a slash at the end',
      'http://t.example/',
      [
        'otlp http/protobuf base http://t.example:4318 (platform)',
        'otlp grpc base http://t.example:4317 (platform)',
      ],
    ],
    ['the port of gRPC', 'http://t.example:4317', ['otlp grpc base http://t.example:4317 (platform)']],
    [
      'the port of HTTP',
      'http://t.example:4318',
      ['otlp http/protobuf base http://t.example:4318 (platform)'],
    ],
    ['another port', 'http://t.example:8080', ['otlp http/protobuf base http://t.example:8080 (platform)']],
    [
      'a port and a path',
      'http://t.example:8080/otlp',
      ['otlp http/protobuf base http://t.example:8080/otlp (platform)'],
    ],
    [
      'a path without a port',
      'http://t.example/otlp',
      [
        'otlp http/protobuf base http://t.example:4318/otlp (platform)',
        'otlp grpc base http://t.example:4317/otlp (platform)',
      ],
    ],
    [
      'the path of traces, which the SDK appends',
      'http://t.example:4318/v1/traces',
      ['otlp http/protobuf base http://t.example:4318 (platform)'],
    ],
    [
      'the path of traces below another, with a slash at its end',
      'http://t.example:8080/otlp/v1/traces/',
      ['otlp http/protobuf base http://t.example:8080/otlp (platform)'],
    ],
    ['https without a port', 'https://t.example', ['otlp http/protobuf base https://t.example (platform)']],
    [
      'https with the port of gRPC',
      'https://t.example:4317',
      ['otlp grpc base https://t.example:4317 (platform)'],
    ],
  ])('%s', (_, endpoint, expected) => {
    expect(tempo(endpoint)).toEqual(expected);
  });

  test.each<[string, Backend, string, readonly string[]]>([
    [
      'victoria-traces keeps its path',
      'victoria-traces',
      'http://v.example',
      ['otlp http/protobuf traces http://v.example:10428/insert/opentelemetry/v1/traces (platform)'],
    ],
    [
      'victoria-traces with a path of its own',
      'victoria-traces',
      'http://v.example:80/in',
      ['otlp http/protobuf traces http://v.example:80/in/v1/traces (platform)'],
    ],
    [
      'victoria-traces by the base of its OTLP',
      'victoria-traces',
      'http://v.example:10428/insert/opentelemetry',
      ['otlp http/protobuf traces http://v.example:10428/insert/opentelemetry/v1/traces (platform)'],
    ],
    [
      'victoria-traces by its whole URL',
      'victoria-traces',
      'http://v.example:10428/insert/opentelemetry/v1/traces',
      ['otlp http/protobuf traces http://v.example:10428/insert/opentelemetry/v1/traces (platform)'],
    ],
    [
      'victoria-traces by gRPC, which its server can be told to take in',
      'victoria-traces',
      'http://v.example:4317',
      ['otlp grpc base http://v.example:4317 (platform)'],
    ],
    [
      'zipkin keeps its path',
      'zipkin',
      'http://z.example',
      ['zipkin http/json zipkin http://z.example:9411/api/v2/spans (platform)'],
    ],
    [
      'zipkin by https',
      'zipkin',
      'https://z.example',
      ['zipkin http/json zipkin https://z.example/api/v2/spans (platform)'],
    ],
    [
      'zipkin at another port',
      'zipkin',
      'http://z.example:80',
      ['zipkin http/json zipkin http://z.example:80/api/v2/spans (platform)'],
    ],
    [
      'zipkin by its whole URL',
      'zipkin',
      'http://z.example:9411/api/v2/spans',
      ['zipkin http/json zipkin http://z.example:9411/api/v2/spans (platform)'],
    ],
    [
      'zipkin by the path of its page',
      'zipkin',
      'http://z.example:9411/zipkin',
      ['zipkin http/json zipkin http://z.example:9411/zipkin/api/v2/spans (platform)'],
    ],
  ])('%s', (_, backend, endpoint, expected) => {
    expect(addresses(backend, { backends: { [backend]: { endpoint } } })).toEqual(expected);
  });
});
