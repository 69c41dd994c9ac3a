import { describe, expect, test } from 'vitest';
import { type Language } from '../../../../src/core/domain.js';
import type { ServiceAccount } from '../../../../src/core/kubernetes/service-account.js';
import type { Container, Pod, PodSpec, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { type Decided, admitInShop } from '../contexts.js';

const ENFORCED = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
const NONE: ServiceAccount = { enforcesSecrets: true, secrets: [], pullSecrets: [] };

interface Scene {
  readonly language?: Language;
  readonly spec?: Partial<PodSpec>;
  readonly app?: Partial<Container>;
  readonly annotations?: StringMap;
  readonly namespace?: StringMap;
  readonly accounts?: Readonly<Record<string, ServiceAccount>>;
  /** Specs of the platform and of the Instrumentation. */
  readonly platform?: object;
  readonly asked?: object;
  /** As the API server sends it. */
  readonly isAdmitted?: boolean;
}

function decide({
  language = 'java',
  spec,
  app,
  annotations,
  namespace = {},
  accounts = {},
  platform = {},
  asked,
  isAdmitted,
}: Scene): Decided {
  const pod: Pod = {
    metadata: {
      annotations: {
        [`instrumentation.opentelemetry.io/inject-${language}`]: 'true',
        'instrumentation.opentelemetry.io/otel-go-auto-target-exe': '/app/run',
        ...annotations,
      },
      ...(isAdmitted === true ? { managedFields: [{}] } : {}),
    },
    spec: { containers: [{ name: 'app', ...app }], ...spec },
  };
  const entries = Object.entries(accounts).map(([name, account]) => [`shop/${name}`, account] as const);
  return admitInShop(pod, {
    namespace: { annotations: namespace },
    platform: { addons: { enable_tempo: true, enable_opentelemetry_operator: true }, ...platform },
    snapshot: { serviceAccounts: new Map(entries) },
    ...(asked === undefined ? {} : { asked }),
  });
}

const forbiddenIn = (scene: Scene): readonly string[] =>
  decide(scene).findings.flatMap(({ code, message }) =>
    code === 'secret-not-mountable' ? [/Secret (.*)\.$/.exec(message)?.[1] ?? ''] : [],
  );

const PULL = { agents: { pullSecret: 'agents' } };
const EXPORTER = { endpoint: 'https://gateway.example:4318' };
const TLS = { exporter: { ...EXPORTER, tls: { secretName: 'tls', ca_file: 'ca.crt' } } };
const KEY = { name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } };
const DIRECT = {
  route: 'direct',
  backends: {
    tempo: {
      endpoint: 'https://tempo.example',
      headers: [{ name: 'authorization', secretName: 'access', key: 'token' }],
    },
  },
};
const DIRECT_TLS = {
  route: 'direct',
  backends: {
    tempo: { endpoint: 'https://tempo.example', tls: { secretName: 'backend', caFile: 'ca.crt' } },
  },
};

/** Each Secret that injection may need, and what it is called. */
const NEEDS: readonly (readonly [string, Scene, string])[] = [
  ['to pull images', { platform: PULL }, 'agents'],
  ['of certificates of the Instrumentation', { asked: TLS }, 'tls'],
  ['of certificates of a backend', { platform: DIRECT_TLS }, 'backend'],
  ['of a header', { platform: DIRECT }, 'access'],
  ['of a variable of the Instrumentation', { asked: { exporter: EXPORTER, env: [KEY] } }, 'keys'],
  ['of a variable of the language', { asked: { exporter: EXPORTER, java: { env: [KEY] } } }, 'keys'],
  ['of a variable of Go’s sidecar', { language: 'go', asked: { exporter: EXPORTER, env: [KEY] } }, 'keys'],
  ['of a header of Go’s sidecar', { language: 'go', platform: DIRECT }, 'access'],
  [
    'of a variable of a web server’s module',
    { language: 'nginx', asked: { exporter: EXPORTER, env: [KEY] } },
    'keys',
  ],
  ['of a variable of an SDK', { language: 'sdk', asked: { exporter: EXPORTER, env: [KEY] } }, 'keys'],
];

