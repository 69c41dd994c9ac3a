import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { judged, messagesOf, read, REFUSED } from './judged.js';

const DOUBT = 'endpoint-doubtful';

describe('endpoints that a container sets', () => {
  test.each<[string, string]>([
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/v1/traces', DOUBT],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318/v1/traces', ''],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://tempo:3200', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://zipkin:9411', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT= http://gw:4318', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=gw:4318', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW):4318', REFUSED],
    ['GW=gw ; OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW):4318', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW):4318 ; GW=gw', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW_SERVICE_HOST):4318', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(OTEL_NODE_IP):4318', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(OTEL_POD_IP):4318', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(OTEL_HOST):4318', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$(OTEL_SERVICE_NAME):4318', REFUSED],
    ['OTEL_HOST=gw ; OTEL_EXPORTER_OTLP_ENDPOINT=http://$(OTEL_HOST):4318', ''],
    ['U=gw ; OTEL_EXPORTER_OTLP_ENDPOINT=http://$$(U):4318', REFUSED],
    ['U=http://gw:4318 ; OTEL_EXPORTER_OTLP_ENDPOINT=$(U)', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://${HOST_IP}:4318', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://$HOST_IP:4318', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=${OTEL_ENDPOINT}', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://{{ .Values.host }}:4318', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http:/gw:4318', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:99999', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/v1/metrics', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/v1/logs', DOUBT],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318/v1/metrics', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://datadog:8126', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://vt:10428', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://vt:10428/insert/opentelemetry', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:0', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://127.1:4318', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://LOCALHOST.:4318', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://[::ffff:127.0.0.1]:4318', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/v1', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/otlp', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/v1/trace', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318/V1/Traces', DOUBT],
    ['OTEL_EXPORTER_OTLP_ENDPOINT="http://gw:4318"', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318?tenant=a', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318#a', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT=https://user:hidden@gw.example', DOUBT],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318/v1/traces?tenant=a', REFUSED],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318/otlp', DOUBT],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318/otlp/v1/traces', ''],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://vendor.example/otlp', ''],
  ])('%s: %s', (text, codes) => {
    expect(judged('java', read(text))).toBe(codes);
  });
});

