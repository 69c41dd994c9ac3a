import { expect, test } from 'vitest';
import { endpoint, exported, GRPC, HTTP, OTLP, own, type Row, spec } from './exported.js';

test.each<Row>([
  [
    'of the container brings the protocol of its port',
    { languages: ['java'], env: own({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:pass@mine:4317' }) },
    [...OTLP, GRPC],
  ],
  [
    'of the container that an agent cannot speak to is noticed',
    { languages: ['python'], env: own({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:pass@mine:4317' }) },
    [...OTLP, HTTP, 'endpoint-protocol-mismatch'],
  ],
  [
    'of the Instrumentation brings gRPC by its port',
    { languages: ['java'], asked: spec('http://user:pass@gw:4317') },
    [...OTLP, endpoint('http://user:pass@gw:4317'), GRPC],
  ],
  [
    'of the Instrumentation gets the port of what is spoken',
    { languages: ['python'], asked: spec('http://user:p@ss@gw:4317') },
    [...OTLP, endpoint('http://user:p@ss@gw:4318'), HTTP, 'endpoint-port-adjusted'],
  ],
])('an endpoint with user and password %s', (_, situation, expected) => {
  expect(exported(situation).says).toEqual(expected);
});
