import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../../src/core/agents/agents.js';
import { LANGUAGES } from '../../../../src/core/domain.js';
import { resolveExporterWithPlatform } from '../../../../src/core/resolve/exporter-with-platform.js';
import { resolveWebServerEndpoint } from '../../../../src/core/resolve/web-server-endpoint.js';
import { platformWith, containerContextWith, shownSettings, type Situation } from '../contexts.js';
import { own } from './exported.js';

const ADDONS = {
  enable_tempo: true,
  enable_jaeger: true,
  enable_victoria_traces: true,
  enable_zipkin: true,
};
const H = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS';
const SECRETS = {
  headers: [
    { name: 'Authorization', secretName: 'access', key: 'basic' },
    { name: 'x-team', secretName: 'team', key: 'id' },
  ],
};

/** A platform on which agents send to a backend themselves, which asks for something. */
const direct = (backend: string, settings: object): object => ({
  addons: ADDONS,
  route: 'direct',
  backend,
  backends: { [backend]: settings },
});

/** What is added beside exporter, endpoint and protocol: variables, then certificates as JSON; or the refusal's code. */
function access(platform: object, situation: Partial<Situation> = {}): readonly string[] {
  const context = containerContextWith({ languages: ['java'], ...situation, platform });
  const answer = resolveExporterWithPlatform(platformWith(platform), context);
  if (!answer.ok) return [answer.error.code];
  const { variables, certificates } = answer.value;
  const beside = variables.filter(({ name }) => /HEADER|CERTIFICATE|KEY/.test(name));
  return [...shownSettings(beside), ...(certificates === undefined ? [] : [JSON.stringify(certificates)])];
}

