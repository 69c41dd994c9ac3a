import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../../src/core/agents/agents.js';
import { LANGUAGES, type Language } from '../../../../src/core/domain.js';
import { resolveExporterWithPlatform } from '../../../../src/core/resolve/exporter-with-platform.js';
import { resolveWebServerEndpoint } from '../../../../src/core/resolve/web-server-endpoint.js';
import { containerContextWith, platformWith, shownSettings, type Situation } from '../contexts.js';
import { own } from './exported.js';

const H = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS';
const SHOP = [`${H}=X-Scope-OrgID=shop (platform)`];
const BY_NAMESPACE = { tenant: { namespace: true } };

/** A platform whose Collector has Tempo and Jaeger behind it. */
const collector = (backends: object, rest: object = {}): object => ({
  addons: { enable_tempo: true, enable_jaeger: true },
  route: 'collector',
  backends,
  ...rest,
});
const TENANTS = collector({ tempo: BY_NAMESPACE });

/** The headers that are added, or the code of a refusal. */
function headers(platform: object, situation: Partial<Situation> = {}): readonly string[] {
  const context = containerContextWith({ languages: ['java'], ...situation, platform });
  const answer = resolveExporterWithPlatform(platformWith(platform), context);
  return answer.ok
    ? shownSettings(answer.value.variables.filter(({ name }) => name.includes('HEADER')))
    : [answer.error.code];
}

const pick = (backend: string): Partial<Situation> => ({
  backend: { value: backend as 'tempo' | 'jaeger', origin: 'pod' },
});
const asked = (endpoint: string, env?: object): Partial<Situation> => ({
  asked: {
    exporter: { endpoint },
    ...(env === undefined ? {} : { env: own(env as Record<string, string>) }),
  },
});
const at = (endpoint: string): Partial<Situation> => ({
  env: own({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
});

describe('agents name their namespace to the Collector', () => {
  test.each<[string, object, Partial<Situation>, readonly string[]]>([
    ['where a backend has a tenant for each', TENANTS, {}, SHOP],
    ['in the one header, whatever that backend knows', collector({ jaeger: BY_NAMESPACE }), {}, SHOP],
    ['once for several', collector({ tempo: BY_NAMESPACE, jaeger: BY_NAMESPACE }), {}, SHOP],
    [
      'where the Collector is on the node',
      collector({ tempo: BY_NAMESPACE }, { collector: { topology: 'agent' } }),
      {},
      SHOP,
    ],
    [
      'where its address is written out',
      collector({ tempo: BY_NAMESPACE }, { collector: { endpoint: 'https://otel.example' } }),
      {},
      SHOP,
    ],
    ['where the backend was picked', TENANTS, pick('tempo'), SHOP],
    ['where the Instrumentation sends there', TENANTS, asked('http://otel-collector.monitoring:4317'), SHOP],
    ['by its short name', TENANTS, asked('http://otel-collector:4318'), SHOP],
    ['with credentials', TENANTS, asked('http://u:p@otel-collector.monitoring:4318'), SHOP],
    ['by its whole name', TENANTS, asked('http://otel-collector.monitoring.svc.cluster.local:4318'), SHOP],
    ['where the container sends there', TENANTS, at('http://OTEL-collector.monitoring.svc:4318'), SHOP],
    ['not where no backend has such tenants', collector({ tempo: { tenant: { fixed: 'a' } } }), {}, []],
    ['not where another backend was picked', TENANTS, pick('jaeger'), []],
    ['not where the Instrumentation sends elsewhere', TENANTS, asked('http://otlp.vendor.example:4318'), []],
    ['nor to another Collector', TENANTS, asked('http://otel-collector.other.svc:4318'), []],
    ['not where the container sends elsewhere', TENANTS, at('http://mine:4318'), []],
    ['not where the container has headers', TENANTS, { env: own({ OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }) }, []],
    ['or its own for traces', TENANTS, { env: own({ [H]: 'X-Scope-OrgID=mine' }) }, []],
    [
      'not where the Instrumentation has headers for its endpoint',
      TENANTS,
      asked('http://otel-collector.monitoring:4318', { OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }),
      [],
    ],
    [
      'but headers of an Instrumentation without an endpoint are for another one',
      TENANTS,
      { asked: { env: own({ OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }) } },
      SHOP,
    ],
  ])('%s', (_, platform, situation, expected) => {
    expect(headers(platform, situation)).toEqual(expected);
  });

  test.each(LANGUAGES.filter((language) => AGENTS[language].capabilities.configuredBy !== 'file'))(
    '%s can',
    (language) => {
      expect(headers(TENANTS, { languages: [language] })).toEqual(SHOP);
    },
  );
});

describe.each<Language>(['apache-httpd', 'nginx'])('%s cannot', (language) => {
  const resolve = (platform: object, situation: Partial<Situation> = {}): unknown => {
    const answer = resolveWebServerEndpoint(
      containerContextWith({ languages: [language], ...situation, platform }),
    );
    return answer.ok ? answer.value.endpoint?.value : answer.error;
  };
  const REFUSED = {
    code: 'access-unsupported',
    message: 'tempo has a tenant for each namespace, which the agent cannot name to the Collector',
  };
  const GRPC = 'http://otel-collector.monitoring.svc:4317';

  test.each<[string, object, Partial<Situation>, unknown]>([
    ['and is refused', TENANTS, {}, REFUSED],
    ['where the Instrumentation sends there, too', TENANTS, asked(GRPC), REFUSED],
    ['but may pick a backend without', TENANTS, pick('jaeger'), GRPC],
    [
      'but may send where no backend has such tenants',
      collector({ tempo: { tenant: { fixed: 'a' } } }),
      {},
      GRPC,
    ],
    [
      'but may send elsewhere',
      TENANTS,
      asked('http://otlp.vendor.example:4317'),
      'http://otlp.vendor.example:4317',
    ],
    ['and what the container says is taken as it is', TENANTS, at(GRPC), GRPC],
  ])('%s', (_, platform, situation, expected) => {
    expect(resolve(platform, situation)).toEqual(expected);
  });
});
