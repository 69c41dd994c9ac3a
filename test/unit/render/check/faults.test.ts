import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PINS } from '../../../../src/core/pins.js';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';
import { like } from '../../../support/like.js';

const PAGE = fileURLToPath(new URL('../../../fixtures/page/', import.meta.url));
const PLATFORM = {
  addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true },
  collector: { version: '0.118.0' },
};

/** `place message`, for each fault. */
function faultsIn(text: string, spec: object = PLATFORM, file = 'x.yaml'): readonly string[] {
  const found = parseCheckedDocuments(text, file);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, [], renderSettings(spec)).map((finding) =>
    finding.kind === 'fault' ? `${finding.place} ${finding.message}` : finding.kind,
  );
}

const page = (name: string): string => readFileSync(PAGE + name, 'utf8');

test('each fault of the page’s Collector is named at its place, with its remedy', () => {
  expect(faultsIn(page('collector.yaml'))).toEqual([
    'x.yaml:4:3: metadata.name is trace-collector, for which the Operator makes the Service trace-collector-collector, and agents send to otel-collector.monitoring.svc; call it otel, or set spec.collector.name: trace-collector',
    'x.yaml:1:1: apiVersion is opentelemetry.io/v1alpha1, in which the configuration is a text that the API server does not check; allowed: opentelemetry.io/v1beta1; write that, and spec.config as a map',
    'x.yaml:48:7: exporters["jaeger/jaeger"] was removed in Collector 0.86, which does not start with it; Jaeger accepts OTLP: write otlp/jaeger',
    'x.yaml:34:15: processors.k8sattributes.extract.metadata[3] is k8s.service.name, which pods do not have, so the Collector does not start; remove it',
    'x.yaml:44:9: exporters["otlp/tempo"].endpoint has the scheme http://, which gRPC ignores: it does not decide whether TLS is used; allowed: host:port; write tempo-distributor:4317 and set TLS in tls',
    'x.yaml:44:9: exporters["otlp/tempo"].endpoint is http://tempo-distributor:4317, which is no address of the chart tempo 1.24.4; allowed: tempo.monitoring.svc:4317 by the exporter otlp/tempo; correct it, or set spec.backends.tempo.endpoint',
    'x.yaml:49:9: exporters["jaeger/jaeger"].endpoint is jaeger-collector:14250, which is no address of the chart jaeger 4.12.0; allowed: jaeger.monitoring.svc:4317 by the exporter otlp/jaeger; correct it, or set spec.backends.jaeger.endpoint',
    'x.yaml:48:7: exporters["jaeger/jaeger"] is in no pipeline, so nothing passes through it; name it in one or remove it',
  ]);
});

test('the page’s Instrumentation has none, and its sampler has one, alone and where it belongs', () => {
  expect(faultsIn(page('instrumentation.yaml'))).toEqual([]);
  expect(faultsIn(page('sampler.yaml'))).toEqual([
    'x.yaml:3:3: sampler.type is probabilistic, which no SDK has as a sampler; allowed: parentbased_traceidratio; correct it',
  ]);
  const sampler = page('sampler.yaml').replaceAll(/^(?=.)/gm, '  ');
  const text = `apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: { name: a }\nspec:\n${sampler}`;
  expect(faultsIn(text)).toEqual([
    like.stringContaining(
      'spec.sampler.type is probabilistic, which no SDK has as a sampler; allowed: parentbased_traceidratio',
    ),
  ]);
});

/** A configuration with exporters, all of them in a pipeline. */
const config = (exporters: object, more: object = {}): string =>
  JSON.stringify({
    receivers: { otlp: {} },
    exporters,
    service: { pipelines: { traces: { receivers: ['otlp'], exporters: Object.keys(exporters) } } },
    ...more,
  });

