import { describe, expect, test } from 'vitest';
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
      'with a protocol of its own is not noticed',
      {
        languages: ['python'],
        env: [...at('http://mine:4317'), ...own({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' })],
      },
      [...OTLP, HTTP],
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
