import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { AGENT_IMAGES } from '../../../../src/core/agent-images.js';
import type { Situation } from '../contexts.js';
import { judged, messagesOf, read, REFUSED } from './judged.js';

const IGNORED = 'user-setting-ignored';
const LOGS = 'OTEL_LOGS_EXPORTER=otlp';
const METRICS = 'OTEL_METRICS_EXPORTER=otlp';

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
    ['java', `${LOGS} ; OTEL_BLRP_SCHEDULE_DELAY=soon`, REFUSED],
    ['java', `${LOGS} ; OTEL_BLRP_SCHEDULE_DELAY=5s`, ''],
    ['java', `${LOGS} ; OTEL_BLRP_EXPORT_TIMEOUT=-1`, REFUSED],
    ['java', `${LOGS} ; OTEL_BLRP_MAX_QUEUE_SIZE=0`, REFUSED],
    ['java', `${LOGS} ; OTEL_BLRP_MAX_EXPORT_BATCH_SIZE=9999`, ''],
    ['java', 'OTEL_BLRP_SCHEDULE_DELAY=soon', ''],
    ['java', `${METRICS} ; OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=up`, REFUSED],
    ['java', `${METRICS} ; OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=`, REFUSED],
    ['java', `${METRICS} ; OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=Delta`, ''],
    ['java', 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=up', ''],
    ['java', `${METRICS} ; OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION=x`, REFUSED],
    [
      'java',
      `${METRICS} ; OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION=EXPLICIT_BUCKET_HISTOGRAM`,
      '',
    ],
    ['java', 'OTEL_JAVA_METRICS_CARDINALITY_LIMIT=0', REFUSED],
    ['java', 'OTEL_JAVA_METRICS_CARDINALITY_LIMIT=2000', ''],
    ['nodejs', `${METRICS} ; OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=up`, ''],
    ['java', 'OTEL_METRICS_EXEMPLAR_FILTER=ALWAYS_ON', ''],
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
    ['python', 'OTEL_CONFIG_FILE=/config.yaml', REFUSED],
    ['python', 'OTEL_CONFIG_FILE=', ''],
    ['python', 'OTEL_PYTHON_CONFIGURATOR=nope', REFUSED],
    ['python', 'OTEL_PYTHON_CONFIGURATOR=configurator', ''],
    ['nodejs', 'OTEL_CONFIG_FILE=/config.yaml', IGNORED],
    ['php', 'OTEL_SDK_DISABLED=1', IGNORED],
    ['php', 'OTEL_SDK_DISABLED= true ', IGNORED],
    ['php', 'OTEL_SDK_DISABLED=false', ''],
    ['dotnet', 'OTEL_BSP_SCHEDULE_DELAY=0', REFUSED],
    ['dotnet', 'OTEL_BSP_SCHEDULE_DELAY=5s', IGNORED],
    ['dotnet', 'OTEL_BSP_EXPORT_TIMEOUT=0', ''],
    ['sdk', 'OTEL_TRACES_SAMPLER=own', ''],
    ['python', 'OTEL_TRACES_SAMPLER=ALWAYS_ON', ''],
    ['python', 'OTEL_TRACES_SAMPLER= always_on', ''],
    ['python', 'OTEL_TRACES_SAMPLER= ALWAYS_ON', IGNORED],
    ['python', 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf ', ''],
    ['python', 'OTEL_EXPORTER_OTLP_PROTOCOL=HTTP/protobuf', REFUSED],
    ['python', 'OTEL_EXPORTER_OTLP_COMPRESSION= GZIP', ''],
    ['dotnet', 'OTEL_TRACES_SAMPLER=Always_On', ''],
    ['dotnet', 'OTEL_TRACES_SAMPLER= always_on', IGNORED],
    ['java', 'OTEL_TRACES_SAMPLER=ALWAYS_ON', REFUSED],
    ['nodejs', 'OTEL_TRACES_SAMPLER=ALWAYS_ON', IGNORED],
    ['python', 'OTEL_EXPERIMENTAL_CONFIG_FILE=/config.yaml', IGNORED],
    ['dotnet', 'OTEL_CONFIG_FILE=/config.yaml', IGNORED],
    ['dotnet', 'OTEL_EXPERIMENTAL_CONFIG_FILE=/config.yaml', IGNORED],
    [
      'dotnet',
      'OTEL_CONFIG_FILE=/c.yaml ; OTEL_EXPERIMENTAL_FILE_BASED_CONFIGURATION_ENABLED=true',
      'tracing-switched-off',
    ],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });
});