describe.each(NEEDS)('a Secret %s', (_, scene, name) => {
  const listed: ServiceAccount = { enforcesSecrets: true, secrets: [name], pullSecrets: [name] };
  test.each<[string, Scene, boolean]>([
    ['under a ServiceAccount that is not known', {}, true],
    [
      'under one that holds its pods to nothing',
      { accounts: { default: { ...NONE, enforcesSecrets: false } } },
      true,
    ],
    ['under one that does not list it', { accounts: { default: NONE } }, false],
    ['under one that lists it', { accounts: { default: listed } }, true],
    [
      'under the one that the pod names',
      { spec: { serviceAccountName: 'web' }, accounts: { default: NONE, web: listed } },
      true,
    ],
    [
      'under that, by its former name',
      { spec: { serviceAccount: 'web' }, accounts: { default: listed, web: NONE } },
      false,
    ],
    ['where the pod tells', { annotations: ENFORCED }, false],
    ['where the namespace tells', { namespace: ENFORCED }, false],
    [
      'where the pod tells otherwise',
      { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'false' } },
      true,
    ],
    [
      'where the ServiceAccount is known as well',
      { annotations: ENFORCED, accounts: { default: listed } },
      true,
    ],
  ])('%s', (__, around, isAllowed) => {
    const outcome = decide({ ...scene, ...around });
    expect(forbiddenIn({ ...scene, ...around })).toEqual(isAllowed ? [] : [name]);
    expect(outcome.injections).toHaveLength(isAllowed ? 1 : 0);
  });
});

describe('a Secret that the pod has itself', () => {
  test.each<[string, Scene]>([
    ['to pull images', { platform: PULL, spec: { imagePullSecrets: [{ name: 'agents' }] } }],
    ['as a volume', { asked: TLS, spec: { volumes: [{ name: 'v', secret: { secretName: 'tls' } }] } }],
    ['in a variable', { asked: { exporter: EXPORTER, env: [KEY] }, app: { env: [{ ...KEY, name: 'B' }] } }],
    [
      'in all variables of a container',
      { asked: { exporter: EXPORTER, env: [KEY] }, app: { envFrom: [{ secretRef: { name: 'keys' } }] } },
    ],
    [
      'in a variable of that name',
      { asked: { exporter: EXPORTER, env: [KEY] }, app: { env: [{ name: 'A', value: 'own' }] } },
    ],
  ])('%s is used', (_, scene) => {
    expect(forbiddenIn({ ...scene, accounts: { default: NONE } })).toEqual([]);
  });

  test('to pull images is not one that may be mounted', () => {
    const spec = { imagePullSecrets: [{ name: 'tls' }] };
    expect(forbiddenIn({ asked: TLS, spec, accounts: { default: NONE } })).toEqual(['tls']);
  });
});

describe('pull secrets', () => {
  const account: ServiceAccount = { enforcesSecrets: false, secrets: [], pullSecrets: ['one', 'two'] };
  const own = { imagePullSecrets: [{ name: 'own' }] };
  test.each<[string, Scene, readonly string[], boolean]>([
    ['of a ServiceAccount that is not known', {}, ['agents'], true],
    ['of one that is known', { accounts: { default: account } }, ['one', 'two', 'agents'], false],
    [
      'of one that names the platform’s',
      { accounts: { default: { ...account, pullSecrets: ['agents'] } } },
      ['agents'],
      false,
    ],
    ['of one that names none', { accounts: { default: { ...account, pullSecrets: [] } } }, ['agents'], false],
    ['beside those of the pod', { accounts: { default: account }, spec: own }, ['own', 'agents'], false],
    ['beside those of the pod, whatever the ServiceAccount', { spec: own }, ['own', 'agents'], false],
    ['of a pod that the API server has seen', { isAdmitted: true }, ['agents'], false],
    ['of another ServiceAccount', { accounts: { web: account } }, ['agents'], true],
    [
      'of the one that the pod names',
      { accounts: { web: account }, spec: { serviceAccountName: 'web' } },
      ['one', 'two', 'agents'],
      false,
    ],
  ])('%s', (_, scene, expected, isTold) => {
    const { pod, findings } = decide({ ...scene, platform: PULL });
    expect(pod.spec.imagePullSecrets?.map(({ name }) => name)).toEqual(expected);
    expect(findings.some(({ code }) => code === 'pull-secrets-replaced')).toBe(isTold);
  });

  test.each<[string, Scene]>([
    ['without a platform’s', {}],
    ['for an SDK, which brings no image', { platform: PULL, language: 'sdk' }],
  ])('%s are none', (_, scene) => {
    const { pod, findings } = decide({ ...scene, accounts: { default: account } });
    expect([pod.spec.imagePullSecrets, findings]).toEqual([undefined, []]);
  });
});
