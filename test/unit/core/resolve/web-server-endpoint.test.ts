import { describe, expect, test } from 'vitest';
import { resolveWebServerEndpoint } from '../../../../src/core/resolve/web-server-endpoint.js';
import { containerContextWith, type Situation } from '../contexts.js';

const spec = (endpoint: string): object => ({ exporter: { endpoint } });
const own = (value: string, name = 'OTEL_EXPORTER_OTLP_ENDPOINT'): Situation['env'] => [{ name, value }];
const direct = (backend: string): object => ({ addons: { [`enable_${backend}`]: true }, route: 'direct' });

/** `<url> (<origin>)` and the codes of findings, or the code of the refusal. */
function resolved(situation: Situation): readonly string[] {
  const answer = resolveWebServerEndpoint(containerContextWith(situation));
  if (!answer.ok) return [`refused ${answer.error.code}`];
  const { endpoint, findings } = answer.value;
  return [
    ...(endpoint === undefined ? [] : [`${endpoint.value} (${endpoint.origin})`]),
    ...findings.map(({ code, language }) => `${code} ${language ?? ''}`),
  ];
}

type Row = readonly [string, Situation, readonly string[]];

describe('without a platform', () => {
  test.each<Row>([
    ['no web server', { languages: ['java'], asked: spec('http://a:4317') }, []],
    ['nothing asked', { languages: ['nginx'] }, []],
    [
      'the Instrumentation’s',
      { languages: ['apache-httpd'], asked: spec('http://a:4317') },
      ['http://a:4317 (instrumentation)'],
    ],
    [
      'the port of HTTP is noticed',
      { languages: ['nginx'], asked: spec('http://a:4318') },
      ['http://a:4318 (instrumentation)', 'endpoint-protocol-mismatch nginx'],
    ],
    [
      'at the port of HTTP, with credentials',
      { languages: ['nginx'], asked: spec('http://u:p@a:4318') },
      ['http://u:p@a:4318 (instrumentation)', 'endpoint-protocol-mismatch nginx'],
    ],
    [
      'a variable of the Instrumentation',
      {
        languages: ['nginx'],
        asked: { env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://b:4317' }] },
      },
      ['http://b:4317 (instrumentation)'],
    ],
    [
      'the container’s',
      { languages: ['nginx'], env: own('http://mine:4317'), asked: spec('http://a:4317') },
      ['http://mine:4317 (pod)'],
    ],
    [
      'the container’s for traces',
      { languages: ['nginx'], env: own('http://mine:4317', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') },
      ['http://mine:4317 (pod)'],
    ],
    [
      'the container’s with the port of HTTP',
      { languages: ['apache-httpd'], env: own('http://mine:4318') },
      ['http://mine:4318 (pod)', 'endpoint-protocol-mismatch apache-httpd'],
    ],
    [
      'the container’s that refers to a variable cannot be written',
      { languages: ['nginx'], env: own('http://$(HOST):4317'), asked: spec('http://a:4317') },
      ['http://a:4317 (instrumentation)', 'endpoint-doubtful nginx'],
    ],
    [
      'and nothing stands in for it',
      { languages: ['nginx'], env: own('http://$(HOST):4317') },
      ['endpoint-doubtful nginx'],
    ],
    [
      'the container’s that refers to a key of a ConfigMap is written out',
      {
        languages: ['apache-httpd'],
        spec: {
          containers: [
            {
              name: 'app',
              env: own('http://$(HOST):4317') ?? [],
              envFrom: [{ configMapRef: { name: 'cm' } }],
            },
          ],
        },
        snapshot: { configMaps: new Map([['shop/cm', { HOST: 'gw' }]]) },
      },
      ['http://gw:4317 (pod)'],
    ],
    [
      'the container’s that refers to its own variable stays as it is',
      {
        languages: ['nginx'],
        env: [{ name: 'HOST', value: 'gw' }, ...(own('http://$(HOST):4317') ?? [])],
      },
      ['http://$(HOST):4317 (pod)'],
    ],
    [
      'the container’s that is empty',
      { languages: ['nginx'], env: own(''), asked: spec('http://a:4317') },
      ['http://a:4317 (instrumentation)'],
    ],
    [
      'the node’s DNS is no refusal',
      { languages: ['nginx'], asked: spec('http://a:4317'), usesNodeDns: true },
      ['http://a:4317 (instrumentation)'],
    ],
  ])('%s', (_, situation, expected) => {
    expect(resolved(situation)).toEqual(expected);
  });
});

describe('with a platform', () => {
  test.each<Row>([
    [
      'the Collector',
      { languages: ['nginx'], platform: {} },
      ['http://otel-collector.monitoring.svc:4317 (default)'],
    ],
    [
      'the Collector on the node',
      { languages: ['nginx'], platform: { collector: { topology: 'agent' } } },
      ['http://$(OTEL_NODE_IP):4317 (default)'],
    ],
    [
      'tempo directly',
      { languages: ['nginx'], platform: direct('tempo') },
      ['http://tempo.monitoring.svc:4317 (preset)'],
    ],
    [
      'victoria-traces directly',
      { languages: ['nginx'], platform: direct('victoria_traces') },
      ['refused protocol-unsupported'],
    ],
    [
      'zipkin directly',
      { languages: ['apache-httpd'], platform: direct('zipkin') },
      ['refused protocol-unsupported'],
    ],
    [
      'tempo by HTTP only',
      {
        languages: ['nginx'],
        platform: { ...direct('tempo'), backends: { tempo: { endpoint: 'http://t:4318' } } },
      },
      ['refused protocol-unsupported'],
    ],
    [
      'the Instrumentation’s gets the port of gRPC',
      { languages: ['nginx'], platform: {}, asked: spec('http://a:4318') },
      ['http://a:4317 (instrumentation)', 'endpoint-port-adjusted nginx'],
    ],
    [
      'the Instrumentation’s is completed',
      { languages: ['nginx'], platform: {}, asked: spec('http://otel-collector:4317') },
      ['http://otel-collector.monitoring.svc:4317 (instrumentation)', 'endpoint-qualified nginx'],
    ],
    [
      'a picked backend beats the Instrumentation',
      {
        languages: ['nginx'],
        platform: direct('tempo'),
        asked: spec('http://a:4317'),
        backend: { value: 'tempo', origin: 'pod' },
      },
      ['http://tempo.monitoring.svc:4317 (pod)'],
    ],
    [
      'the container’s beats all',
      {
        languages: ['nginx'],
        platform: direct('zipkin'),
        env: own('http://mine:4317'),
        backend: { value: 'zipkin', origin: 'pod' },
      },
      ['http://mine:4317 (pod)'],
    ],
    [
      'the node’s DNS',
      { languages: ['nginx'], platform: {}, usesNodeDns: true },
      ['refused dns-unreachable'],
    ],
    [
      'the node’s DNS and the Instrumentation’s Service',
      { languages: ['nginx'], platform: {}, asked: spec('http://a.ns.svc:4317'), usesNodeDns: true },
      ['refused dns-unreachable'],
    ],
    [
      'the node’s DNS and the container’s',
      { languages: ['nginx'], platform: {}, env: own('http://mine:4317'), usesNodeDns: true },
      ['http://mine:4317 (pod)'],
    ],
    [
      'the node’s DNS and the Collector on the node',
      { languages: ['nginx'], platform: { collector: { topology: 'agent' } }, usesNodeDns: true },
      ['http://$(OTEL_NODE_IP):4317 (default)'],
    ],
  ])('%s', (_, situation, expected) => {
    expect(resolved(situation)).toEqual(expected);
  });
});
