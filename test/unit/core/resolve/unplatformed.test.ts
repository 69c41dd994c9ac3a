import { describe, expect, test } from 'vitest';
import { resolveExporterWithoutPlatform } from '../../../../src/core/resolve/exporter-without-platform.js';
import { containerContextWith, shownSettings, type Situation } from '../contexts.js';

const spec = (endpoint: string, rest: object = {}): object => ({ exporter: { endpoint }, ...rest });
const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const PROTOCOL = 'OTEL_EXPORTER_OTLP_PROTOCOL';
const TRACES_PROTOCOL = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
const set = (url: string): string => `${ENDPOINT}=${url} (instrumentation)`;
const GRPC = `${PROTOCOL}=grpc (default)`;
const asking = (name: string, value: string): object => ({ env: [{ name, value }] });

/** Variables, then codes of findings with their languages. */
function resolved(situation: Situation): readonly string[] {
  const { variables, findings, dropped } = resolveExporterWithoutPlatform(containerContextWith(situation));
  expect(dropped).toEqual([]);
  return [
    ...shownSettings(variables),
    ...findings.map(({ code, language }) => (language === undefined ? code : `${code} ${language}`)),
  ];
}

type Row = readonly [string, Situation, readonly string[]];
const G = 'http://c:4317';
const H = 'http://c:4318';

describe('the Instrumentation’s endpoint', () => {
  test.each<Row>([
    ['java at 4317', { languages: ['java'], asked: spec(G) }, [set(G), GRPC]],
    ['nodejs at 4317', { languages: ['nodejs'], asked: spec(G) }, [set(G), GRPC]],
    ['go at 4317', { languages: ['go'], asked: spec(G) }, [set(G), GRPC]],
    ['java and nodejs at 4317', { languages: ['java', 'nodejs'], asked: spec(G) }, [set(G), GRPC]],
    ['java at 4318', { languages: ['java'], asked: spec(H) }, [set(H)]],
    ['java at another port', { languages: ['java'], asked: spec('http://c:80') }, [set('http://c:80')]],
    ['java at what is no URL', { languages: ['java'], asked: spec('c:4317') }, [set('c:4317')]],
    [
      'python at 4317',
      { languages: ['python'], asked: spec(G) },
      [set(G), 'endpoint-protocol-mismatch python'],
    ],
    [
      'dotnet at 4317',
      { languages: ['dotnet'], asked: spec(G) },
      [set(G), 'endpoint-protocol-mismatch dotnet'],
    ],
    ['python at 4318', { languages: ['python'], asked: spec(H) }, [set(H)]],
    ['sdk at 4317 is left alone', { languages: ['sdk'], asked: spec(G) }, [set(G)]],
    [
      'java and python at 4317',
      { languages: ['java', 'python'], asked: spec(G) },
      [set(G), 'endpoint-protocol-mismatch java', 'endpoint-protocol-mismatch python'],
    ],
    [
      'java and sdk at 4317',
      { languages: ['java', 'sdk'], asked: spec(G) },
      [set(G), 'endpoint-protocol-mismatch java'],
    ],
    ['apache at 4317 reads a file', { languages: ['apache-httpd'], asked: spec(G) }, [set(G)]],
    ['java and apache at 4317', { languages: ['java', 'apache-httpd'], asked: spec(G) }, [set(G), GRPC]],
    [
      'none',
      { languages: ['java', 'python'], asked: {} },
      ['endpoint-missing java', 'endpoint-missing python'],
    ],
    ['an empty one', { languages: ['java'], asked: spec('') }, ['endpoint-missing java']],
  ])('%s', (_, situation, expected) => {
    expect(resolved(situation)).toEqual(expected);
  });
});

