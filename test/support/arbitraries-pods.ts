import fc from 'fast-check';
import {
  containerBody,
  OWN_VOLUME_NAMES,
  podContext,
  PROFILES,
  VOLUME_NAMES,
  type Profile,
} from './arbitraries-containers.js';
import { annotations } from './arbitraries-annotations.js';
import {
  bigInteger,
  chance,
  nullable,
  oddKey,
  oddText,
  USERS,
  usersText,
  withUnknown,
} from './arbitraries-text.js';

/** Pods as an API server may send them, and as none would. */

const PLAIN_NAMES = ['app', 'web', 'db', 'worker', 'w'.repeat(63)];
const OTHER_NAMES = ['istio-proxy', 'vault-agent', 'otc-container', 'true', 'constructor'];
const OWN_NAMES = [
  'opentelemetry-auto-instrumentation-extension-0',
  'opentelemetry-auto-instrumentation-java',
  'opentelemetry-auto-instrumentation',
  'otel-agent-attach-nginx',
];

const containerName = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...PLAIN_NAMES) },
  { weight: 10, arbitrary: fc.constantFrom(...OTHER_NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...OWN_NAMES) },
);

interface Names {
  readonly containers: readonly string[];
  readonly initContainers: readonly string[];
}

/** Names are unique in a pod; the API server takes no others. */
const names: fc.Arbitrary<Names> = fc
  .record({
    all: fc.uniqueArray(containerName, { minLength: 1, maxLength: 5 }),
    regular: fc.oneof(
      { weight: 3, arbitrary: fc.constant(1) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }) },
    ),
    hasInit: fc.boolean(),
  })
  .map(({ all, regular, hasInit }) => ({
    containers: all.slice(0, regular),
    initContainers: hasInit ? all.slice(regular) : [],
  }));

const containersOf = (list: readonly string[], profile: Profile, sidecars: number): fc.Arbitrary<object[]> =>
  fc.tuple(
    ...list.map((name) =>
      fc
        .tuple(containerBody(profile), chance(sidecars, fc.constant('Always')))
        .map(([body, restartPolicy]) => ({ name, ...body, restartPolicy })),
    ),
  );

