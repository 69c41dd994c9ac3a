import { describe, expect, test } from 'vitest';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { checkInstrumentations } from '../../../../src/core/resolve/instrumentation-check.js';
import { findInstrumentationEndpoint } from '../../../../src/core/resolve/instrumentation-values.js';
import type { Language } from '../../../../src/core/domain.js';
import { containerContextWith } from '../contexts.js';

const EP = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const to = (endpoint: string): object => ({ exporter: { endpoint } });
const U: EnvVar = { name: 'U', value: 'http://gw:4318' };
const SECRET: EnvVar = { name: 'U', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
const HOST_IP: EnvVar = { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } };

interface Checked {
  readonly endpoint: string | undefined;
  readonly codes: string;
  readonly messages: string;
}

function check(
  asked: object,
  env: readonly EnvVar[] = [],
  { language = 'java', platform = {} }: { readonly language?: Language; readonly platform?: object } = {},
): Checked {
  const context = containerContextWith({ languages: [language], asked, env, platform });
  const { targets, findings } = checkInstrumentations(context.targets, context, context.backend);
  return {
    endpoint: findInstrumentationEndpoint(targets)?.value,
    codes: findings.map(({ code }) => code).join(' '),
    messages: findings.map(({ message }) => message).join(' '),
  };
}

const DONE = 'endpoint-completed';
const LEFT_OUT = 'instrumentation-value-ignored';

describe('an endpoint of an Instrumentation under a platform', () => {
  test.each<[object, readonly EnvVar[], string | undefined, string]>([
    [to('$(U)'), [U], '$(U)', ''],
    [to('$(U)'), [SECRET], '$(U)', ''],
    [{ ...to('$(U)'), env: [U] }, [], '$(U)', ''],
    [{ ...to('$(U)'), env: [SECRET] }, [], '$(U)', ''],
    [{ env: [{ name: EP, value: '$(U)' }] }, [U], '$(U)', ''],
    [to('$(U)'), [{ name: 'U', value: 'gw:4318' }], 'http://gw:4318', DONE],
    [to('$(U)/v1/traces'), [U], 'http://gw:4318', DONE],
    [to('$(U)'), [], undefined, LEFT_OUT],
    [to('$(SCHEME)://gw:4318'), [{ name: 'SCHEME', value: 'http' }], '$(SCHEME)://gw:4318', ''],
    [to('$(SCHEME)://gw:4318'), [], undefined, LEFT_OUT],
    [to('$(HOST_IP):4318'), [HOST_IP], 'http://$(HOST_IP):4318', DONE],
    [to('$(OTEL_NODE_IP):4318'), [], 'http://$(OTEL_NODE_IP):4318', DONE],
    [to('$(GW_SERVICE_HOST):4318'), [], 'http://$(GW_SERVICE_HOST):4318', DONE],
    [to('http://$(OTEL_HOST):4318'), [], undefined, LEFT_OUT],
    [to('http:/gw:4318'), [], 'http://gw:4318', DONE],
    [to('htp://gw:4318'), [], 'http://gw:4318', DONE],
    [to('http:/'), [], undefined, LEFT_OUT],
    [to('http://${HOST_IP}:4318'), [], undefined, LEFT_OUT],
    [to('${OTEL_ENDPOINT}'), [], undefined, LEFT_OUT],
    [to('http://gw:4318'), [], 'http://gw:4318', ''],
  ])('%j beside %j: %s %s', (asked, env, endpoint, codes) => {
    const checked = check(asked, env);
    expect([checked.endpoint ?? '', checked.codes]).toEqual([endpoint ?? '', codes]);
  });

  test('that an SDK of the program would not take either', () => {
    expect(check(to('ftp://gw'), [], { language: 'sdk' }).codes).toBe(LEFT_OUT);
    expect(check(to('http://gw'), [], { language: 'sdk' }).codes).toBe('');
  });

  test.each<[object, string]>([
    [
      to('http://$(HOST_IP):4318'),
      'spec.exporter.endpoint of the Instrumentation shop/default is http://$(HOST_IP):4318',
    ],
    [to('http://$(HOST_IP):4318'), '$(HOST_IP) is defined nowhere'],
    [to('http://$(HOST_IP):4318'), 'it is left out, and traces go where the platform says.'],
    [to('http://gw:99999'), '99999 is no port'],
    [to('${GW}:4318'), 'Kubernetes replaces $(GW) only, not ${GW}'],
    [{ env: [{ name: EP, value: 'gw:4318' }] }, `the Instrumentation sets ${EP}=gw:4318`],
  ])('%j: %s', (asked, words) => {
    expect(check(asked).messages).toContain(words);
  });

  test('another endpoint that holds instead is not the platform’s', () => {
    const { messages } = check({
      ...to('http://gw:4318'),
      env: [{ name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: 'tcp://gw' }],
    });
    expect(messages).toContain('it is left out. Allowed');
  });
});

describe('a protocol of an Instrumentation for .NET', () => {
  const asking = (name: string, value: string): object => ({
    ...to('http://gw:4318'),
    env: [{ name, value }],
  });
  test.each<[string, string, Language, string]>([
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'dotnet', LEFT_OUT],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'grpc', 'dotnet', LEFT_OUT],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf', 'dotnet', ''],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'java', ''],
  ])('%s=%s for %s: %s', (name, value, language, codes) => {
    expect(check(asking(name, value), [], { language }).codes).toBe(codes);
  });
});