describe('headers', () => {
  test.each<[string, string, object, readonly string[]]>([
    ['none', 'tempo', {}, []],
    [
      'a fixed tenant of Tempo',
      'tempo',
      { tenant: { fixed: 'team-a' } },
      [`${H}=X-Scope-OrgID=team-a (platform)`],
    ],
    ['one by namespace', 'tempo', { tenant: { namespace: true } }, [`${H}=X-Scope-OrgID=shop (platform)`]],
    ['one of Jaeger', 'jaeger', { tenant: { fixed: 'a' } }, [`${H}=x-tenant=a (platform)`]],
    [
      'an account of VictoriaTraces',
      'victoria-traces',
      { tenant: { fixed: '12' } },
      [`${H}=AccountID=12,ProjectID=0 (platform)`],
    ],
    [
      'an account and a project',
      'victoria-traces',
      { tenant: { fixed: '12:3' } },
      [`${H}=AccountID=12,ProjectID=3 (platform)`],
    ],
    [
      'what would end an item, and what the kubelet would expand, is encoded',
      'tempo',
      { tenant: { fixed: 'a b,c=d;e%f+$(g)' } },
      [`${H}=X-Scope-OrgID=a%20b%2Cc%3Dd%3Be%25f%2B%24(g) (platform)`],
    ],
    [
      'of Secrets, beside a tenant',
      'tempo',
      { ...SECRETS, tenant: { fixed: 'a' } },
      [
        'DOKA_TRACING_HEADER_1=<access/basic> (platform)',
        'DOKA_TRACING_HEADER_2=<team/id> (platform)',
        `${H}=X-Scope-OrgID=a,Authorization=$(DOKA_TRACING_HEADER_1),x-team=$(DOKA_TRACING_HEADER_2) (platform)`,
      ],
    ],
  ])('%s', (_, backend, settings, expected) => {
    expect(access(direct(backend, settings))).toEqual(expected);
  });

  test.each<[string, Partial<Situation>]>([
    ['the container has its own', { env: own({ OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }) }],
    ['or its own for traces', { env: own({ [H]: '' }) }],
    ['or its own endpoint', { env: own({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://mine:4318' }) }],
    ['the Instrumentation’s endpoint is used', { asked: { exporter: { endpoint: 'http://theirs:4318' } } }],
  ])('they stay with their endpoint where %s', (_, situation) => {
    expect(access(direct('tempo', { ...SECRETS, tenant: { fixed: 'a' } }), situation)).toEqual([]);
  });

  test('the Collector has them, where there is one', () => {
    expect(
      access({ ...direct('tempo', { ...SECRETS, tenant: { fixed: 'a' } }), route: 'collector' }),
    ).toEqual([]);
  });

  test('every agent that can be given some gets them', () => {
    const platform = direct('tempo', { tenant: { fixed: 'a' } });
    for (const language of LANGUAGES.filter((each) => AGENTS[each].capabilities.access.includes('headers')))
      expect(access(platform, { languages: [language] })).toEqual([`${H}=X-Scope-OrgID=a (platform)`]);
  });
});

describe('certificates', () => {
  test.each<[string, string, object, readonly string[]]>([
    ['none', 'tempo', { tls: {} }, []],
    ['plain text', 'tempo', { tls: { insecure: true, caFile: '/ca' } }, []],
    ['a file of the image', 'tempo', { tls: { caFile: '/ca' } }, ['{"ca_file":"/ca"}']],
    [
      'keys of a Secret and a ConfigMap',
      'jaeger',
      { tls: { secretName: 's', configMapName: 'c', caFile: 'ca', certFile: 'crt', keyFile: 'key' } },
      ['{"ca_file":"ca","cert_file":"crt","key_file":"key","secretName":"s","configMapName":"c"}'],
    ],
    ['objects without a file', 'tempo', { tls: { secretName: 's' } }, []],
  ])('%s', (_, backend, settings, expected) => {
    expect(access(direct(backend, settings))).toEqual(expected);
  });
});

describe('what asks for TLS is reached by https', () => {
  test.each<[string, object, string]>([
    ['no word of it', {}, 'http://tempo.monitoring.svc:4318'],
    ['TLS', { tls: {} }, 'https://tempo.monitoring.svc:4318'],
    ['plain text', { tls: { insecure: true } }, 'http://tempo.monitoring.svc:4318'],
  ])('%s', (_, settings, expected) => {
    const platform = platformWith(direct('tempo', settings));
    const answer = resolveExporterWithPlatform(
      platform,
      containerContextWith({ languages: ['java'], platform: direct('tempo', settings) }),
    );
    expect(answer.ok ? shownSettings(answer.value.variables) : []).toContain(
      `OTEL_EXPORTER_OTLP_ENDPOINT=${expected} (preset)`,
    );
  });
});

describe('a module that reads a file can be given neither', () => {
  test.each<[string, object, string]>([
    [
      'headers',
      { tenant: { namespace: true } },
      'tempo asks for headers, which cannot be configured in the agent',
    ],
    ['TLS', { tls: {} }, 'tempo asks for TLS, which cannot be configured in the agent'],
    [
      'both',
      { ...SECRETS, tls: { caFile: '/ca' } },
      'tempo asks for headers and TLS, which cannot be configured in the agent',
    ],
  ])('%s', (_, settings, message) => {
    const context = containerContextWith({ languages: ['nginx'], platform: direct('tempo', settings) });
    expect(resolveWebServerEndpoint(context)).toEqual({
      ok: false,
      error: { code: 'access-unsupported', message },
    });
  });

  test('but the Collector can', () => {
    const settings = { ...SECRETS, tenant: { fixed: 'a' }, tls: {} };
    const platform = { ...direct('tempo', settings), route: 'collector' };
    expect(resolveWebServerEndpoint(containerContextWith({ languages: ['nginx'], platform })).ok).toBe(true);
  });

  test('and an endpoint that is written for it is taken as it is', () => {
    const asked = { exporter: { endpoint: 'http://mine:4317' } };
    const platform = direct('tempo', { tenant: { namespace: true } });
    expect(resolveWebServerEndpoint(containerContextWith({ languages: ['nginx'], platform, asked })).ok).toBe(
      true,
    );
  });
});
