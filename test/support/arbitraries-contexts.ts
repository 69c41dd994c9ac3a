import fc from 'fast-check';
import { LANGUAGES } from '../../src/core/domain.js';
import type { Instrumentation } from '../../src/core/objects/instrumentation.js';
import { parseInstrumentation } from '../../src/core/objects/parse-instrumentation.js';
import { formatOwnerKey, type ClusterSnapshot } from '../../src/core/snapshot.js';
import type { LimitRange } from '../../src/core/kubernetes/limit-range.js';
import type { ServiceAccount } from '../../src/core/kubernetes/service-account.js';
import { configMapData, HELD_CONFIG_MAP } from './arbitraries-env.js';
import { instrumentationSpec } from './arbitraries-instrumentations.js';
import { platform } from './arbitraries-platforms.js';
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

const bounds = (cpu: readonly string[], memory: readonly string[]): fc.Arbitrary<object> =>
  fc.record({ cpu: chance(60, fc.constantFrom(...cpu)), memory: chance(60, fc.constantFrom(...memory)) });
const limitRange: fc.Arbitrary<LimitRange> = fc
  .record({
    type: fc.constantFrom('Container', 'Container', 'Pod', 'PersistentVolumeClaim'),
    min: chance(40, bounds(['1m', '60m', '100m'], ['4Mi', '70Mi'])),
    max: chance(50, bounds(['200m', '1', '4'], ['200Mi', '1Gi', '8Gi'])),
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
      'openshift.io/sa.scc.uid-range': chance(8, fc.constant('1000660000/10000')),
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
    formatOwnerKey('ReplicaSet', NAMESPACE, 'held-1'),
    { ownerReferences: [{ kind: 'Deployment', name: 'held', uid: 'd1' }] },
  ],
]);

/** The account of pods that name none; some let their pods use few Secrets only. */
const serviceAccount: fc.Arbitrary<ServiceAccount> = fc.record({
  enforcesSecrets: fc.boolean(),
  secrets: fc.subarray(['tls', 'access', 'keys']),
  pullSecrets: fc.subarray(['registry', 'own-registry']),
});

/** A snapshot with all languages switched on; in a few of a hundred cases all of them are off. */
export const snapshot: fc.Arbitrary<ClusterSnapshot> = fc
  .record({
    namespace: chance(98, namespaceFacts),
    instrumentations,
    platform,
    limitRanges: chance(32, fc.array(limitRange, { maxLength: 2 })),
    configMap: chance(60, configMapData),
    isOn: fc.oneof(
      { weight: 60, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    account: chance(12, serviceAccount),
  })
  .map(
    ({ namespace, instrumentations: objects, platform: state, limitRanges, configMap, isOn, account }) => ({
      namespaces: new Map(namespace === undefined ? [] : [[NAMESPACE, namespace]]),
      instrumentations: objects,
      platform: state,
      limitRanges: new Map([[NAMESPACE, limitRanges ?? []]]),
      owners: OWNERS,
      configMaps: new Map(configMap === undefined ? [] : [[`${NAMESPACE}/${HELD_CONFIG_MAP}`, configMap]]),
      serviceAccounts: new Map(account === undefined ? [] : [[`${NAMESPACE}/default`, account]]),
      languages: new Set(isOn ? LANGUAGES : []),
    }),
  );
