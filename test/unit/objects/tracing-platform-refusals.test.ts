import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/domain.js';
import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';

const withSpec = (spec: unknown): unknown => ({ metadata: { name: 'default' }, spec });

function issuesOf(value: unknown): readonly string[] {
  const result = parseTracingPlatform(value);
  return result.ok ? [] : result.error.map(({ path, message }) => `${path}: ${message}`);
}

describe('what is refused, with path, what is allowed and the remedy', () => {
  test.each<[string, unknown, string]>([
    [
      'another name',
      { metadata: { name: 'main' } },
      'metadata.name: is not the name of the platform; allowed: default; a cluster has one TracingPlatform',
    ],
    [
      'unknown field of the object',
      { metadata: { name: 'default' }, sepc: {} },
      'sepc: is not a known field; allowed: apiVersion, kind, metadata, spec, status; correct its name or remove it',
    ],
    [
      'unknown field',
      withSpec({ backendz: 'tempo' }),
      'spec.backendz: is not a known field; allowed: cluster, addons, backend, route, collector, backends, signals, propagators, sampling, images, agents, injection; correct its name or remove it',
    ],
    [
      'unknown field further down',
      withSpec({ injection: { rules: [{ languages: ['java'], container: 'a' }] } }),
      'spec.injection.rules[0].container: is not a known field; allowed: namespaceSelector, podSelector, languages, containers; correct its name or remove it',
    ],
    [
      'unknown backend',
      withSpec({ backends: { datadog: {} } }),
      'spec.backends.datadog: is not a known field; allowed: tempo, jaeger, victoria-traces, zipkin; correct its name or remove it',
    ],
    [
      'unknown route',
      withSpec({ route: 'proxy' }),
      'spec.route: is "proxy"; allowed: collector, direct; use one of them',
    ],
    [
      'flag as text',
      withSpec({ addons: { enable_tempo: 'true' } }),
      'spec.addons.enable_tempo: is text; allowed: true or false; write true or false without quotes',
    ],
    [
      'chart as number',
      withSpec({ backends: { tempo: { chart: 1.24 } } }),
      'spec.backends.tempo.chart: is a number; allowed: text; put it in quotes',
    ],
    [
      'endpoint without scheme',
      withSpec({ backends: { tempo: { endpoint: 'tempo:4317' } } }),
      'spec.backends.tempo.endpoint: is not a base URL; allowed: http:// or https://, a host, and optionally a port up to 65535 and a path; correct it',
    ],
    [
      'tenant of both kinds',
      withSpec({ backends: { tempo: { tenant: { fixed: 'a', namespace: true } } } }),
      'spec.backends.tempo.tenant: has none of the allowed shapes; allowed: { fixed: <name> }, { namespace: true }; write one of them',
    ],
    [
      'version of two numbers',
      withSpec({ collector: { version: '0.126' } }),
      'spec.collector.version: is not a version; allowed: three numbers, as 0.118.0; correct it',
    ],
    [
      'name that is none',
      withSpec({ collector: { name: 'My Collector' } }),
      'spec.collector.name: is no DNS label; allowed: at most 63 lower-case letters, digits and "-", which is neither first nor last; correct it',
    ],
    [
      'unknown strategy',
      withSpec({ sampling: { strategy: 'head' } }),
      'spec.sampling.strategy: is "head"; allowed: probabilistic, tail, adaptive; use one of them',
    ],
    [
      'no strategy',
      withSpec({ sampling: { ratio: 0.1 } }),
      'spec.sampling.strategy: is missing; allowed: probabilistic, tail, adaptive; add it',
    ],
    [
      'unknown mode',
      withSpec({ sampling: { strategy: 'adaptive', mode: 'x' } }),
      'spec.sampling.mode: is "x"; allowed: collector, jaeger-remote; use one of them',
    ],
    [
      'ratio above 1',
      withSpec({ sampling: { strategy: 'probabilistic', ratio: 10 } }),
      'spec.sampling.ratio: is 10; allowed: at most 1; correct it',
    ],
    [
      'ratio below 0',
      withSpec({ sampling: { strategy: 'probabilistic', ratio: -1 } }),
      'spec.sampling.ratio: is -1; allowed: at least 0; correct it',
    ],
    [
      'no spans',
      withSpec({ sampling: { strategy: 'adaptive', spansPerSecond: 0 } }),
      'spec.sampling.spansPerSecond: is 0; allowed: more than 0; correct it',
    ],
    [
      'field of another strategy',
      withSpec({ sampling: { strategy: 'tail', percent: 1, ratio: 1 } }),
      'spec.sampling.ratio: is not a known field; allowed: strategy, keepErrors, slowMs, percent, drop; correct its name or remove it',
    ],
    [
      'rule without languages',
      withSpec({ injection: { rules: [{ languages: [] }] } }),
      'spec.injection.rules[0].languages: has 0 items; allowed: at least 1; add or remove some',
    ],
    [
      'unknown language',
      withSpec({ injection: { rules: [{ languages: ['cobol'] }] } }),
      `spec.injection.rules[0].languages[0]: is "cobol"; allowed: ${LANGUAGES.join(', ')}; use one of them`,
    ],
    [
      'foreign namespace that is none',
      withSpec({ injection: { instrumentationNamespaces: ['a*'] } }),
      'spec.injection.instrumentationNamespaces[0]: is no namespace; allowed: "*" or a name; correct it',
    ],
  ])('%s', (_, value, expected) => {
    expect(issuesOf(value)).toEqual([expected]);
  });
});