describe('endpoints that other agents get', () => {
  test.each<[Language, string, string]>([
    ['nodejs', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318?tenant=a', DOUBT],
    ['python', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318?tenant=a', DOUBT],
    ['python', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318#a', DOUBT],
    ['nodejs', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://gw:4318/v1/traces?tenant=a', ''],
    ['nodejs', 'OTEL_EXPORTER_OTLP_ENDPOINT=https://user:hidden@gw.example', ''],
    ['python', 'OTEL_EXPORTER_OTLP_ENDPOINT=https://user:hidden@gw.example', ''],
    ['dotnet', 'OTEL_EXPORTER_OTLP_ENDPOINT=https://user:hidden@gw.example', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318', ''],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW):4318', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://${GW}:4318', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://gw obs:4318', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:99999', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=unix:///var/run/otel.sock', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_ENDPOINT=', DOUBT],
    ['sdk', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=', ''],
    ['sdk', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT= ; OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318', DOUBT],
    ['nginx', 'OTEL_EXPORTER_OTLP_ENDPOINT=tcp://gw:4317', DOUBT],
    ['apache-httpd', 'OTEL_EXPORTER_OTLP_ENDPOINT="http://gw:4317"', DOUBT],
    ['apache-httpd', 'OTEL_EXPORTER_OTLP_ENDPOINT=', ''],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });

  test('the cause is reported', () => {
    const said = messagesOf('sdk', read('OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW):4318'));
    expect(said).toBe(
      'sdk: app sets OTEL_EXPORTER_OTLP_ENDPOINT=http://$(GW):4318; this is not a URL with http:// or https://: $(GW) is defined nowhere before it.',
    );
  });
});

describe('with user and password, the same is said as without them, and they are not shown', () => {
  const EP = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const TRACES = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
  const withUser = (text: string): string => text.replace('//', '//user:hid@den@');
  test.each<[Language, string]>([
    ['nodejs', `${EP}=http://gw:4318`],
    ['nodejs', `${EP}=http://tempo:3200`],
    ['nodejs', `${EP}=http://zipkin:9411`],
    ['nodejs', `${EP}=http://vt:10428`],
    ['nodejs', `${EP}=http://gw:4318/v1`],
    ['nodejs', `${EP}=http://gw:4318?tenant=a`],
    ['nodejs', `${EP}=http://gw:0`],
    ['nodejs', `${EP}=http://gw:99999`],
    ['nodejs', `${EP}=http://localhost:4318`],
    ['nodejs', `${EP}= http://gw:4318`],
    ['nodejs', `${EP}=http://$(GW):4318`],
    ['nodejs', `${EP}=http://\${GW}:4318`],
    ['nodejs', `${EP}=grpc://gw:4317`],
    ['nodejs', `${TRACES}=http://gw:4318`],
    ['nodejs', `${TRACES}=http://gw:4318/otlp`],
    ['nodejs', `${TRACES}=http://gw:4317`],
    ['python', `${EP}=http://prometheus:9090`],
    ['python', `${TRACES}=http://gw:4318/v1/metrics`],
    ['sdk', `${EP}=http://tempo:3200`],
    ['sdk', `${EP}=http://gw:99999`],
  ])('%s: %s', (language, text) => {
    const plain = messagesOf(language, read(text)).replaceAll(/(grpc|https?):\/\//g, '$1://…@');
    // Other form than the endpoint itself, what a form allows has no host.
    const expected = plain.replaceAll(/:\/\/…@(?=[ ,.;]|$)/g, '://');
    expect(messagesOf(language, read(withUser(text)))).toBe(expected);
  });

  test.each<[string, string]>([
    ['http://tempo:3200', 'accepts no OTLP; the agent does not send the credentials in it'],
    ['http://gw:4318/v1', 'so that /v1 is too much; the agent does not send the credentials in it'],
    ['http://gw:4318', 'http://…@gw:4318; the agent does not send the credentials in it'],
  ])('that the agent does not send them comes last: %s', (url, words) => {
    expect(messagesOf('java', read(`${EP}=${withUser(url)}`))).toContain(words);
  });

  test.each([
    'http://user:hid$den@gw:99999',
    'http://user:hid%den%@gw:99999',
    'http://user:hid{{den}}@gw:99999',
    'http://user:hid/den@gw:4318',
    'user:hid@den@gw:4318',
    'http:/user:hid@den@gw:4318',
    'http://user:hid den@gw:4318',
  ])('nothing of a password: %s', (url) => {
    for (const language of ['nodejs', 'java', 'sdk'] as const)
      expect(messagesOf(language, read(`${EP}=${url}`))).toMatch(/^(?!.*(?:hid|den)).*…@gw/);
  });
});

describe('what is said of an endpoint', () => {
  const EP = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  test.each<[string, string]>([
    [`${EP}=`, `java: app sets ${EP} to an empty text, with which the agent does not start`],
    [
      `${EP}= http://gw:4318`,
      `${EP}=" http://gw:4318"; this was probably meant to be http://gw:4318, without the blank in front.`,
    ],
    [`${EP}=http:/gw:4318`, 'It was probably meant to be http://gw:4318.'],
    [`${EP}=http://gw:99999`, '99999 is no port, which is a number from 1 to 65535.'],
    [`${EP}=http://$(HOST_IP):4318`, '$(HOST_IP) is defined nowhere before it.'],
    [`U=gw ; ${EP}=http://$$(U):4318`, '$$ keeps $(U) from being replaced.'],
    [`${EP}=http://\${HOST_IP}:4318`, 'Kubernetes replaces $(HOST_IP) only, not ${HOST_IP}.'],
    [`${EP}=http://$HOST_IP:4318`, 'Kubernetes replaces $(HOST_IP) only, not $HOST_IP.'],
    [`${EP}=\${env:OTEL_ENDPOINT}`, 'Kubernetes replaces $(OTEL_ENDPOINT) only'],
    [`${EP}=http://{{ .Values.host }}:4318`, 'nothing replaces {{ .Values.host }} here.'],
    [`${EP}=http://localhost:4318`, 'this leads back into the pod, which has no other container yet.'],
    ['OTEL_TRACES_SAMPLER=${SAMPLER}', 'Kubernetes replaces $(SAMPLER) only'],
  ])('%s: %s', (text, words) => {
    expect(messagesOf('java', read(text))).toContain(words);
  });

  test.each<[string, string]>([
    [`${EP}=http://\${HOST_IP}:4318`, 'probably meant'],
    [`${EP}=\${OTEL_ENDPOINT}`, 'probably meant'],
    [`${EP}=http:/`, 'probably meant'],
    ['OTEL_EXPORTER_OTLP_HEADERS=authorization $SECRET', 'SECRET'],
  ])('%s: nothing of %s', (text, words) => {
    expect(messagesOf('java', read(text))).not.toContain(words);
  });

  test('Kubernetes makes no variables of Services where the pod wants none', () => {
    const judgedWith = (url: string): string =>
      messagesOf('java', [{ name: EP, value: url }], { spec: { enableServiceLinks: false } });
    expect(judgedWith('http://$(GW_SERVICE_HOST):4318')).toContain('enableServiceLinks: false');
    expect(judgedWith('http://$(KUBERNETES_SERVICE_HOST):4318')).toBe('');
  });
});

describe('a key of a ConfigMap that is held', () => {
  const configMaps = new Map([
    [
      'shop/cm',
      { SAMPLER: 'ratio', GOOD: 'always_on', EP: 'http://$(GW):4318', BAD: 'http://gw:4318/v1/traces' },
    ],
  ]);
  const from = (name: string, key: string): readonly EnvVar[] => [
    { name: 'GW', value: 'gw' },
    { name, valueFrom: { configMapKeyRef: { name: 'cm', key } } },
  ];
  test.each<[string, string, string]>([
    ['OTEL_TRACES_SAMPLER', 'SAMPLER', REFUSED],
    ['OTEL_TRACES_SAMPLER', 'GOOD', ''],
    ['OTEL_TRACES_SAMPLER', 'NOPE', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'EP', REFUSED],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'BAD', DOUBT],
  ])('%s from %s: %s', (name, key, codes) => {
    expect(judged('java', from(name, key), { snapshot: { configMaps } })).toBe(codes);
  });

  test('Kubernetes replaces nothing in it', () => {
    const env = from('OTEL_EXPORTER_OTLP_ENDPOINT', 'EP');
    expect(messagesOf('java', env, { snapshot: { configMaps } })).toContain(
      'Kubernetes does not replace $(GW) in a ConfigMap.',
    );
  });
});
