import { describe, expect, test } from 'vitest';
import type { Situation } from '../contexts.js';
import { COLLECTOR, direct, endpoint, exported, GRPC, HTTP, OTLP, own, type Row, spec } from './exported.js';

describe('the platform’s address', () => {
  test.each<Row>([
    ['java', { languages: ['java'] }, [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP]],
    ['go', { languages: ['go'] }, [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP]],
    [
      'several languages',
      { languages: ['java', 'nodejs', 'python', 'dotnet', 'sdk'] },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
    ['a web server alone reads no variables', { languages: ['nginx'] }, []],
    [
      'a web server beside a language',
      { languages: ['java', 'apache-httpd'] },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
    [
      'tempo directly',
      { languages: ['java'], platform: direct('tempo') },
      [...OTLP, endpoint('http://tempo.monitoring.svc:4318'), HTTP],
    ],
    [
      'victoria-traces directly, by its whole URL',
      { languages: ['python'], platform: direct('victoria_traces') },
      [
        ...OTLP,
        'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://victoria-traces-single-vt-single-server.monitoring.svc:10428/insert/opentelemetry/v1/traces',
        HTTP,
      ],
    ],
    [
      'zipkin directly, in its own format',
      { languages: ['java', 'nodejs'], platform: direct('zipkin') },
      [
        'OTEL_TRACES_EXPORTER=zipkin',
        'OTEL_METRICS_EXPORTER=none',
        'OTEL_LOGS_EXPORTER=none',
        'OTEL_EXPORTER_ZIPKIN_ENDPOINT=http://zipkin.zipkin.svc:9411/api/v2/spans',
      ],
    ],
    [
      'a backend by gRPC only',
      {
        languages: ['java'],
        platform: { ...direct('tempo'), backends: { tempo: { endpoint: 'http://t:4317' } } },
      },
      [...OTLP, endpoint('http://t:4317'), GRPC],
    ],
    [
      'the container’s protocol picks the port',
      { languages: ['java'], env: own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }) },
      [...OTLP, endpoint(`${COLLECTOR}:4317`), GRPC],
    ],
    [
      'the one for traces is stronger',
      {
        languages: ['java'],
        env: [
          ...own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }),
          ...own({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' }),
        ],
      },
      [...OTLP, endpoint(`${COLLECTOR}:4317`), GRPC],
    ],
    [
      'the container’s protocol is taken at its word',
      { languages: ['dotnet'], env: own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }) },
      [...OTLP, endpoint(`${COLLECTOR}:4317`), GRPC],
    ],
    [
      'JSON shares the port of HTTP',
      { languages: ['nodejs'], env: own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }) },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
    [
      'on every node, also by the node’s DNS',
      { languages: ['java'], usesNodeDns: true, platform: { collector: { topology: 'agent' } } },
      [...OTLP, endpoint('http://$(OTEL_NODE_IP):4318'), HTTP],
    ],
  ])('%s', (_, situation, expected) => {
    expect(exported(situation).says).toEqual(expected);
  });

  test.each<[string, Situation, string]>([
    ['zipkin and python', { languages: ['python'], platform: direct('zipkin') }, 'protocol-unsupported'],
    ['zipkin and sdk', { languages: ['sdk'], platform: direct('zipkin') }, 'protocol-unsupported'],
    [
      'zipkin, where the container insists on OTLP',
      { languages: ['java'], platform: direct('zipkin'), env: own({ OTEL_TRACES_EXPORTER: 'otlp' }) },
      'user-setting-unsupported',
    ],
    [
      'gRPC only and python',
      {
        languages: ['python'],
        platform: { ...direct('tempo'), backends: { tempo: { endpoint: 'http://t:4317' } } },
      },
      'protocol-unsupported',
    ],
    [
      'the container’s gRPC and victoria-traces',
      {
        languages: ['java'],
        platform: direct('victoria_traces'),
        env: own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
      },
      'protocol-unsupported',
    ],
    ['the node’s DNS', { languages: ['java'], usesNodeDns: true }, 'dns-unreachable'],
    [
      'the node’s DNS and a backend',
      { languages: ['java'], usesNodeDns: true, platform: direct('tempo') },
      'dns-unreachable',
    ],
  ])('refused: %s', (_, situation, code) => {
    expect(exported(situation).says).toEqual([code]);
  });
});

describe('exporters of other signals', () => {
  const exporters = (situation: Situation): readonly string[] => exported(situation).says.slice(0, 3);
  test.each<[string, Situation, readonly string[]]>([
    [
      'the platform wants metrics',
      { languages: ['java'], platform: { signals: ['traces', 'metrics'] } },
      ['OTEL_TRACES_EXPORTER=otlp', 'OTEL_METRICS_EXPORTER=otlp', 'OTEL_LOGS_EXPORTER=none'],
    ],
    [
      'no tracing backend takes in logs',
      { languages: ['java'], platform: { ...direct('tempo'), signals: ['traces', 'logs'] } },
      OTLP,
    ],
    [
      'the Instrumentation says',
      { languages: ['java'], asked: { env: [{ name: 'OTEL_LOGS_EXPORTER', value: 'otlp' }] } },
      ['OTEL_TRACES_EXPORTER=otlp', 'OTEL_METRICS_EXPORTER=none', endpoint(`${COLLECTOR}:4318`)],
    ],
  ])('%s', (_, situation, expected) => {
    expect(exporters(situation)).toEqual(expected);
  });
});

describe('variables of the Instrumentation that do not hold', () => {
  const ADDRESS = ['ENDPOINT', 'TRACES_ENDPOINT', 'PROTOCOL', 'TRACES_PROTOCOL'].map(
    (each) => `OTEL_EXPORTER_OTLP_${each}`,
  );
  const ZIPKIN = 'OTEL_EXPORTER_ZIPKIN_ENDPOINT';
  const HEADERS = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];
  const reference = {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
  };
  const wanting = (exporter: string): object => ({
    env: [{ name: 'OTEL_TRACES_EXPORTER', value: exporter }],
  });
  test.each<[string, Situation, readonly string[]]>([
    ['the platform’s address', { languages: ['java'] }, [...ADDRESS, ZIPKIN, ...HEADERS]],
    [
      'its own address keeps its headers',
      { languages: ['java'], asked: spec('http://asked:4318') },
      [...ADDRESS, ZIPKIN],
    ],
    [
      'another exporter',
      { languages: ['java'], asked: wanting('zipkin') },
      [...ADDRESS, ZIPKIN, 'OTEL_TRACES_EXPORTER', ...HEADERS],
    ],
    ['the same exporter', { languages: ['java'], asked: wanting('otlp') }, [...ADDRESS, ZIPKIN, ...HEADERS]],
    ['no exporter at all', { languages: ['java'], asked: wanting('none') }, [...ADDRESS, ZIPKIN, ...HEADERS]],
    [
      'an exporter to the console',
      { languages: ['java'], asked: wanting('console') },
      [...ADDRESS, ZIPKIN, ...HEADERS],
    ],
    [
      'a reference stays',
      { languages: ['java'], asked: { env: [reference] } },
      [...ADDRESS.slice(1), ZIPKIN, ...HEADERS],
    ],
    [
      'unless an annotation picked the backend',
      { languages: ['java'], asked: { env: [reference] }, backend: { value: 'tempo', origin: 'namespace' } },
      [...ADDRESS, ZIPKIN, ...HEADERS],
    ],
  ])('%s', (_, situation, dropped) => {
    expect(exported(situation).dropped).toEqual(dropped);
  });
});
