import { describe, expect, test } from 'vitest';
import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';

function issuesOf(spec: object): readonly string[] {
  const result = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  return result.ok ? [] : result.error.map(({ path, message }) => `${path}: ${message}`);
}

const tempo = (settings: object): object => ({ backends: { tempo: settings } });
const header = (settings: object): object =>
  tempo({ headers: [{ name: 'Authorization', secretName: 'tempo', key: 'token', ...settings }] });
const java = (image: string): object => ({ agents: { java: { image } } });
const tail = (drop: readonly string[]): object => ({
  collector: { version: '0.126.0' },
  sampling: { strategy: 'tail', percent: 1, drop },
});
const remote = (endpoint: string): object => ({
  sampling: { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 1, endpoint },
});

const IMAGE = 'is no image reference; allowed: registry/name:tag or registry/name@sha256:digest; correct it';
const REGISTRY =
  'is no registry; allowed: a host, and optionally a port and a path, without https://; correct it';
const NAME =
  'is no Kubernetes name; allowed: lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part; correct it';
const LABEL =
  'is no DNS label; allowed: at most 63 lower-case letters, digits and "-", which is neither first nor last; correct it';
const URL =
  'is not a base URL; allowed: http:// or https://, a host, and optionally a port up to 65535 and a path; correct it';
const HEADER = 'is no name of an HTTP header; allowed: letters, digits and "-"; correct it';

describe('text that would break a pod or an address is refused', () => {
  test.each<[string, object, string]>([
    ['image with a space', java('a b'), `spec.agents.java.image: ${IMAGE}`],
    ['image in capitals', java('Agents/Java'), `spec.agents.java.image: ${IMAGE}`],
    ['registry with a space', { agents: { registry: 'a ' } }, `spec.agents.registry: ${REGISTRY}`],
    [
      'registry of all images as a URL',
      { images: { registry: 'https://r.io' } },
      `spec.images.registry: ${REGISTRY}`,
    ],
    ['registry as a URL', { agents: { registry: 'https://r.io' } }, `spec.agents.registry: ${REGISTRY}`],
    ['pull secret', { agents: { pullSecret: 'a..b' } }, `spec.agents.pullSecret: ${NAME}`],
    ['Collector with a dot', { collector: { name: 'a.b' } }, `spec.collector.name: ${LABEL}`],
    ['namespace with a dot', { collector: { namespace: 'a.b' } }, `spec.collector.namespace: ${LABEL}`],
    ['namespace of a backend', tempo({ namespace: '-a' }), `spec.backends.tempo.namespace: ${LABEL}`],
    ['endpoint with a space', tempo({ endpoint: 'http://a b' }), `spec.backends.tempo.endpoint: ${URL}`],
    ['endpoint of no host', tempo({ endpoint: 'http://:4318' }), `spec.backends.tempo.endpoint: ${URL}`],
    ['endpoint of another scheme', tempo({ endpoint: 'grpc://a' }), `spec.backends.tempo.endpoint: ${URL}`],
    [
      'endpoint of a port that is none',
      tempo({ endpoint: 'http://a:65536' }),
      `spec.backends.tempo.endpoint: ${URL}`,
    ],
    ['endpoint of port 0', tempo({ endpoint: 'http://a:0/otlp' }), `spec.backends.tempo.endpoint: ${URL}`],
    [
      'Collector at a port that is none',
      { collector: { endpoint: 'http://c:99999' } },
      `spec.collector.endpoint: ${URL}`,
    ],
    ['query endpoint', tempo({ queryEndpoint: 'tempo' }), `spec.backends.tempo.queryEndpoint: ${URL}`],
    ['sampling endpoint', remote('jaeger:5779'), `spec.sampling.endpoint: ${URL}`],
    [
      'sampling endpoint with a comma',
      remote('http://jaeger:5779/a,b'),
      'spec.sampling.endpoint: has a comma; allowed: a URL without; correct it',
    ],
    ['secret of a header', header({ secretName: 'A' }), `spec.backends.tempo.headers[0].secretName: ${NAME}`],
    ['name of a header', header({ name: 'a b' }), `spec.backends.tempo.headers[0].name: ${HEADER}`],
    [
      'key of a header',
      header({ key: '../a' }),
      'spec.backends.tempo.headers[0].key: is no key of a Secret or ConfigMap; allowed: letters, digits, "-", "_" and ".", and no ".." first; correct it',
    ],
    [
      'container of a rule',
      { injection: { rules: [{ languages: ['java'], containers: ['My.App'] }] } },
      `spec.injection.rules[0].containers[0]: ${LABEL}`,
    ],
    [
      'container that is ignored',
      { injection: { ignoreContainers: ['a_b'] } },
      `spec.injection.ignoreContainers[0]: ${LABEL}`,
    ],
  ])('%s', (_, spec, expected) => {
    expect(issuesOf(spec)).toEqual([expected]);
  });

  test.each(['a\nb', ' a', 'a ', 'größe'])('tenant %j', (fixed) => {
    expect(issuesOf(tempo({ tenant: { fixed } }))).toEqual([
      'spec.backends.tempo.tenant.fixed: is no value of an HTTP header; allowed: visible ASCII characters, with spaces only between them; correct it',
    ]);
  });

  test.each(['healthz', '', '/a?b=1', '/a#b', '/a b', '/a\n', `/${'a'.repeat(2048)}`])(
    'path whose traces are dropped: %j',
    (path) => {
      expect(issuesOf(tail(['/healthz', path]))).toHaveLength(1);
      expect(issuesOf(tail(['/healthz', path]))[0]).toMatch(/^spec\.sampling\.drop\[1\]: /);
    },
  );

  test('a name that leaves no room for the Service’s', () => {
    expect(issuesOf({ collector: { name: 'a'.repeat(54) } })).toHaveLength(1);
    expect(issuesOf({ collector: { name: 'a'.repeat(53) } })).toEqual([]);
  });
});

test.each<[string, object]>([
  ['images by tag, digest and both', java(`r.io:5000/a_b/c__d:1@sha256:${'0'.repeat(64)}`)],
  ['an image of a local registry', java('localhost:5000/a')],
  ['registries', { agents: { registry: 'Registry.example:443/team/agents/' } }],
  ['a registry by address', { agents: { registry: '[::1]:5000' } }],
  ['endpoints on the node', tempo({ endpoint: 'http://$(OTEL_NODE_IP):4318' })],
  ['endpoints by address', tempo({ endpoint: 'https://[fd00::1]:4318/otlp' })],
  ...['1', '80', '4317', '59999', '65535'].map((port): [string, object] => [
    `endpoints at port ${port}`,
    tempo({ endpoint: `http://a:${port}/` }),
  ]),
  ['paths whose traces are dropped', tail(['/', '/healthz', '/api/v1/x:y/{id}/größe/'])],
  ['tenants', tempo({ tenant: { fixed: '0:0' } })],
])('%s are taken', (_, spec) => {
  expect(issuesOf(spec)).toEqual([]);
});