describe('headers that no client of HTTP sends', () => {
  const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';
  test.each<[Language, string, string]>([
    ['java', 'x-api-key=abc,authorization=Bearer a.b-c==', ''],
    ['java', 'api key=1', REFUSED],
    ['java', '"x-api-key=abc"', REFUSED],
    ['java', 'a=x%0ay', REFUSED],
    ['java', 'a=ä', REFUSED],
    ['java', 'a=%C3%A4', REFUSED],
    ['java', ' a = b c ,', ''],
    ['nodejs', 'api key=1', REFUSED],
    ['nodejs', 'a=☃', REFUSED],
    ['nodejs', 'a=ä', ''],
    ['nodejs', 'a=b=c', ''],
    ['nodejs', 'a=50%', ''],
    ['python', 'api key=1', IGNORED],
    ['python', 'a=b', ''],
    ['dotnet', '{"a"=b', REFUSED],
    ['php', 'api key=1', REFUSED],
    ['ruby', 'api key=1', REFUSED],
    ['ruby', 'a=☃', ''],
    ['sdk', 'api key=1', ''],
  ])('%s: %s: %s', (language, value, codes) => {
    expect(judged(language, [{ name: HEADERS, value }])).toBe(codes);
    expect(messagesOf(language, [{ name: HEADERS, value }])).not.toContain(value);
  });
});

describe('a batch that does not fit into the queue', () => {
  const SMALL_QUEUE = 'OTEL_BSP_MAX_QUEUE_SIZE=256';
  const LARGE_BATCH = 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE=4096';
  test.each<[Language, string, string]>([
    ['python', SMALL_QUEUE, REFUSED],
    ['php', SMALL_QUEUE, REFUSED],
    ['ruby', SMALL_QUEUE, REFUSED],
    ['dotnet', SMALL_QUEUE, REFUSED],
    ['java', SMALL_QUEUE, ''],
    ['nodejs', SMALL_QUEUE, ''],
    ['python', LARGE_BATCH, REFUSED],
    ['php', LARGE_BATCH, REFUSED],
    ['ruby', LARGE_BATCH, REFUSED],
    ['dotnet', LARGE_BATCH, REFUSED],
    ['java', LARGE_BATCH, ''],
    ['nodejs', LARGE_BATCH, ''],
    ['python', `${SMALL_QUEUE} ; OTEL_BSP_MAX_EXPORT_BATCH_SIZE=256`, ''],
    ['python', `${SMALL_QUEUE} ; OTEL_BSP_MAX_EXPORT_BATCH_SIZE=257`, REFUSED],
    ['python', `${SMALL_QUEUE} ; OTEL_BSP_MAX_EXPORT_BATCH_SIZE=many`, REFUSED],
    ['python', `OTEL_BSP_MAX_QUEUE_SIZE=8192 ; ${LARGE_BATCH}`, ''],
    ['python', 'OTEL_BSP_MAX_QUEUE_SIZE=512', ''],
    ['python', 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE=2048', ''],
    ['python', `${LARGE_BATCH} ; OTEL_TRACES_EXPORTER=console`, REFUSED],
    ['ruby', `${LARGE_BATCH} ; OTEL_TRACES_EXPORTER=console`, 'tracing-switched-off'],
    ['php', `${LARGE_BATCH} ; OTEL_PHP_TRACES_PROCESSOR=simple`, ''],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });

  test('one that a reference gives is not known', () => {
    const valueFrom = { configMapKeyRef: { name: 'c', key: 'k' } };
    const env = [...read(SMALL_QUEUE), { name: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', valueFrom }];
    expect(judged('python', env)).toBe('');
  });

  test('the number of the Instrumentation counts', () => {
    const env = [{ name: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', value: '128' }];
    expect(judged('python', read(SMALL_QUEUE), { asked: { env } })).toBe('');
  });

  test('the message says what bounds it', () => {
    const find = (name: string): string =>
      judged('python', [{ name, value: '600' }, ...read(SMALL_QUEUE)], {}, ({ message }) => message);
    expect(find('OTEL_BSP_MAX_EXPORT_BATCH_SIZE')).toBe(
      '!python: app sets OTEL_BSP_MAX_QUEUE_SIZE="256", with which the agent does not start; allowed: a whole number from 600 to 2147483647, as 600 is OTEL_BSP_MAX_EXPORT_BATCH_SIZE.',
    );
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
      image(`mirror.example/otel/autoinstrumentation-java:${AGENT_IMAGES.java.version}`),
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