describe('a configuration alone', () => {
  test.each<[string, object]>([
    [
      'the Service of the chart',
      { 'otlp/tempo': { endpoint: 'tempo.monitoring.svc:4317', tls: { insecure: true } } },
    ],
    [
      'with a domain',
      { 'otlp/tempo': { endpoint: 'tempo.monitoring.svc.cluster.local:4317', tls: { insecure: true } } },
    ],
    ['over HTTP', { 'otlphttp/tempo': { endpoint: 'http://tempo.monitoring:4318' } }],
    ['of no backend', { 'otlp/elsewhere': { endpoint: 'saas.example.org:443' }, debug: {} }],
  ])('exporting to %s is right', (_, exporters) => {
    expect(faultsIn(config(exporters))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a short name', { 'otlp/tempo': { endpoint: 'tempo:4317' } }, 'is no address of the chart tempo'],
    [
      'another port',
      { 'otlp/tempo': { endpoint: 'tempo.monitoring:3200' } },
      'is no address of the chart tempo',
    ],
    [
      'a scheme without tls',
      { 'otlp/tempo': { endpoint: 'http://tempo.monitoring:4317' } },
      'TLS is on here, and plain text needs tls.insecure: true',
    ],
    [
      'a backend that is off',
      { zipkin: { endpoint: 'http://zipkin.zipkin:9411/api/v2/spans' } },
      'set spec.addons.enable_zipkin: true',
    ],
    [
      'a newer name',
      { 'otlp_grpc/x': { endpoint: 'x:4317' } },
      'is the name from 0.144.0 on, and the Collector is 0.118.0; allowed: otlp',
    ],
    [
      'a newer option',
      { 'otlp/x': { endpoint: 'x:4317', sending_queue: { sizer: 'items' } } },
      'is not known to Collector 0.118.0',
    ],
    ['an exporter that is gone', { logging: {} }, 'is gone; write debug'],
  ])('with %s has a fault', (_, exporters, part) => {
    expect(faultsIn(config(exporters))).toEqual([like.stringContaining(part)]);
  });

  test.each([
    'http://user:hunter2@tempo:4317',
    'http://hunter2@tempo:4317',
    'user:hunter2@tempo:4317',
    'http://tempo:4317/?token=hunter2',
  ])('names no credential of %s', (endpoint) => {
    const faults = faultsIn(config({ 'otlp/tempo': { endpoint, tls: {} } })).join();
    expect(faults).toContain('is no address of the chart tempo');
    expect(faults).not.toContain('hunter2');
  });

  test('for a newer Collector has others', () => {
    const spec = { ...PLATFORM, collector: { version: PINS.collector.version } };
    const text = config(
      {
        'otlp/x': { endpoint: 'x:4317', sending_queue: { blocking: true } },
        'otlp_grpc/y': { endpoint: 'y:4317' },
      },
      {
        service: {
          telemetry: { metrics: { address: '0.0.0.0:8888' } },
          pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp/x', 'otlp_grpc/y'] } },
        },
      },
    );
    expect(faultsIn(text, spec)).toEqual([
      like.stringContaining(
        `exporters["otlp/x"].sending_queue.blocking is not known to Collector ${PINS.collector.version}`,
      ),
      like.stringContaining('service.telemetry.metrics.address is ignored since Collector 0.123'),
    ]);
  });

  test('may drop traces from 0.126 on', () => {
    const processors = { tail_sampling: { policies: [{ name: 'a', type: 'drop' }] } };
    const service = {
      pipelines: { traces: { receivers: ['otlp'], processors: ['tail_sampling'], exporters: ['debug'] } },
    };
    const text = config({ debug: {} }, { processors, service });
    expect(faultsIn(text)).toEqual([like.stringContaining('needs Collector 0.126.0 or later')]);
    expect(faultsIn(text, { ...PLATFORM, collector: { version: '0.126.0' } })).toEqual([]);
  });

  test('names what is not written down', () => {
    const service = {
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['debug'] } },
    };
    expect(faultsIn(config({ debug: {} }, { service }))).toEqual([
      like.stringContaining(
        'service.pipelines.traces.processors[0] is batch, which is not among the processors',
      ),
    ]);
  });
});

test.each<[string, (config: string) => string]>([
  ['a map', (config) => config],
  ['a text', (config) => JSON.stringify(config)],
])('the configuration in values of the Collector’s chart is judged, as %s', (_, written) => {
  const text = `replicaCount: 2\nconfig: ${written(config({ logging: {} }))}\n`;
  expect(faultsIn(text)).toEqual([like.stringContaining('exporters.logging is gone; write debug')]);
});

describe('places', () => {
  const BLOCK = `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
  collector.yaml: |
    receivers: { otlp: {} }
    exporters:
      logging: {}
    service: { pipelines: { traces: { receivers: [otlp], exporters: [logging] } } }
`;

  test('in the block of a ConfigMap are lines of the file', () => {
    expect(faultsIn(BLOCK)).toEqual(['x.yaml:8:7: exporters.logging is gone; write debug']);
  });

  test('in a text of another form are that of the text', () => {
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: {
        c: 'receivers: {otlp: {}}\nexporters: {logging: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [logging]}}}',
      },
    });
    expect(faultsIn(text)).toEqual([like.stringMatching(/^x\.yaml:1:\d+: exporters\.logging is gone/)]);
  });
});

test('the image must hold what the configuration names', () => {
  const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata: { name: otel, namespace: monitoring }
spec:
  image: otel/opentelemetry-collector-k8s:0.118.0
  config:
    receivers: { otlp: {} }
    exporters: { zipkin: { endpoint: 'http://zipkin.zipkin.svc:9411/api/v2/spans' } }
    service: { pipelines: { traces: { receivers: [otlp], exporters: [zipkin] } } }
`;
  expect(faultsIn(text, { addons: { enable_zipkin: true }, route: 'collector' })).toEqual([
    'x.yaml:8:18: spec.config.exporters.zipkin is not in the image otel/opentelemetry-collector-k8s:0.118.0, so the Collector does not start; correct the name zipkin, or use otel/opentelemetry-collector-contrib if that has it',
  ]);
});
