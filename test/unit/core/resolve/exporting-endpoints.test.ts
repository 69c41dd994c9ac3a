import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import type { Situation } from '../contexts.js';
import { COLLECTOR, endpoint, exported, GRPC, HTTP, OTLP, own, type Row, spec } from './exported.js';

describe('the container’s own endpoint', () => {
  const at = (url: string): Situation['env'] & object => own({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  test.each<Row>([
    [
      'brings the protocol of its port',
      { languages: ['java'], env: at('http://mine:4317') },
      [...OTLP, GRPC],
    ],
    ['at the port of HTTP', { languages: ['java'], env: at('http://mine:4318') }, [...OTLP, HTTP]],
    ['at another port', { languages: ['java'], env: at('http://mine:80') }, [...OTLP, HTTP]],
    [
      'for traces alone',
      { languages: ['java'], env: own({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://mine:4317' }) },
      [...OTLP, GRPC],
    ],
    [
      'that an agent cannot speak to is noticed',
      { languages: ['python'], env: at('http://mine:4317') },
      [...OTLP, HTTP, 'endpoint-protocol-mismatch'],
    ],
    [
      'with a protocol of its own is noticed, too',
      {
        languages: ['python'],
        env: [...at('http://mine:4317'), ...own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' })],
      },
      [...OTLP, HTTP, 'endpoint-protocol-mismatch'],
    ],
    [
      'by reference is not known',
      {
        languages: ['java'],
        env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
      },
      [...OTLP, HTTP],
    ],
    [
      'beats the Instrumentation’s',
      { languages: ['java'], env: at('http://mine:4317'), asked: spec('http://asked:4318') },
      [...OTLP, GRPC],
    ],
    [
      'is not judged by the node’s DNS',
      { languages: ['java'], env: at('http://mine:4317'), usesNodeDns: true },
      [...OTLP, GRPC],
    ],
  ])('%s', (_, situation, expected) => {
    expect(exported(situation).says).toEqual(expected);
  });
});

describe('the container’s own endpoint and protocol', () => {
  const HOST_IP = { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } };
  const VAGUE = { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
  const ALL = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const TRACES = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
  const PROTOCOL = 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const OF_TRACES = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
  const G = 'http://gw:4317';
  const H = 'http://gw:4318';
  test.each<[Language, Situation['env'] & object, boolean]>([
    ['java', own({ [PROTOCOL]: 'grpc', [ALL]: H }), true],
    ['java', own({ [PROTOCOL]: 'grpc', [ALL]: G }), false],
    ['java', own({ [PROTOCOL]: 'http/protobuf', [ALL]: G }), true],
    ['java', own({ [PROTOCOL]: 'http/protobuf', [ALL]: H }), false],
    ['java', own({ [PROTOCOL]: 'grpc', [ALL]: 'http://gw:8080' }), false],
    ['java', own({ [OF_TRACES]: 'http/protobuf', [ALL]: G }), true],
    ['java', own({ [OF_TRACES]: 'grpc', [PROTOCOL]: 'http/protobuf', [ALL]: G }), false],
    ['java', own({ [OF_TRACES]: 'grpc', [TRACES]: `${H}/v1/traces` }), true],
    ['java', own({ [PROTOCOL]: 'grpc', [TRACES]: G, [ALL]: H }), false],
    ['java', [HOST_IP, ...own({ [PROTOCOL]: 'grpc', [ALL]: 'http://$(HOST_IP):4318' })], true],
    ['java', own({ PORT: '4318', [PROTOCOL]: 'grpc', [ALL]: 'http://gw:$(PORT)' }), true],
    ['java', own({ OTEL_TRACES_EXPORTER: 'zipkin', [PROTOCOL]: 'grpc', [ALL]: H }), false],
    ['java', [VAGUE, ...own({ [ALL]: G })], false],
    ['nodejs', own({ [PROTOCOL]: 'http/json', [ALL]: H }), false],
    ['nodejs', own({ [PROTOCOL]: 'grpc', [ALL]: H }), true],
    ['dotnet', own({ [PROTOCOL]: 'grpc', [ALL]: H }), true],
    ['dotnet', own({ [PROTOCOL]: 'grpc', [ALL]: G }), false],
    ['dotnet', own({ [ALL]: G }), true],
    ['sdk', own({ [PROTOCOL]: 'grpc', [ALL]: H }), true],
  ])('%s: %j: a mismatch %j', (language, env, isMismatch) => {
    const situation = {
      languages: [language],
      env,
      platform: { addons: { enable_zipkin: true, enable_tempo: true } },
    };
    expect(exported(situation).says.includes('endpoint-protocol-mismatch')).toBe(isMismatch);
  });

  test('the protocol for traces brings the common one along', () => {
    const env = own({ [OF_TRACES]: 'http/protobuf', [ALL]: G });
    expect(exported({ languages: ['java'], env }).says).toContain(HTTP);
  });
});

describe('the Instrumentation’s endpoint by reference', () => {
  const HOST_IP = { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } };
  const U = { name: 'U', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
  test.each<Row>([
    [
      'to a whole URL',
      { languages: ['java'], asked: spec('$(U)'), env: own({ U: 'http://gw:4317' }) },
      [...OTLP, endpoint('$(U)'), GRPC],
    ],
    [
      'to a whole URL that is not known',
      { languages: ['java'], asked: spec('$(U)'), env: [U] },
      [...OTLP, endpoint('$(U)'), HTTP],
    ],
    [
      'to a whole URL at another port',
      { languages: ['python'], asked: spec('$(U)'), env: own({ U: 'http://gw:4317' }) },
      [...OTLP, endpoint('http://gw:4318'), HTTP, 'endpoint-port-adjusted'],
    ],
    [
      'to its scheme',
      { languages: ['java'], asked: spec('$(SCHEME)://gw:4318'), env: own({ SCHEME: 'https' }) },
      [...OTLP, endpoint('$(SCHEME)://gw:4318'), HTTP],
    ],
    [
      'to its host',
      { languages: ['java'], asked: spec('http://$(HOST_IP):4317'), env: [HOST_IP] },
      [...OTLP, endpoint('http://$(HOST_IP):4317'), GRPC],
    ],
    [
      'with credentials',
      { languages: ['java'], asked: spec('http://user:pass@gw:4318') },
      [...OTLP, endpoint('http://user:pass@gw:4318'), HTTP],
    ],
    [
      'to nothing gives way to the platform’s',
      { languages: ['java'], asked: spec('$(U)') },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
  ])('%s', (_, situation, expected) => {
    expect(exported(situation).says).toEqual(expected);
  });
});

describe('the Instrumentation’s endpoint', () => {
  const env = (name: string, value: string): object => ({ env: [{ name, value }] });
  test.each<Row>([
    [
      'holds',
      { languages: ['java'], asked: spec('http://asked:8080') },
      [...OTLP, endpoint('http://asked:8080'), HTTP],
    ],
    [
      'brings gRPC by its port',
      { languages: ['java'], asked: spec('http://asked:4317') },
      [...OTLP, endpoint('http://asked:4317'), GRPC],
    ],
    [
      'gets the port of what is spoken',
      { languages: ['python'], asked: spec('http://asked:4317') },
      [...OTLP, endpoint('http://asked:4318'), HTTP, 'endpoint-port-adjusted'],
    ],
    [
      'gets it for all that share',
      { languages: ['java', 'python'], asked: spec('http://asked:4317') },
      [...OTLP, endpoint('http://asked:4318'), HTTP, 'endpoint-port-adjusted'],
    ],
    [
      'gets the port of the container’s protocol',
      {
        languages: ['java'],
        asked: spec('http://asked:4318'),
        env: own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
      },
      [...OTLP, endpoint('http://asked:4317'), GRPC, 'endpoint-port-adjusted'],
    ],
    [
      'is completed where it is the Collector’s short name',
      { languages: ['java'], asked: spec('http://otel-collector:4318') },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP, 'endpoint-qualified'],
    ],
    [
      'both at once',
      { languages: ['python'], asked: spec('http://otel-collector:4317') },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP, 'endpoint-qualified', 'endpoint-port-adjusted'],
    ],
    [
      'is not completed where it has a namespace',
      { languages: ['java'], asked: spec('http://otel-collector.mine:4318') },
      [...OTLP, endpoint('http://otel-collector.mine:4318'), HTTP],
    ],
    [
      'by a variable',
      { languages: ['java'], asked: env('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://asked:4318') },
      [...OTLP, endpoint('http://asked:4318'), HTTP],
    ],
    [
      'by a variable for traces',
      {
        languages: ['java'],
        asked: env('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://asked:4318/v1/traces'),
      },
      [...OTLP, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://asked:4318/v1/traces', HTTP],
    ],
    [
      'with a protocol by a variable',
      {
        languages: ['java'],
        asked: { ...spec('http://asked:80'), ...env('OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc') },
      },
      [...OTLP, endpoint('http://asked:80'), GRPC],
    ],
    [
      'with a protocol that is not spoken',
      {
        languages: ['python'],
        asked: { ...spec('http://asked:80'), ...env('OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc') },
      },
      [...OTLP, endpoint('http://asked:80'), HTTP],
    ],
    [
      'that is no URL gives way to the platform’s',
      { languages: ['java'], asked: spec('asked:4318') },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
    [
      'that is empty gives way, too',
      { languages: ['java'], asked: spec('') },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
    [
      'gives way to a backend that the pod picked',
      { languages: ['java'], asked: spec('http://asked:4318'), backend: { value: 'tempo', origin: 'pod' } },
      [...OTLP, endpoint(`${COLLECTOR}:4318`), HTTP],
    ],
    [
      'does not give way to the primary backend',
      {
        languages: ['java'],
        asked: spec('http://asked:4318'),
        backend: { value: 'tempo', origin: 'platform' },
      },
      [...OTLP, endpoint('http://asked:4318'), HTTP],
    ],
  ])('%s', (_, situation, expected) => {
    expect(exported(situation).says).toEqual(expected);
  });
});
