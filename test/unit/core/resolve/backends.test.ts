import { describe, expect, test } from '@jest/globals';
import type { Backend } from '../../../../src/core/domain.js';
import { addressesOf, collectorHost } from '../../../../src/core/resolve/backends.js';
import { platformWith } from '../subjects.js';

const ADDONS = { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true, enable_zipkin: true };

/** `<exporter> <protocol> <form> <url> (<origin>)`, in order of preference. */
function addresses(backend: Backend, spec: object): readonly string[] {
  const platform = platformWith({ addons: ADDONS, route: 'direct', ...spec });
  return addressesOf(platform, backend).map(
    ({ exporter, protocol, form, url, origin }) => `${exporter} ${protocol} ${form} ${url} (${origin})`,
  );
}

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
      'jaeger 10',
      'jaeger',
      { backends: { jaeger: { chart: '10.0.0' } } },
      [
        'otlp http/protobuf base http://jaeger.monitoring.svc:4318 (preset)',
        'otlp grpc base http://jaeger.monitoring.svc:4317 (preset)',
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

describe('directly, by an endpoint that the platform writes out', () => {
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
      ['otlp http/protobuf traces http://v.example:80/in (platform)'],
    ],
    ['victoria-traces by gRPC is none', 'victoria-traces', 'http://v.example:4317', []],
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
  ])('%s', (_, backend, endpoint, expected) => {
    expect(addresses(backend, { backends: { [backend]: { endpoint } } })).toEqual(expected);
  });
});

describe('through the Collector', () => {
  const both = (host: string, origin: string): readonly string[] => [
    `otlp http/protobuf base http://${host}:4318 (${origin})`,
    `otlp grpc base http://${host}:4317 (${origin})`,
  ];
  test.each<[string, object, readonly string[]]>([
    ['by default', {}, both('otel-collector.monitoring.svc', 'platform')],
    [
      'with a name and a namespace',
      { collector: { name: 'my', namespace: 'obs' } },
      both('my-collector.obs.svc', 'platform'),
    ],
    [
      'with a domain',
      { cluster: { domain: 'corp.local' } },
      both('otel-collector.monitoring.svc.corp.local', 'platform'),
    ],
    ['on every node', { collector: { topology: 'agent' } }, both('$(OTEL_NODE_IP)', 'platform')],
    [
      'on every node, before a gateway',
      { collector: { topology: 'agent-gateway' } },
      both('$(OTEL_NODE_IP)', 'platform'),
    ],
  ])('%s', (_, spec, expected) => {
    expect(addresses('zipkin', { route: 'collector', ...spec })).toEqual(expected);
  });

  test('its host is one function for all', () => {
    expect(
      collectorHost(platformWith({ collector: { name: 'x', namespace: 'y' }, cluster: { domain: 'z' } })),
    ).toBe('x-collector.y.svc.z');
  });
});
