import { describe, expect, test } from 'vitest';
import { issuesWith } from './platform-reading.js';

const ADDONS = { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true, enable_zipkin: true };

const direct = (backends: object): object => ({ addons: ADDONS, route: 'direct', backends });
const collector = (backends: object): object => ({ addons: ADDONS, route: 'collector', backends });
const header = (name: string): object => ({ name, secretName: 'access', key: 'value' });

const OF_ZIPKIN =
  'cannot be configured in any agent for Zipkin, and the route is direct; set spec.route: collector or remove it';

describe('access that cannot be given is refused', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'a tenant of Zipkin',
      collector({ zipkin: { tenant: { fixed: 'a' } } }),
      ['zipkin.tenant: has no effect, since Zipkin has no tenants; remove it'],
    ],
    [
      'namespaces as tenants that are numbers',
      collector({ 'victoria-traces': { tenant: { namespace: true } } }),
      [
        'victoria-traces.tenant.namespace: is not a number, and victoria-traces numbers its tenants; allowed: { fixed: "<account>:<project>" }; write that',
      ],
    ],
    ...['tail', 'adaptive'].map((strategy): [string, object, readonly string[]] => [
      `namespaces as tenants with the sampling ${strategy}`,
      {
        ...collector({ tempo: { tenant: { namespace: true } }, jaeger: { tenant: { fixed: 'a' } } }),
        sampling: strategy === 'tail' ? { strategy, percent: 10 } : { strategy, spansPerSecond: 100 },
      },
      [
        `tempo.tenant.namespace: is lost by the sampling strategy ${strategy}, which gathers the spans of a trace from all namespaces; allowed with it: { fixed: <name> }; write that, or set spec.sampling.strategy: probabilistic`,
      ],
    ]),
    ...['team', '1:2:3', '1:', '4294967296', '0:4294967296', '-1'].map(
      (fixed): [string, object, readonly string[]] => [
        `the tenant ${fixed} of VictoriaTraces`,
        direct({ 'victoria-traces': { tenant: { fixed } } }),
        [
          'victoria-traces.tenant.fixed: is no tenant of victoria-traces; allowed: an account as "12", or an account and a project as "12:3"; correct it',
        ],
      ],
    ),
    [
      'headers and files for Zipkin, directly',
      direct({
        zipkin: { headers: [header('a')], tls: { caFile: '/ca', certFile: '/c', keyFile: '/k' } },
      }),
      [
        `zipkin.headers: ${OF_ZIPKIN}`,
        `zipkin.tls.caFile: ${OF_ZIPKIN}`,
        `zipkin.tls.certFile: ${OF_ZIPKIN}`,
        `zipkin.tls.keyFile: ${OF_ZIPKIN}`,
      ],
    ],
    [
      'one header twice',
      collector({ tempo: { headers: [header('Authorization'), header('x'), header('authorization')] } }),
      ['tempo.headers[2].name: is authorization again; allowed: each header once; remove one of the two'],
    ],
    [
      'plain text with TLS',
      collector({ tempo: { endpoint: 'http://t:4317', tls: { caFile: '/ca' } } }),
      [
        'tempo.endpoint: is http://, and tls asks for TLS; allowed: https://, or tls.insecure: true; correct one of the two',
      ],
    ],
    [
      'https with plain text',
      direct({ jaeger: { endpoint: 'https://t:4317', tls: { insecure: true } } }),
      [
        'jaeger.endpoint: is https://, and tls.insecure asks for plain text; allowed: http://; correct one of the two',
      ],
    ],
    [
      'a certificate without its key',
      collector({ tempo: { tls: { certFile: '/c' } } }),
      ['tempo.tls.certFile: is set without keyFile; set both'],
    ],
    [
      'a key without its certificate',
      collector({ tempo: { tls: { keyFile: '/k' } } }),
      ['tempo.tls.keyFile: is set without certFile; set both'],
    ],
    [
      'a CA of nowhere',
      collector({ tempo: { tls: { caFile: 'ca.crt' } } }),
      [
        'tempo.tls.caFile: is a key, but neither tls.configMapName nor tls.secretName is set; set one of them or write an absolute path',
      ],
    ],
    [
      'client files of nowhere, directly',
      direct({
        tempo: { tls: { configMapName: 'c', caFile: 'ca', certFile: 'tls.crt', keyFile: 'tls.key' } },
      }),
      [
        'tempo.tls.certFile: is a key, but tls.secretName is not set; set it or write an absolute path',
        'tempo.tls.keyFile: is a key, but tls.secretName is not set; set it or write an absolute path',
      ],
    ],
    [
      'a file that is none',
      direct({ tempo: { tls: { caFile: 'a:b' } } }),
      [
        'tempo.tls.caFile: is no file; allowed: a key of the Secret or ConfigMap, or an absolute path, of letters, digits, "-", "_" and "."; correct it',
      ],
    ],
  ])('%s', (_, spec, expected) => {
    expect(issuesWith(spec)).toEqual(expected.map((issue) => `spec.backends.${issue}`));
  });
});

describe('access that can be given is accepted', () => {
  test.each<[string, object]>([
    ['a tenant by namespace', direct({ tempo: { tenant: { namespace: true } } })],
    ['an account', direct({ 'victoria-traces': { tenant: { fixed: '12' } } })],
    ['an account and a project', direct({ 'victoria-traces': { tenant: { fixed: '12:4294967295' } } })],
    ['two headers', direct({ jaeger: { headers: [header('a'), header('b')] } })],
    ['TLS without files for Zipkin', direct({ zipkin: { tls: {} } })],
    ['files for Zipkin by the Collector', collector({ zipkin: { tls: { caFile: '/ca' } } })],
    ['https with TLS', direct({ tempo: { endpoint: 'https://t', tls: { caFile: '/ca' } } })],
    [
      'files of a Secret',
      direct({ tempo: { tls: { secretName: 's', caFile: 'ca', certFile: 'c', keyFile: 'k' } } }),
    ],
    ['a wrong one of a backend that is off', { backends: { zipkin: { tenant: { fixed: 'a' } } } }],
  ])('%s', (_, spec) => {
    expect(issuesWith(spec)).toEqual([]);
  });
});
