import { expect, test } from 'vitest';
import { buildPlatform } from '../../../../scripts/docs/platform-scene.js';
import type { Backend, Language } from '../../../../src/core/domain.js';
import { resolveAgentAddress } from '../../../../src/core/resolve/agent-address.js';
import { like } from '../../../support/like.js';

type Spec = Readonly<Record<string, unknown>>;

const addressOf = (spec: Spec, backend: Backend, language?: Language): unknown => {
  const address = resolveAgentAddress(buildPlatform(spec), { value: backend, origin: 'pod' }, language);
  return address.ok ? `${address.value.protocol} ${address.value.form} ${address.value.url}` : address.error;
};

const DIRECT = { route: 'direct' };
const VICTORIA = 'http://victoria-traces-single-vt-single-server.monitoring.svc:10428';

test.each<[Spec, Backend, Language | undefined, string]>([
  [{}, 'tempo', undefined, 'http/protobuf base http://otel-collector.monitoring.svc:4318'],
  [{}, 'tempo', 'java', 'http/protobuf base http://otel-collector.monitoring.svc:4318'],
  [{}, 'zipkin', 'python', 'http/protobuf base http://otel-collector.monitoring.svc:4318'],
  [{}, 'tempo', 'apache-httpd', 'grpc base http://otel-collector.monitoring.svc:4317'],
  [{ collector: { topology: 'agent' } }, 'tempo', 'go', 'http/protobuf base http://$(OTEL_NODE_IP):4318'],
  [DIRECT, 'tempo', 'nginx', 'grpc base http://tempo.monitoring.svc:4317'],
  [DIRECT, 'zipkin', 'nodejs', 'http/json zipkin http://zipkin.zipkin.svc:9411/api/v2/spans'],
  [DIRECT, 'victoria-traces', 'dotnet', `http/protobuf traces ${VICTORIA}/insert/opentelemetry/v1/traces`],
])('under %j, for %s, %s sends to %s', (spec, backend, language, expected) => {
  expect(addressOf(spec, backend, language)).toBe(expected);
});

test('where an agent has no way, the engine’s own reason is given', () => {
  expect(addressOf(DIRECT, 'zipkin', 'python')).toEqual([
    like.objectContaining({ code: 'protocol-unsupported', message: like.stringMatching(/^python: /) }),
  ]);
});

test('a backend that is off has no address', () => {
  const spec = { ...DIRECT, addons: { enable_tempo: true } };
  expect(addressOf(spec, 'jaeger')).toEqual([{ message: 'The platform has no address for jaeger.' }]);
});
