import { describe, expect, test } from 'vitest';
import { PINS } from '../../../src/core/pins.js';
import { parseTracingPlatform, type PlatformReading } from '../../../src/core/rules/parse-platform.js';
import type { Platform } from '../../../src/core/platform/platform.js';
import type { Issue } from '../../../src/core/result.js';

const withSpec = (spec: unknown): unknown => ({
  apiVersion: 'tracing.dokaseca.io/v1alpha1',
  kind: 'TracingPlatform',
  metadata: { name: 'default' },
  spec,
});

function read(spec: unknown): PlatformReading {
  const result = parseTracingPlatform(withSpec(spec));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const DEFAULTS: Platform = {
  cluster: {},
  backends: { tempo: { namespace: 'monitoring', chart: '1.24.4', origin: 'default' } },
  primary: { value: 'tempo', origin: 'default' },
  route: { value: 'collector', origin: 'default' },
  collector: {
    name: 'otel',
    namespace: 'monitoring',
    topology: 'gateway',
    nodeAddress: 'host-ip',
    version: PINS.collector.version,
  },
  signals: ['traces'],
  propagators: { value: ['tracecontext', 'baggage', 'b3'], origin: 'default' },
  agents: { memoryCheck: true, languages: {} },
  injection: {
    rules: [],
    ignoreContainers: ['istio-proxy', 'linkerd-proxy', 'vault-agent'],
    instrumentationNamespaces: ['*'],
  },
};

describe('defaults', () => {
  test.each([undefined, null, {}])('a spec of %j is the default platform', (spec) => {
    expect(read(spec)).toEqual({ spec: {}, platform: DEFAULTS, notices: [] });
  });

  test('what is written stands and has the platform as its origin', () => {
    const spec = {
      cluster: { name: 'production', domain: 'dokaseca.local.' },
      addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true },
      backend: 'jaeger',
      route: 'collector',
      collector: { name: 'gateway', topology: 'agent', nodeAddress: 'service', version: '0.156.0' },
      backends: {
        jaeger: {
          chart: '3.4.0',
          endpoint: 'http://jaeger.local:4318',
          tenant: { namespace: true },
          headers: [{ name: 'Authorization', secretName: 'jaeger', key: 'header' }],
          tls: { insecure: true },
        },
      },
      signals: ['traces', 'logs'],
      propagators: ['xray'],
      sampling: { strategy: 'probabilistic', ratio: 0.1 },
      agents: {
        registry: 'mirror.local/otel',
        pullSecret: 'pull',
        memoryCheck: false,
        go: { enabled: true },
        java: { image: 'java:1' },
      },
      injection: {
        rules: [{ podSelector: { matchLabels: { app: 'a' } }, languages: ['java'], containers: ['main'] }],
        ignoreContainers: [],
        instrumentationNamespaces: ['shared'],
      },
    };
    expect(read(spec).platform).toEqual({
      cluster: { name: 'production', domain: 'dokaseca.local' },
      backends: {
        tempo: { namespace: 'monitoring', chart: '1.24.4', origin: 'default' },
        jaeger: { ...spec.backends.jaeger, namespace: 'monitoring', origin: 'platform' },
      },
      primary: { value: 'jaeger', origin: 'platform' },
      route: { value: 'collector', origin: 'platform' },
      collector: {
        name: 'gateway',
        namespace: 'monitoring',
        topology: 'agent',
        nodeAddress: 'service',
        version: '0.156.0',
      },
      signals: ['traces', 'logs'],
      propagators: { value: ['xray'], origin: 'platform' },
      sampling: { strategy: 'probabilistic', ratio: 0.1 },
      agents: {
        registry: 'mirror.local/otel',
        pullSecret: 'pull',
        memoryCheck: false,
        languages: { go: { enabled: true }, java: { image: 'java:1' } },
      },
      injection: spec.injection,
    });
  });

  test.each<[string, object, object]>([
    [
      'are those of the platform',
      { images: { registry: 'a.example', pullSecret: 'a' } },
      { registry: 'a.example', pullSecret: 'a' },
    ],
    [
      'have their own',
      { images: { registry: 'a.example', pullSecret: 'a' }, agents: { registry: 'b.example' } },
      { registry: 'b.example', pullSecret: 'a' },
    ],
    ['are the published ones', {}, {}],
  ])('registry and pull secret of agents %s', (_, spec, expected) => {
    const { registry, pullSecret } = read(spec).platform.agents;
    expect({ registry, pullSecret }).toEqual(expected);
  });

  test.each<[string, object, object]>([
    [
      'addons stand alone: without the Operator the route is direct',
      { enable_jaeger: true },
      { primary: 'jaeger', route: 'direct', backends: ['jaeger'] },
    ],
    [
      'Zipkin is in its own namespace',
      { enable_zipkin: true, enable_opentelemetry_operator: true },
      { primary: 'zipkin', route: 'collector', backends: ['zipkin'] },
    ],
    [
      'the order is tempo, jaeger, victoria-traces, zipkin',
      { enable_zipkin: true, enable_victoria_traces: true, enable_jaeger: true, enable_tempo: false },
      { primary: 'jaeger', route: 'direct', backends: ['jaeger', 'victoria-traces', 'zipkin'] },
    ],
  ])('%s', (_, addons, expected) => {
    const { primary, route, backends } = read({ addons }).platform;
    expect({ primary: primary.value, route: route.value, backends: Object.keys(backends) }).toEqual(expected);
  });

  test('presets of the charts', () => {
    const addons = { enable_jaeger: true, enable_zipkin: true, enable_victoria_traces: true };
    expect(read({ addons }).platform.backends).toEqual({
      jaeger: { namespace: 'monitoring', chart: '4.12.0', origin: 'default' },
      'victoria-traces': { namespace: 'monitoring', chart: '0.1.10', origin: 'default' },
      zipkin: { namespace: 'zipkin', chart: '0.4.0', origin: 'default' },
    });
  });

  test.each<[object, object]>([
    [
      { strategy: 'tail', percent: 5 },
      { strategy: 'tail', keepErrors: true, percent: 5 },
    ],
    [
      { strategy: 'tail', keepErrors: false, slowMs: 500, percent: 0 },
      { strategy: 'tail', keepErrors: false, slowMs: 500, percent: 0 },
    ],
    [
      { strategy: 'adaptive', spansPerSecond: 100, services: { checkout: 50 } },
      { strategy: 'adaptive', mode: 'collector', spansPerSecond: 100, services: { checkout: 50 } },
    ],
    [
      { strategy: 'adaptive', mode: 'jaeger-remote', endpoint: 'http://j:5778', ratio: 0.5 },
      { strategy: 'adaptive', mode: 'jaeger-remote', endpoint: 'http://j:5778', ratio: 0.5 },
    ],
  ])('sampling %j', (sampling, expected) => {
    expect(read({ sampling }).platform.sampling).toEqual(expected);
  });

  test('a Collector that knows drop may drop', () => {
    const sampling = { strategy: 'tail', percent: 5, drop: ['/healthz'] };
    expect(read({ sampling, collector: { version: '0.126.0' } }).platform.sampling).toMatchObject(sampling);
  });
});

describe('notices', () => {
  test.each<[string, object, readonly Issue[]]>([
    ['flags of tracing', { addons: { enable_tempo: true, enable_victoria_metrics_k8s_stack: true } }, []],
    [
      'other flags',
      { addons: { enable_tempo: true, enable_argocd: true, aws_region: 'eu' } },
      [
        {
          path: 'spec.addons',
          message: 'has flags that do not concern tracing and are ignored: enable_argocd, aws_region',
        },
      ],
    ],
    [
      'settings of a backend that is off',
      { backends: { zipkin: { chart: '0.3.4' } } },
      [
        {
          path: 'spec.backends.zipkin',
          message: 'is ignored, as zipkin is not enabled; set spec.addons.enable_zipkin: true or remove it',
        },
      ],
    ],
  ])('%s', (_, spec, expected) => {
    expect(read(spec).notices).toEqual(expected);
  });
});
