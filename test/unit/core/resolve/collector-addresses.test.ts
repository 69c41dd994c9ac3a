import { describe, expect, test } from 'vitest';
import { formatCollectorHost } from '../../../../src/core/platform/addresses.js';
import { platformWith } from '../contexts.js';
import { addresses } from './addresses.js';

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
    [
      'on every node, by a Service',
      { collector: { topology: 'agent', nodeAddress: 'service' } },
      both('otel-collector.monitoring.svc', 'platform'),
    ],
    [
      'elsewhere',
      { collector: { topology: 'agent', endpoint: 'http://collector.example' } },
      both('collector.example', 'platform'),
    ],
    [
      'elsewhere, by the URL of traces',
      { collector: { endpoint: 'http://collector.example:4318/v1/traces' } },
      ['otlp http/protobuf base http://collector.example:4318 (platform)'],
    ],
    [
      'elsewhere, by gRPC alone',
      { collector: { endpoint: 'https://collector.example:4317' } },
      ['otlp grpc base https://collector.example:4317 (platform)'],
    ],
  ])('%s', (_, spec, expected) => {
    expect(addresses('zipkin', { route: 'collector', ...spec })).toEqual(expected);
  });

  test('its host is one function for all', () => {
    expect(
      formatCollectorHost(
        platformWith({ collector: { name: 'x', namespace: 'y' }, cluster: { domain: 'z' } }),
      ),
    ).toBe('x-collector.y.svc.z');
  });
});
