import fc from 'fast-check';
import { BACKENDS, LANGUAGES, PROPAGATORS, ROUTES, SIGNALS, TOPOLOGIES } from '../../src/core/domain.js';
import { parseInstrumentation, type Instrumentation } from '../../src/core/objects/instrumentation.js';
import { parseTracingPlatform } from '../../src/core/objects/tracing-platform.js';
import {
  ownerKey,
  type ClusterSnapshot,
  type LimitRange,
  type PlatformState,
} from '../../src/core/snapshot.js';
import { configMapData, HELD_CONFIG_MAP } from './arbitraries-env.js';
import { instrumentationSpec } from './arbitraries-instrumentations.js';
import { chance } from './arbitraries-text.js';

/** What a cluster may hold when a pod is created in its namespace `shop`. */

export const NAMESPACE = 'shop';

const instrumentation = (name: string, namespace: string): fc.Arbitrary<Instrumentation> =>
  instrumentationSpec.map((spec) => {
    // Read as the watch reads it; undefined fields are not there in JSON.
    const read = parseInstrumentation(JSON.parse(JSON.stringify({ metadata: { name, namespace }, spec })));
    if (!read.ok) throw new Error(`a generated Instrumentation is refused: ${JSON.stringify(read.error)}`);
    return read.value.instrumentation;
  });

const instrumentations = fc
  .tuple(
    chance(96, instrumentation('main', NAMESPACE)),
    chance(5, instrumentation('other', NAMESPACE)),
    instrumentation('shared', 'lib'),
  )
  .map(([main, other, shared]) => {
    const own = [main, other].flatMap((each) =>
      each === undefined ? [] : [[each.metadata.name, each] as const],
    );
    return new Map([
      [NAMESPACE, new Map(own)],
      ['lib', new Map([['shared', shared]])],
    ]);
  });

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

const platformSpec = fc.record({
  cluster: chance(
    30,
    fc.record({
      name: chance(50, fc.constant('production')),
      domain: chance(70, fc.constantFrom('cluster.local', 'cluster.local.')),
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

const platform: fc.Arbitrary<PlatformState> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<PlatformState>({ kind: 'absent' }) },
  { weight: 3, arbitrary: fittingSpec.map(platformState) },
  { weight: 3, arbitrary: platformSpec.map(platformState) },
);

/** What cannot work together makes an invalid platform, as when it is read from the cluster. */
function platformState(spec: object): PlatformState {
  const read = parseTracingPlatform(JSON.parse(JSON.stringify({ metadata: { name: 'default' }, spec })));
  return read.ok ? { kind: 'ready', platform: read.value.platform } : { kind: 'invalid', issues: read.error };
}

const bounds = (cpu: readonly string[], memory: readonly string[]): fc.Arbitrary<object> =>
  fc.record({ cpu: chance(60, fc.constantFrom(...cpu)), memory: chance(60, fc.constantFrom(...memory)) });
const limitRange: fc.Arbitrary<LimitRange> = fc
  .record({
    type: fc.constantFrom('Container', 'Container', 'Pod', 'PersistentVolumeClaim'),
    min: chance(40, bounds(['1m', '60m', '100m'], ['4Mi', '70Mi'])),
    max: chance(50, bounds(['200m', '1', '4'], ['100Mi', '1Gi', '8Gi'])),
    maxLimitRequestRatio: chance(25, bounds(['1', '2', '4'], ['1', '3'])),
  })
  .map((item) => JSON.parse(JSON.stringify({ name: 'bounds', limits: [item] })) as LimitRange);

const INJECT_JAVA = 'instrumentation.opentelemetry.io/inject-java';
const namespaceFacts = fc
  .record({
    annotations: fc.record({
      [INJECT_JAVA]: chance(8, fc.constantFrom('true', 'false', 'lib/shared', '')),
      'instrumentation.opentelemetry.io/container-names': chance(4, fc.constantFrom('app', 'web,app')),
      'tracing.dokaseca.io/backend': chance(4, fc.constantFrom('tempo', 'zipkin')),
    }),
    labels: fc.record({
      'pod-security.kubernetes.io/enforce': chance(
        35,
        fc.constantFrom('privileged', 'baseline', 'restricted', 'odd'),
      ),
      team: chance(60, fc.constant('shop')),
      'tracing.dokaseca.io/inject': chance(1, fc.constant('disabled')),
    }),
  })
  .map(
    (facts) =>
      JSON.parse(JSON.stringify(facts)) as {
        annotations: Record<string, string>;
        labels: Record<string, string>;
      },
  );

const OWNERS = new Map([
  [
    ownerKey('ReplicaSet', NAMESPACE, 'held-1'),
    { ownerReferences: [{ kind: 'Deployment', name: 'held', uid: 'd1' }] },
  ],
]);

/** A snapshot with all languages switched on; in a few of a hundred cases all of them are off. */
export const snapshot: fc.Arbitrary<ClusterSnapshot> = fc
  .record({
    namespace: chance(96, namespaceFacts),
    instrumentations,
    platform,
    limitRanges: chance(32, fc.array(limitRange, { maxLength: 2 })),
    configMap: chance(60, configMapData),
    isOn: fc.oneof(
      { weight: 60, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
  })
  .map(({ namespace, instrumentations: objects, platform: state, limitRanges, configMap, isOn }) => ({
    namespaces: new Map(namespace === undefined ? [] : [[NAMESPACE, namespace]]),
    instrumentations: objects,
    platform: state,
    limitRanges: new Map([[NAMESPACE, limitRanges ?? []]]),
    owners: OWNERS,
    configMaps: new Map(configMap === undefined ? [] : [[`${NAMESPACE}/${HELD_CONFIG_MAP}`, configMap]]),
    languages: new Set(isOn ? LANGUAGES : []),
  }));
