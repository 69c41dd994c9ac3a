import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import type { Situation } from '../contexts.js';
import { judged, read, REFUSED } from './judged.js';

const IGNORED = 'user-setting-ignored';
const OFF = 'tracing-switched-off';

describe('values that a container sets', () => {
  test.each<[Language, string, string]>([
    ['java', 'OTEL_TRACES_SAMPLER=always_on', ''],
    ['java', 'OTEL_TRACES_SAMPLER=ratio', REFUSED],
    ['java', 'OTEL_TRACES_SAMPLER=xray', REFUSED],
    ['java', 'OTEL_TRACES_SAMPLER=', REFUSED],
    ['java', 'OTEL_TRACES_SAMPLER=traceidratio ; OTEL_TRACES_SAMPLER_ARG=0.5', ''],
    ['java', 'OTEL_TRACES_SAMPLER=traceidratio ; OTEL_TRACES_SAMPLER_ARG=50%', REFUSED],
    ['java', 'OTEL_TRACES_SAMPLER=traceidratio ; OTEL_TRACES_SAMPLER_ARG=1.5', REFUSED],
    ['java', 'OTEL_TRACES_SAMPLER=always_on ; OTEL_TRACES_SAMPLER_ARG=50%', ''],
    ['java', 'OTEL_TRACES_SAMPLER=jaeger_remote ; OTEL_TRACES_SAMPLER_ARG=endpoint=http://j:14250', ''],
    ['java', 'OTEL_PROPAGATORS=tracecontext, b3', ''],
    ['java', 'OTEL_PROPAGATORS=tracecontext,b3-multi', REFUSED],
    ['java', 'OTEL_PROPAGATORS=tracecontext,none', REFUSED],
    ['java', 'OTEL_TRACES_EXPORTER=otlp, jaeger', REFUSED],
    ['java', 'OTEL_TRACES_EXPORTER=otlp,otlp', REFUSED],
    ['java', 'OTEL_METRICS_EXPORTER=statsd', REFUSED],
    ['java', 'OTEL_LOGS_EXPORTER=file', REFUSED],
    ['java', 'OTEL_EXPORTER_OTLP_PROTOCOL=http/json', REFUSED],
    ['java', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http', REFUSED],
    ['java', 'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http', ''],
    ['java', 'OTEL_METRICS_EXPORTER=otlp ; OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http', REFUSED],
    ['java', 'OTEL_TRACES_EXPORTER=zipkin ; OTEL_EXPORTER_OTLP_PROTOCOL=http', ''],
    ['java', 'OTEL_RESOURCE_ATTRIBUTES=team: a', REFUSED],
    ['java', 'OTEL_RESOURCE_ATTRIBUTES=team=a', ''],
    ['java', 'OTEL_EXPORTER_OTLP_HEADERS=authorization: x', REFUSED],
    ['java', 'OTEL_EXPORTER_OTLP_COMPRESSION=zstd', REFUSED],
    ['java', 'OTEL_EXPORTER_OTLP_TIMEOUT=10s', ''],
    ['java', 'OTEL_EXPORTER_OTLP_TIMEOUT=soon', REFUSED],
    ['java', 'OTEL_BSP_MAX_QUEUE_SIZE=0', REFUSED],
    ['java', 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=-1', REFUSED],
    ['java', 'OTEL_JAVAAGENT_EXTENSIONS=/a.jar ; OTEL_TRACES_SAMPLER=own', ''],
    ['nodejs', 'OTEL_TRACES_SAMPLER=xray', IGNORED],
    ['nodejs', 'OTEL_TRACES_EXPORTER=logging', REFUSED],
    ['nodejs', 'OTEL_EXPORTER_OTLP_PROTOCOL=http/json', ''],
    ['nodejs', 'OTEL_EXPORTER_OTLP_PROTOCOL=http', IGNORED],
    ['nodejs', 'OTEL_RESOURCE_ATTRIBUTES=team: a', IGNORED],
    ['nodejs', 'OTEL_EXPORTER_OTLP_ENDPOINT=gw:4318', REFUSED],
    ['python', 'OTEL_EXPORTER_OTLP_PROTOCOL=grpc', REFUSED],
    ['python', 'OTEL_EXPORTER_OTLP_PROTOCOL=', REFUSED],
    ['python', 'OTEL_TRACES_EXPORTER=', REFUSED],
    ['python', 'OTEL_TRACES_EXPORTER=zipkin', REFUSED],
    ['python', 'OTEL_TRACES_EXPORTER=otlp_proto_http', ''],
    ['python', 'OTEL_TRACES_SAMPLER=ratio', IGNORED],
    ['python', 'OTEL_PROPAGATORS=w3c', REFUSED],
    ['python', 'OTEL_BSP_SCHEDULE_DELAY=0', REFUSED],
    ['python', 'OTEL_BSP_SCHEDULE_DELAY=5s', IGNORED],
    ['python', 'OTEL_EXPORTER_OTLP_TIMEOUT=0', REFUSED],
    ['dotnet', 'OTEL_TRACES_EXPORTER=jaeger', REFUSED],
    ['dotnet', 'OTEL_PROPAGATORS=jaeger', IGNORED],
    ['dotnet', 'OTEL_EXPORTER_OTLP_PROTOCOL=grpc', 'endpoint-protocol-mismatch'],
    ['dotnet', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc', 'endpoint-protocol-mismatch'],
    ['dotnet', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf ; OTEL_EXPORTER_OTLP_PROTOCOL=grpc', ''],
    ['java', 'OTEL_EXPORTER_OTLP_PROTOCOL=grpc', ''],
    ['sdk', 'OTEL_TRACES_SAMPLER=own', ''],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });
});

describe('switches', () => {
  test.each<[Language, string, string]>([
    ['java', 'OTEL_SDK_DISABLED=true', OFF],
    ['java', 'OTEL_SDK_DISABLED=TRUE', OFF],
    ['java', 'OTEL_SDK_DISABLED=false', ''],
    ['java', 'OTEL_SDK_DISABLED=yes', ''],
    ['java', 'OTEL_TRACES_EXPORTER=none', OFF],
    ['java', 'OTEL_TRACES_SAMPLER=always_off', OFF],
    ['java', 'OTEL_JAVAAGENT_ENABLED=false', OFF],
    ['java', 'OTEL_CONFIG_FILE=/config.yaml', OFF],
    ['java', 'OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED=false', OFF],
    ['nodejs', 'OTEL_JAVAAGENT_ENABLED=false', ''],
    ['nodejs', 'OTEL_CONFIG_FILE=/config.yaml', OFF],
    ['python', 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=*', OFF],
    ['python', 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=flask', ''],
    ['dotnet', 'DOTNET_EnableDiagnostics=0', OFF],
    ['dotnet', 'COMPlus_EnableDiagnostics=0', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics_Profiler=0', OFF],
    ['dotnet', 'COMPlus_EnableDiagnostics_Profiler=0', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics=1', ''],
    ['dotnet', 'OTEL_DOTNET_AUTO_TRACES_ENABLED=false', OFF],
    ['dotnet', 'OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED=false', OFF],
    ['sdk', 'OTEL_SDK_DISABLED=true', OFF],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });
});

test('what a reference holds is not known', () => {
  const valueFrom = { secretKeyRef: { name: 's', key: 'k' } };
  expect(judged('java', [{ name: 'OTEL_TRACES_SAMPLER', valueFrom }])).toBe('');
});

describe('an agent of another image', () => {
  const image = (name: string): Partial<Situation> => ({ asked: { java: { image: name } } });
  const WORD = 'OTEL_TRACES_EXPORTER=vendor';
  test.each<[string, Partial<Situation>, string, string]>([
    ['none', {}, WORD, REFUSED],
    ['an empty one', image(''), WORD, REFUSED],
    [
      'the default one, mirrored',
      image('mirror.example/otel/autoinstrumentation-java:2.30.0'),
      WORD,
      REFUSED,
    ],
    ['the default one, older', image('ghcr.io/o/autoinstrumentation-java:1.32.0'), WORD, REFUSED],
    ['another one', image('registry.example/vendor-java:3'), WORD, IGNORED],
    [
      'another one, and a number',
      image('registry.example/vendor-java:3'),
      'OTEL_BSP_MAX_QUEUE_SIZE=0',
      REFUSED,
    ],
    [
      'another one, and an address',
      image('registry.example/vendor-java:3'),
      'OTEL_EXPORTER_OTLP_ENDPOINT=gw',
      REFUSED,
    ],
    [
      'that of the platform',
      { platform: { agents: { java: { image: 'registry.example/vendor-java:3' } } } },
      WORD,
      IGNORED,
    ],
    [
      'one for another language',
      { asked: { nodejs: { image: 'registry.example/vendor:3' } } },
      WORD,
      REFUSED,
    ],
    [
      'the default one, with extensions',
      { asked: { java: { extensions: [{ image: 'x:1', dir: '/e' }] } } },
      WORD,
      IGNORED,
    ],
  ])('%s', (_, around, text, codes) => {
    expect(judged('java', read(text), around)).toBe(codes);
  });
});
