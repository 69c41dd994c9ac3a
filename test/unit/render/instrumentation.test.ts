import { describe, expect, test } from 'vitest';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';
import { checkInstrumentation } from '../../../src/core/rules/instrumentation-rules.js';
import { buildInstrumentation } from '../../../src/render/operator-instrumentation.js';
import { PATTERNS, renderSettings, STRATEGIES } from '../../support/platforms.js';
import { like } from '../../support/like.js';

interface Instrumentation {
  readonly spec: Readonly<Record<string, unknown>>;
}

const specUnder = (spec: object): Instrumentation['spec'] =>
  (buildInstrumentation(renderSettings(spec).platform).value as Instrumentation).spec;

describe.each(Object.entries(PATTERNS))('under the pattern %s', (_, addons) => {
  test('it is an Instrumentation without a fault', () => {
    const { value } = buildInstrumentation(renderSettings({ addons }).platform);
    const parsed = parseInstrumentation({ ...(value as object), metadata: { name: 'a', namespace: 'b' } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect(parsed.value.notices).toEqual([]);
    expect(checkInstrumentation(parsed.value.instrumentation)).toEqual({ errors: [], warnings: [] });
  });

  test('it leads to the Collector, by the protocol that all agents speak', () => {
    expect(specUnder({ addons })).toMatchObject({
      exporter: { endpoint: 'http://otel-collector.monitoring.svc:4318' },
      propagators: ['tracecontext', 'baggage', 'b3'],
      env: like.arrayContaining([{ name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/protobuf' }]),
      resource: { addK8sUIDAttributes: true },
    });
  });
});

const TEMPO = { enable_tempo: true, enable_opentelemetry_operator: true };

test.each<[string, object, unknown]>([
  ['nothing', { addons: TEMPO }, undefined],
  [
    'a ratio',
    { addons: TEMPO, sampling: STRATEGIES.probabilistic },
    { type: 'parentbased_traceidratio', argument: '0.1' },
  ],
  [
    'everything, as the Collector decides',
    { addons: TEMPO, sampling: STRATEGIES.tail },
    { type: 'parentbased_always_on' },
  ],
])('as sampler it has %s', (_, spec, sampler) => {
  expect(specUnder(spec)['sampler']).toEqual(sampler);
});

test('what the schema has no sampler for is a variable of the language', () => {
  const sampling = { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.2 };
  const spec = specUnder({ addons: PATTERNS.jaeger, sampling });
  expect(spec['sampler']).toBeUndefined();
  expect(spec['java']).toEqual({
    env: [
      { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_jaeger_remote' },
      {
        name: 'OTEL_TRACES_SAMPLER_ARG',
        value: 'endpoint=http://jaeger.monitoring.svc:5779,pollingIntervalMs=5000,initialSamplingRate=0.2',
      },
    ],
  });
});

test('an agent on the node is reached by the address that the Operator gives', () => {
  const spec = specUnder({ addons: TEMPO, collector: { topology: 'agent' } });
  expect(spec['exporter']).toEqual({ endpoint: 'http://$(OTEL_NODE_IP):4318' });
});

test('a backend with a path of its own goes into the variable for traces', () => {
  const spec = specUnder({ addons: { enable_victoria_traces: true } });
  expect(spec['exporter']).toBeUndefined();
  expect(spec['env']).toContainEqual({
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    value:
      'http://victoria-traces-single-vt-single-server.monitoring.svc:10428/insert/opentelemetry/v1/traces',
  });
});

test('languages that cannot send are left out, and why is said', () => {
  const { value, head } = buildInstrumentation(renderSettings({ addons: { enable_zipkin: true } }).platform);
  expect(head).toContain('Not injected: python: zipkin directly accepts zipkin');
  expect((value as Instrumentation).spec['env']).toContainEqual({
    name: 'OTEL_TRACES_EXPORTER',
    value: 'zipkin',
  });
});

describe('a backend that agents send to themselves', () => {
  const direct = (tempo: object): object => ({ addons: { enable_tempo: true }, backends: { tempo } });
  const headers = [{ name: 'Authorization', secretName: 'credentials', key: 'header' }];

  test('is told its tenant and credentials, each variable before the one that refers to it', () => {
    const env = specUnder(direct({ tenant: { fixed: 'blue' }, headers }))['env'] as readonly object[];
    expect(env.slice(-2)).toEqual([
      {
        name: 'DOKA_TRACING_HEADER_1',
        valueFrom: { secretKeyRef: { name: 'credentials', key: 'header', optional: true } },
      },
      {
        name: 'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
        value: 'X-Scope-OrgID=blue,Authorization=$(DOKA_TRACING_HEADER_1)',
      },
    ]);
  });

  test('is trusted by the files that the Operator mounts', () => {
    const tls = { caFile: 'ca.crt', certFile: 'tls.crt', keyFile: 'tls.key', secretName: 'x' };
    const spec = specUnder(direct({ tls }));
    expect(spec['exporter']).toEqual({
      endpoint: 'https://tempo.monitoring.svc:4318',
      tls: { ca_file: 'ca.crt', cert_file: 'tls.crt', key_file: 'tls.key', secretName: 'x' },
    });
    expect(JSON.stringify(spec)).not.toContain('OTEL_EXPORTER_OTLP_CERTIFICATE');
    expect(JSON.stringify(spec)).not.toContain('/otel-auto-instrumentation-secret');
  });

  test('is told nothing where each namespace is a tenant of its own, and why is said', () => {
    const { platform } = renderSettings(direct({ tenant: { namespace: true }, headers }));
    const { value, head } = buildInstrumentation(platform);
    expect(head).toContain('Not injected: java: tempo has a tenant for each namespace');
    expect((value as Instrumentation).spec).toEqual({ resource: { addK8sUIDAttributes: true } });
  });
});

test('behind the Collector, too, a tenant for each namespace is nothing that it can name', () => {
  const backends = { jaeger: { tenant: { namespace: true } } };
  const { platform } = renderSettings({ addons: { ...TEMPO, enable_jaeger: true }, backends });
  const { value, head } = buildInstrumentation(platform);
  expect(head).toContain('Not injected: java: jaeger has a tenant for each namespace');
  expect((value as Instrumentation).spec).toEqual({ resource: { addK8sUIDAttributes: true } });
});

test('Go is told what all are, by the container of its agent, and of the propagators its own', () => {
  const agents = { go: { enabled: true, image: 'registry.example/go:1' } };
  const { exporter, env } = specUnder({ addons: TEMPO });
  const spec = specUnder({ addons: TEMPO, agents });
  expect(spec).toMatchObject({ exporter, env, go: { image: 'registry.example/go:1' } });
  expect(spec['go']).toMatchObject({ env: [{ name: 'OTEL_PROPAGATORS', value: 'tracecontext' }] });
  expect(spec['java']).toEqual({ env: [{ name: 'OTEL_PROPAGATORS', value: 'tracecontext,baggage,b3' }] });
});

test('images are from the registry of the platform', () => {
  const spec = specUnder({ addons: TEMPO, agents: { registry: 'mirror.example/otel' } });
  const images = ['java', 'nodejs', 'python', 'dotnet'].map((language) => spec[language]);
  expect(images).toEqual(
    ['java', 'nodejs', 'python', 'dotnet'].map((language) => ({
      image: like.stringMatching(`^mirror\\.example/otel/autoinstrumentation-${language}:`),
    })),
  );
});

test('images, and languages that are switched off or on, are those of the platform', () => {
  const agents = {
    java: { image: 'registry.example/java:1' },
    python: { enabled: false },
    nodejs: { enabled: false },
  };
  const spec = specUnder({ addons: TEMPO, agents });
  expect(spec['java']).toEqual({ image: 'registry.example/java:1' });
});
