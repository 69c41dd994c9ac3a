import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseServeFlags, readServeArguments } from '../../../src/live/installation.js';
import { readSnapshot } from '../../../src/live/read-snapshot.js';
import { startLiveRig, webhookDeployment, type LiveRig } from '../../support/live-rig.js';

let rig: LiveRig;

beforeEach(async () => {
  rig = await startLiveRig();
  for (const name of ['team-a', 'team-b'])
    rig.put('/v1/namespaces', { metadata: { name, labels: { team: name } } });
  for (const namespace of ['team-a', 'team-b']) {
    rig.put('opentelemetry.io/v1alpha1/instrumentations', {
      metadata: { name: 'main', namespace },
      spec: {},
    });
    rig.put('/v1/configmaps', { metadata: { name: 'settings', namespace }, data: { A: namespace } });
    rig.put('/v1/limitranges', { metadata: { name: 'range', namespace }, spec: { limits: [] } });
  }
  rig.put('tracing.dokaseca.io/v1alpha1/tracingplatforms', {
    metadata: { name: 'default' },
    spec: { addons: { enable_jaeger: true } },
  });
  rig.put('apps/v1/deployments', webhookDeployment());
  rig.put('admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
    metadata: { name: 'doka-tracing' },
    webhooks: [{ rules: [{ resources: ['pods'] }], namespaceSelector: { matchLabels: { team: 'team-a' } } }],
  });
});

afterEach(() => rig.end());

test('one namespace has what is in it, and the Instrumentations of all', async () => {
  const { snapshot, gaps, registration, installation } = await readSnapshot(rig.cluster, ['team-a']);
  expect(gaps).toEqual([]);
  expect(snapshot.platform).toMatchObject({ kind: 'ready', platform: { primary: { value: 'jaeger' } } });
  expect([...snapshot.namespaces.keys()].sort()).toEqual(['team-a']);
  expect([...snapshot.limitRanges.keys()]).toEqual(['team-a']);
  expect([...snapshot.instrumentations.keys()].sort()).toEqual(['team-a', 'team-b']);
  expect([...snapshot.configMaps.keys()].sort()).toEqual([]);
  expect(registration).toMatchObject({ kind: 'registered', selector: { matchLabels: { team: 'team-a' } } });
  expect(installation).toMatchObject({ namespace: 'doka-tracing' });
});

test('all namespaces, with what the flags of the webhook add', async () => {
  rig.put(
    'apps/v1/deployments',
    webhookDeployment('--watch-configmaps', '--enable-languages=go', '--port', '1'),
  );
  const { snapshot, gaps } = await readSnapshot(rig.cluster, 'all');
  expect(gaps).toEqual([]);
  expect([...snapshot.namespaces.keys()].sort()).toEqual(['team-a', 'team-b']);
  expect([...snapshot.configMaps.keys()].sort()).toEqual(['team-a/settings', 'team-b/settings']);
  expect(snapshot.languages.has('go')).toBe(true);
});

describe('what cannot be read is reported, and the rest is there', () => {
  test.each([
    [
      'Instrumentations of other namespaces',
      'forbidden',
      () => {
        rig.server.deny('list', 'opentelemetry.io/v1alpha1/instrumentations');
      },
    ],
    [
      'LimitRanges',
      'forbidden',
      () => {
        rig.server.deny('list', '/v1/limitranges');
      },
    ],
    [
      'Namespaces',
      'forbidden',
      () => {
        rig.server.deny('get', '/v1/namespaces');
      },
    ],
    [
      'Instrumentations',
      'kind-absent',
      () => {
        rig.server.uninstall('opentelemetry.io/v1alpha1/instrumentations');
      },
    ],
    [
      'TracingPlatforms',
      'kind-absent',
      () => {
        rig.server.uninstall('tracing.dokaseca.io/v1alpha1/tracingplatforms');
      },
    ],
  ] as const)('%s: %s', async (what, kind, happen) => {
    happen();
    const { gaps } = await readSnapshot(rig.cluster, ['team-a']);
    expect(gaps.map((gap) => [gap.what, gap.failure.kind])).toContainEqual([what, kind]);
  });

  test('a platform that is refused', async () => {
    rig.put('tracing.dokaseca.io/v1alpha1/tracingplatforms', {
      metadata: { name: 'default' },
      spec: { backend: 'jager' },
    });
    const { snapshot, refused } = await readSnapshot(rig.cluster, ['team-a']);
    expect(snapshot.platform.kind).toBe('invalid');
    expect(refused[0]?.path).toBe('TracingPlatform default spec.backend');
  });

  test('flags, for whoever may not list Deployments everywhere', async () => {
    rig.server.deny('list', 'apps/v1/deployments');
    expect((await readSnapshot(rig.cluster, ['team-a'])).installation).toBeDefined();
    rig.server.deny('get', 'apps/v1/deployments');
    expect((await readSnapshot(rig.cluster, ['team-a'])).gaps).toMatchObject([
      { what: 'flags of the webhook' },
    ]);
  });

  test('no webhook, and no registration', async () => {
    rig.server.store.remove('apps/v1/deployments', 'doka-tracing/doka-tracing');
    rig.server.store.remove('admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', '/doka-tracing');
    expect(await readSnapshot(rig.cluster, ['team-a'])).toMatchObject({
      installation: undefined,
      registration: { kind: 'absent' },
      gaps: [],
    });
  });
});

test.each([
  [['--owners', 'watch'], { needs: new Set(['owners-watch']) }],
  [['--owners=name', '--watch-service-accounts'], { needs: new Set(['watch-service-accounts']) }],
  [
    ['--collector-status', '--audit-every=300', '--watch-configmaps'],
    { needs: new Set(['auditor', 'collector-status', 'watch-configmaps']) },
  ],
  [['--audit-every', '0'], { needs: new Set() }],
  [['--webhook-configuration', 'mine'], { webhookConfiguration: 'mine' }],
  [['--platform=/etc/flags.tfvars'], { hasFiles: true }],
  [['--log-level', 'debug'], { hasFiles: false, webhookConfiguration: 'doka-tracing', needs: new Set() }],
] as const)('flags %j', (words, flags) => {
  expect(parseServeFlags(words)).toMatchObject(flags);
});

test('the languages of flags are those of serve', () => {
  const { languages } = parseServeFlags(['--enable-languages', 'go', '--disable-languages=java,python']);
  expect(['go', 'java', 'python', 'nodejs'].map((name) => languages.has(name as never))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test.each([
  [{ args: ['serve', '--port', '1'] }, ['--port', '1']],
  [{ command: ['node', 'main.js', 'serve'], args: ['--page-port=1'] }, ['--page-port=1']],
  [{ args: ['render'] }, undefined],
])('the arguments of %j', (container, words) => {
  const spec = { template: { spec: { containers: [{ name: 'sidecar' }, container] } } };
  expect(readServeArguments({ metadata: {}, spec })).toEqual(words);
});