const volumeSource = fc.oneof(
  fc.constantFrom(
    { emptyDir: {} },
    { emptyDir: null },
    { hostPath: { path: `/${USERS}` } },
    { secret: { secretName: USERS } },
  ),
  fc.record({
    csi: fc.record({ driver: usersText, volumeAttributes: fc.dictionary(oddKey, usersText, { maxKeys: 2 }) }),
  }),
);
const volume = (name: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  withUnknown(fc.tuple(name, volumeSource).map(([of, source]) => ({ name: of, ...source })));
const volumes: fc.Arbitrary<unknown> = nullable(
  90,
  fc
    .tuple(
      fc.tuple(...VOLUME_NAMES.map((name) => volume(fc.constant(name)))),
      chance(10, volume(fc.constantFrom(...OWN_VOLUME_NAMES))),
    )
    .map(([list, own]) => (own === undefined ? list : [...list, own])),
);

const owner = fc.constantFrom(
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d8c', uid: 'u1', controller: true },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'held-1' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db, main', uid: 'u2' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'node$(A)' },
  { apiVersion: 'x/v1', kind: 'constructor', name: '__proto__', uid: 'u3' },
  { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly' },
);
const job = fc.constant({ apiVersion: 'batch/v1', kind: 'Job', name: 'nightly-28123456', uid: 'u4' });

const LABELS = {
  'pod-template-hash': fc.constant('5d8c'),
  'rollouts-pod-template-hash': fc.constant('5d8c'),
  'app.kubernetes.io/name': oddText,
  'app.kubernetes.io/instance': oddText,
  'app.kubernetes.io/version': oddText,
  tier: fc.constant('front'),
  constructor: oddText,
  'serving.knative.dev/service': chance(4, fc.constant('pay')),
  'instrumentation.opentelemetry.io/inject-java': chance(2, fc.constant('true')),
};
const labels: fc.Arbitrary<unknown> = nullable(
  70,
  fc
    .record(
      { ...LABELS, 'tracing.dokaseca.io/inject': chance(1, fc.constantFrom('disabled', 'enabled')) },
      { requiredKeys: [] },
    )
    .map((value) => value as object),
);

const metadata = (all: Names): fc.Arbitrary<object> =>
  withUnknown(
    fc.record({
      name: nullable(40, fc.constantFrom('web-5d8c-x', 'db-0')),
      generateName: chance(60, fc.constant('web-5d8c-')),
      namespace: chance(20, fc.constant('shop')),
      generation: chance(10, bigInteger),
      labels,
      annotations: nullable(96, annotations([...all.containers, ...all.initContainers])),
      ownerReferences: nullable(
        50,
        fc
          .tuple(fc.array(owner, { maxLength: 2 }), chance(14, job))
          .map(([list, last]) => (last === undefined ? list : [...list, last])),
      ),
      managedFields: chance(10, fc.constant([{ manager: USERS, fieldsV1: { 'f:spec': {} } }])),
    }),
  );

const POD_RESOURCES = [
  { limits: { cpu: '8' } },
  { limits: { cpu: '8', memory: '8Gi' }, requests: { cpu: '8', memory: '8Gi' } },
  { limits: { cpu: '200m', memory: '200Mi' } },
];

const specFields = {
  volumes,
  securityContext: podContext,
  os: nullable(
    6,
    fc.constantFrom({ name: 'linux' }, { name: 'linux' }, { name: 'linux' }, { name: 'windows' }),
  ),
  nodeSelector: nullable(
    15,
    fc.constantFrom({ 'kubernetes.io/arch': 'arm64' }, { 'kubernetes.io/arch': 'amd64' }, { disk: USERS }),
  ),
  affinity: nullable(
    6,
    fc.constantFrom(
      ...[['arm64'], ['arm64', 'amd64'], null].map((values) => ({
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values }] },
            ],
          },
        },
      })),
    ),
  ),
  nodeName: chance(5, fc.constant('node-1')),
  hostNetwork: nullable(10, fc.boolean()),
  hostPID: nullable(5, fc.boolean()),
  dnsPolicy: chance(15, fc.constantFrom('ClusterFirst', 'Default', 'ClusterFirstWithHostNet')),
  shareProcessNamespace: nullable(10, fc.boolean()),
  imagePullSecrets: nullable(20, fc.constantFrom([{ name: 'registry' }], [{ name: USERS }], [{}])),
  ephemeralContainers: nullable(4, fc.constantFrom([{ name: 'debugger' }], [])),
  activeDeadlineSeconds: chance(10, bigInteger),
  terminationGracePeriodSeconds: chance(10, bigInteger),
  tolerations: chance(
    10,
    fc.array(fc.record({ key: usersText, tolerationSeconds: bigInteger }), { maxLength: 2 }),
  ),
  resources: chance(6, fc.constantFrom(...POD_RESOURCES)),
  hostUsers: nullable(8, fc.boolean()),
};

const profile = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PROFILES.slice(0, 3)) },
  { weight: 1, arbitrary: fc.constant('odd' as const) },
);

/** A pod of the right shape, in which each field may be odd. */
export const wholePod: fc.Arbitrary<object> = fc
  .record({ names, profile })
  .chain(({ names: all, profile: kind }) =>
    fc.record({
      apiVersion: fc.constant('v1'),
      kind: fc.constant('Pod'),
      metadata: metadata(all),
      spec: withUnknown(
        fc
          .record({
            ...specFields,
            containers: containersOf(all.containers, kind, 0),
            initContainers: containersOf(all.initContainers, kind, 30),
          })
          .map(({ initContainers, ...spec }) =>
            initContainers.length === 0 ? spec : { ...spec, initContainers },
          ),
      ),
      status: chance(10, withUnknown(fc.constant({}))),
    }),
  );

/** What breaks the shape of a pod: a part that is missing, null, or of another type. */
const BREAKAGES: readonly (readonly [string, unknown])[] = [
  ['spec', null],
  ['spec', 'x'],
  ['spec', { containers: null }],
  ['spec', { containers: [null] }],
  ['spec', { containers: [] }],
  ['spec', { containers: [{ name: 1 }] }],
  ['spec', { containers: [{ name: 'app', env: {} }] }],
  ['spec', { containers: [{ name: 'app', env: [null] }] }],
  ['spec', { containers: [{ name: 'app' }], volumes: [{}] }],
  ['metadata', null],
  ['metadata', { annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true', x: 1 } }],
  ['metadata', { annotations: { 'instrumentation.opentelemetry.io/inject-java': true } }],
  ['metadata', { annotations: { 'instrumentation.opentelemetry.io/inject-sdk': 'true' }, labels: [] }],
  ['metadata', 7],
];

/** Any pod, of broken shape in a few of a hundred cases. */
export const pod: fc.Arbitrary<object> = fc
  .tuple(wholePod, chance(4, fc.constantFrom(...BREAKAGES)))
  .map(([value, breakage]) => (breakage === undefined ? value : { ...value, [breakage[0]]: breakage[1] }));
