import fc from 'fast-check';
import {
  BACKENDS,
  LANGUAGES,
  NODE_ADDRESSES,
  PROPAGATORS,
  ROUTES,
  SIGNALS,
  TOPOLOGIES,
} from '../../src/core/domain.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import type { PlatformState } from '../../src/core/snapshot.js';
import { chance } from './arbitraries-text.js';

const sampling = fc.constantFrom(
  { strategy: 'probabilistic', ratio: 0.1 },
  { strategy: 'tail', percent: 5, slowMs: 100 },
  { strategy: 'adaptive', spansPerSecond: 100, services: { shop: 50 } },
  { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.2, endpoint: 'http://jaeger:5779' },
);
const rule = fc.record({
  namespaceSelector: chance(
    30,
    fc.constantFrom(
      { matchLabels: { team: 'shop' } },
      { matchExpressions: [{ key: 'constructor', operator: 'DoesNotExist' }] },
    ),
  ),
  podSelector: chance(
    40,
    fc.constantFrom(
      { matchLabels: { tier: 'front' } },
      { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front'] }] },
    ),
  ),
  languages: fc.uniqueArray(fc.constantFrom(...LANGUAGES), { minLength: 1, maxLength: 2 }),
  containers: chance(25, fc.constantFrom(['app'], ['web', 'app'])),
});
const backendSettings = fc.record({
  namespace: chance(20, fc.constant('tracing')),
  chart: chance(20, fc.constantFrom('1.18.2', '3.4.1', '0.0.3')),
  endpoint: chance(
    20,
    fc.constantFrom('https://traces.example', 'http://backend:4317', 'http://backend:9411/x'),
  ),
});

/** What a backend may ask of whoever sends to it, beside an endpoint that fits. */
const access = fc.record({
  tenant: chance(40, fc.constantFrom({ fixed: 'team a,$(b)' }, { namespace: true })),
  headers: chance(
    50,
    fc.constantFrom(
      [{ name: 'authorization', secretName: 'access', key: 'token' }],
      [
        { name: 'x-a', secretName: 'access', key: 'a' },
        { name: 'x-b', secretName: 'access', key: 'b' },
      ],
    ),
  ),
  tls: chance(
    40,
    fc.constantFrom(
      {},
      { insecure: true },
      { caFile: '/ca.pem' },
      { secretName: 'tls', caFile: 'ca.crt', certFile: 'tls.crt', keyFile: 'tls.key' },
      { configMapName: 'ca', caFile: 'ca.crt' },
    ),
  ),
});

const platformSpec = fc.record({
  cluster: chance(
    30,
    fc.record({
      name: chance(50, fc.constant('production')),
      domain: chance(70, fc.constantFrom('cluster.local', 'cluster.local.')),
      podSecurity: chance(30, fc.constantFrom('privileged', 'baseline', 'restricted')),
    }),
  ),
  addons: chance(
    70,
    fc.record({
      enable_tempo: fc.boolean(),
      enable_jaeger: fc.boolean(),
      enable_zipkin: fc.boolean(),
      enable_victoria_traces: fc.boolean(),
      enable_opentelemetry_operator: chance(80, fc.boolean()),
    }),
  ),
  backend: chance(30, fc.constantFrom(...BACKENDS)),
  route: chance(50, fc.constantFrom(...ROUTES)),
  collector: chance(
    40,
    fc.record({
      topology: chance(60, fc.constantFrom(...TOPOLOGIES)),
      namespace: chance(20, fc.constant('observability')),
      nodeAddress: chance(20, fc.constantFrom(...NODE_ADDRESSES)),
      endpoint: chance(10, fc.constantFrom('http://collector.example', 'https://collector.example:4317')),
    }),
  ),
  backends: chance(
    30,
    fc.record({
      tempo: chance(50, backendSettings),
      zipkin: chance(30, backendSettings),
      'victoria-traces': chance(30, backendSettings),
    }),
  ),
  signals: chance(25, fc.uniqueArray(fc.constantFrom(...SIGNALS))),
  propagators: chance(
    25,
    fc.uniqueArray(fc.constantFrom(...PROPAGATORS.slice(0, 7)), { minLength: 1, maxLength: 3 }),
  ),
  sampling: chance(45, sampling),
  images: chance(
    15,
    fc.record({
      registry: chance(70, fc.constant('registry.example/all')),
      pullSecret: chance(50, fc.constant('registry')),
    }),
  ),
  agents: chance(
    40,
    fc.record({
      registry: chance(60, fc.constantFrom('registry.example/agents', 'registry.example/')),
      pullSecret: chance(50, fc.constant('registry')),
      java: chance(
        15,
        fc.record({ enabled: chance(50, fc.boolean()), image: chance(50, fc.constant('own/java:1')) }),
      ),
      go: chance(10, fc.constant({ enabled: false })),
    }),
  ),
  injection: chance(
    40,
    fc.record({
      rules: chance(60, fc.array(rule, { maxLength: 2 })),
      ignoreContainers: chance(30, fc.constantFrom([], ['app'])),
      instrumentationNamespaces: chance(35, fc.constantFrom(['*'], ['lib'], [])),
    }),
  ),
});

/** A platform whose parts fit together whatever they are: `tempo` is there, and what the Collector does has one. */
const fittingSpec = platformSpec.map(({ route, ...spec }) => ({
  ...spec,
  backend: undefined,
  addons: { ...spec.addons, enable_tempo: true, enable_opentelemetry_operator: true },
  ...(spec.sampling === undefined || spec.sampling.strategy === 'probabilistic' ? { route } : {}),
}));

/** A platform on which agents send to Tempo themselves, which asks for something. */
const directSpec = fc
  .tuple(fittingSpec, access)
  .map(([spec, tempo]) => ({ ...spec, sampling: undefined, route: 'direct', backends: { tempo } }));

/** What a cluster has chosen: nothing, something that fits, or what may be refused. */
export const platform: fc.Arbitrary<PlatformState> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<PlatformState>({ kind: 'absent' }) },
  { weight: 2, arbitrary: fittingSpec.map(platformState) },
  { weight: 1, arbitrary: directSpec.map(platformState) },
  { weight: 1, arbitrary: platformSpec.map(platformState) },
);

/** The spec of a platform as an object has it; one that does not fit together is refused when it is read. */
export const anyPlatformSpec: fc.Arbitrary<object> = fc.oneof(fittingSpec, directSpec, platformSpec);

/** What cannot work together makes an invalid platform, as when it is read from the cluster. */
function platformState(spec: object): PlatformState {
  const read = parseTracingPlatform(JSON.parse(JSON.stringify({ metadata: { name: 'default' }, spec })));
  return read.ok ? { kind: 'ready', platform: read.value.platform } : { kind: 'invalid', issues: read.error };
}
