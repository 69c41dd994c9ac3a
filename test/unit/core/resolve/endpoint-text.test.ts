import { expect, test } from 'vitest';
import {
  completeEndpoint,
  findOtherService,
  isLoopback,
} from '../../../../src/core/resolve/endpoint-text.js';

const ALL = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TRACES = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';

test.each<readonly [string, string, string, number]>([
  [ALL, 'http://gw.obs.svc:4318', 'http://gw.obs.svc:4318', 0],
  [ALL, 'http://gw.obs.svc:4318/', 'http://gw.obs.svc:4318/', 0],
  [ALL, 'http://gw.obs.svc:4318/v1/traces', 'http://gw.obs.svc:4318', 1],
  [ALL, 'http://gw.obs.svc:4318/v1/traces/', 'http://gw.obs.svc:4318', 1],
  [ALL, 'https://gw.example/otlp/v1/traces', 'https://gw.example/otlp', 1],
  [ALL, 'gw.obs.svc:4318', 'http://gw.obs.svc:4318', 1],
  [ALL, 'gw', 'http://gw', 1],
  [ALL, '10.0.0.1:4317', 'http://10.0.0.1:4317', 1],
  [ALL, '[::1]:4317', 'http://[::1]:4317', 1],
  [ALL, '$(HOST):4317', 'http://$(HOST):4317', 1],
  [ALL, '$(U)', '$(U)', 0],
  [ALL, '$(U):4318', '$(U):4318', 0],
  [ALL, '$(SCHEME)://gw.obs.svc:4318', '$(SCHEME)://gw.obs.svc:4318', 0],
  [ALL, '$$(HOST):4318', '$$(HOST):4318', 0],
  [ALL, '${U}', '${U}', 0],
  [ALL, 'gw.$(NS):4318', 'http://gw.$(NS):4318', 1],
  [ALL, '$(U)/v1/traces', '$(U)', 1],
  ...[
    'http:/',
    'http//',
    'http:',
    'htp://',
    'htpp://',
    'hhtp://',
    'htttp://',
    'ttp://',
    'http:///',
    'http;//',
    'HTTP:/',
  ].map((start) => [ALL, `${start}gw.obs.svc:4318`, 'http://gw.obs.svc:4318', 1] as const),
  ...['https:/', 'https//', 'htps://', 'htpps://', 'httsp://', 'http://https://'].map(
    (start) => [ALL, `${start}gw.obs.svc:4318`, 'https://gw.obs.svc:4318', 1] as const,
  ),
  [ALL, 'http:4318', 'http://http:4318', 1],
  [ALL, 'http/otlp', 'http://http/otlp', 1],
  [ALL, 'https.example:4318', 'http://https.example:4318', 1],
  [ALL, 'tcp://gw:4317', 'tcp://gw:4317', 0],
  [ALL, 'http:/', 'http:/', 0],
  [ALL, 'http://gw:4318/v1/metrics', 'http://gw:4318', 1],
  [ALL, 'http://gw:4318/v1/logs/', 'http://gw:4318', 1],
  [TRACES, 'http://gw:4318/v1/logs', 'http://gw:4318/v1/traces', 1],
  [ALL, 'http://vt:10428', 'http://vt:10428/insert/opentelemetry', 1],
  [ALL, 'http://vt:10428/', 'http://vt:10428/insert/opentelemetry', 1],
  [ALL, 'http://vt:10428/insert/opentelemetry', 'http://vt:10428/insert/opentelemetry', 0],
  [TRACES, 'http://vt:10428', 'http://vt:10428/insert/opentelemetry/v1/traces', 2],
  [ALL, 'grpc://gw:4317', 'http://gw:4317', 1],
  [ALL, 'grpcs://gw:4317', 'https://gw:4317', 1],
  [ALL, '  http://gw:4318 ', 'http://gw:4318', 1],
  [ALL, ' gw:4318/v1/traces', 'http://gw:4318', 3],
  [ALL, '"http://gw:4318"', 'http://gw:4318', 1],
  [ALL, "'gw:4318'", 'http://gw:4318', 2],
  [ALL, '"http://gw:4318', '"http://gw:4318', 0],
  [ALL, 'http://gw:4318/V1/TRACES', 'http://gw:4318', 1],
  [ALL, 'http://gw:4318/v1/trace/', 'http://gw:4318', 1],
  [ALL, 'http://gw:4318/v1/tracer', 'http://gw:4318/v1/tracer', 0],
  [TRACES, 'http://gw:4318/v1/trace', 'http://gw:4318/v1/traces', 1],
  [ALL, 'ftp://gw', 'ftp://gw', 0],
  [ALL, 'http://a b', 'http://a b', 0],
  [ALL, '', '', 0],
  [TRACES, 'http://gw:4318/v1/traces', 'http://gw:4318/v1/traces', 0],
  [TRACES, 'http://gw:4318', 'http://gw:4318/v1/traces', 1],
  [TRACES, 'http://gw:4318/', 'http://gw:4318/v1/traces', 1],
  [TRACES, 'http://gw:4317', 'http://gw:4317', 0],
  [
    TRACES,
    'http://gw:10428/insert/opentelemetry/v1/traces',
    'http://gw:10428/insert/opentelemetry/v1/traces',
    0,
  ],
])('%s: %j was meant as %j', (name, text, value, changes) => {
  const completed = completeEndpoint(name, text, (variable) => variable === 'HOST');
  expect(completed.value).toBe(value);
  expect(completed.changes).toHaveLength(changes);
});

test.each([
  ['http://jaeger:14268', 'Jaeger’s Thrift over HTTP'],
  ['http://tempo:3200', 'Tempo’s query API'],
  ['http://zipkin:9411', 'Zipkin'],
  ['http://datadog:8126', 'Datadog’s own agent'],
  ['http://loki:3100', 'Loki'],
  ['http://gw:4318', undefined],
  ['http://gw', undefined],
  ['gw', undefined],
])('%s: %s is served on the port', (url, service) => {
  expect(findOtherService(url)).toBe(service);
});

test.each([
  ['http://localhost:4318', true],
  ['http://127.0.0.1:4318', true],
  ['http://[::1]:4318', true],
  ['http://Localhost.:4318', true],
  ['http://127.1:4318', true],
  ['http://2130706433:4318', true],
  ['http://127.0.1.1', true],
  ['http://[0:0:0:0:0:0:0:1]:4318', true],
  ['http://[::ffff:127.0.0.1]:4318', true],
  ['http://ip6-localhost:4318', true],
  ['http://128.0.0.1:4318', false],
  ['http://[fd00::1]:4318', false],
  ['http://127.0.0.1.nip.io:4318', false],
  ['http://localhost.example:4318', false],
  ['http://gw:4318', false],
])('%s leads back into the pod: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});