describe('what cannot work together', () => {
  const direct = { enable_tempo: true };
  const selector = (operator: string, values?: string[]): object => ({
    injection: {
      rules: [
        {
          languages: ['java'],
          namespaceSelector: { matchExpressions: [{ key: 'a', operator, ...(values && { values }) }] },
        },
      ],
    },
  });

  test.each<[string, object, string]>([
    [
      'no backend',
      { addons: {} },
      'spec.addons: enables no tracing backend; allowed: enable_tempo, enable_jaeger, enable_victoria_traces, enable_zipkin; set one of them to true',
    ],
    [
      'a primary that is off',
      { backend: 'jaeger' },
      'spec.backend: is jaeger, which is not enabled; allowed: tempo; set spec.addons.enable_jaeger: true or name an enabled one',
    ],
    [
      'tail without Collector',
      { addons: direct, sampling: { strategy: 'tail', percent: 1 } },
      'spec.sampling.strategy: is tail, which the Collector does, but the route is direct; allowed: probabilistic; set spec.route: collector or use probabilistic',
    ],
    [
      'adaptive without Collector',
      { route: 'direct', sampling: { strategy: 'adaptive', spansPerSecond: 1 } },
      'spec.sampling.strategy: is adaptive, which the Collector does, but the route is direct; allowed: probabilistic; set spec.route: collector or use probabilistic',
    ],
    [
      'remote sampling without Jaeger',
      { sampling: { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 1 } },
      'spec.sampling.mode: is jaeger-remote, but there is no Jaeger to ask; allowed: collector; set spec.addons.enable_jaeger: true or name spec.sampling.endpoint',
    ],
    [
      'drop on an old Collector',
      { collector: { version: '0.125.9' }, sampling: { strategy: 'tail', percent: 1, drop: ['/x'] } },
      'spec.sampling.drop: needs Collector 0.126.0 or later, and spec.collector.version is 0.125.9; raise that version or remove drop',
    ],
    [
      'shares of everything',
      { sampling: { strategy: 'adaptive', spansPerSecond: 10, services: { a: 60, b: 40 } } },
      'spec.sampling.services: takes the whole rate and leaves nothing for other services; allowed: less than 100 together; lower a share',
    ],
    [
      'none beside others',
      { propagators: ['none', 'b3'] },
      'spec.propagators: has none together with others; allowed: none alone; remove it or the others',
    ],
    [
      'In without values',
      selector('In'),
      'spec.injection.rules[0].namespaceSelector.matchExpressions[0].values: is empty, but In compares with values; add at least one',
    ],
    [
      'Exists with values',
      selector('Exists', ['a']),
      'spec.injection.rules[0].namespaceSelector.matchExpressions[0].values: has values, but Exists takes none; remove them',
    ],
  ])('%s', (_, spec, expected) => {
    expect(issuesOf(withSpec(spec))).toEqual([expected]);
  });
});