describe('somebody chose a protocol', () => {
  test.each<Row>([
    [
      'the container, gRPC',
      { languages: ['java'], asked: spec(G), env: [{ name: PROTOCOL, value: 'grpc' }] },
      [set(G)],
    ],
    [
      'the container, HTTP at 4317',
      { languages: ['java'], asked: spec(G), env: [{ name: PROTOCOL, value: 'http/protobuf' }] },
      [set(G), 'endpoint-protocol-mismatch java'],
    ],
    [
      'the container, gRPC for traces',
      { languages: ['java'], asked: spec(G), env: [{ name: TRACES_PROTOCOL, value: 'grpc' }] },
      [set(G)],
    ],
    [
      'the container, by reference',
      {
        languages: ['java'],
        asked: spec(G),
        env: [{ name: PROTOCOL, valueFrom: { secretKeyRef: { name: 's' } } }],
      },
      [set(G)],
    ],
    [
      'the container, gRPC at 4318',
      { languages: ['java'], asked: spec(H), env: [{ name: PROTOCOL, value: 'grpc' }] },
      [set(H), 'endpoint-protocol-mismatch java'],
    ],
    [
      'the container, HTTP for traces and gRPC for all',
      {
        languages: ['java'],
        asked: spec(G),
        env: [
          { name: PROTOCOL, value: 'grpc' },
          { name: TRACES_PROTOCOL, value: 'http/protobuf' },
        ],
      },
      [set(G), 'endpoint-protocol-mismatch java'],
    ],
    [
      'the Instrumentation, gRPC at 4318',
      { languages: ['nodejs'], asked: spec(H, asking(PROTOCOL, 'grpc')) },
      [set(H), 'endpoint-protocol-mismatch nodejs'],
    ],
    [
      'the Instrumentation, gRPC for .NET',
      { languages: ['dotnet'], asked: spec(G, asking(PROTOCOL, 'grpc')) },
      [set(G), 'endpoint-protocol-mismatch dotnet'],
    ],
    [
      'the Instrumentation, gRPC',
      { languages: ['java'], asked: spec(G, asking(PROTOCOL, 'grpc')) },
      [set(G)],
    ],
    [
      'the Instrumentation, HTTP at 4317',
      { languages: ['java'], asked: spec(G, asking(PROTOCOL, 'http/protobuf')) },
      [set(G), 'endpoint-protocol-mismatch java'],
    ],
    [
      'the Instrumentation, gRPC for python',
      { languages: ['python'], asked: spec(G, asking(PROTOCOL, 'grpc')) },
      [set(G), 'endpoint-protocol-mismatch python'],
    ],
    [
      'the Instrumentation, JSON for nodejs',
      { languages: ['nodejs'], asked: spec(H, asking(PROTOCOL, 'http/json')) },
      [set(H)],
    ],
    [
      'the Instrumentation, JSON for java',
      { languages: ['java'], asked: spec(H, asking(PROTOCOL, 'http/json')) },
      [set(H), 'endpoint-protocol-mismatch java'],
    ],
  ])('%s', (_, situation, expected) => {
    expect(resolved(situation)).toEqual(expected);
  });
});

describe('another endpoint is stronger', () => {
  test.each<Row>([
    [
      'the container’s',
      { languages: ['java'], asked: spec(H), env: [{ name: ENDPOINT, value: G }] },
      [set(H), GRPC],
    ],
    [
      'the container’s, without an Instrumentation',
      { languages: ['java'], env: [{ name: ENDPOINT, value: G }] },
      [GRPC],
    ],
    [
      'the container’s for traces, before its common one',
      {
        languages: ['java'],
        env: [
          { name: ENDPOINT, value: G },
          { name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: H },
        ],
      },
      [],
    ],
    [
      'the container’s for traces',
      {
        languages: ['java'],
        asked: spec(G),
        env: [{ name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: H }],
      },
      [set(G)],
    ],
    [
      'the container’s, by reference',
      {
        languages: ['python'],
        asked: spec(G),
        env: [{ name: ENDPOINT, valueFrom: { secretKeyRef: { name: 's' } } }],
      },
      [set(G)],
    ],
    [
      'a variable of the Instrumentation',
      { languages: ['java'], asked: spec(H, asking(ENDPOINT, G)) },
      [set(H), GRPC],
    ],
    ['a variable of the language', { languages: ['java'], asked: { java: asking(ENDPOINT, G) } }, [GRPC]],
  ])('%s', (_, situation, expected) => {
    expect(resolved(situation)).toEqual(expected);
  });
});

describe('the node’s DNS', () => {
  test.each<Row>([
    [
      'a short name',
      { languages: ['java'], asked: spec('http://c:80'), usesNodeDns: true },
      [set('http://c:80'), 'dns-may-not-resolve'],
    ],
    [
      'a Service',
      { languages: ['java'], asked: spec('http://c.ns.svc.cluster.local:80'), usesNodeDns: true },
      [set('http://c.ns.svc.cluster.local:80'), 'dns-may-not-resolve'],
    ],
    [
      'an address',
      { languages: ['java'], asked: spec('http://10.0.0.1:80'), usesNodeDns: true },
      [set('http://10.0.0.1:80')],
    ],
    [
      'a public name',
      { languages: ['java'], asked: spec('http://c.example.com:80'), usesNodeDns: true },
      [set('http://c.example.com:80')],
    ],
  ])('%s', (_, situation, expected) => {
    expect(resolved(situation)).toEqual(expected);
  });
});
