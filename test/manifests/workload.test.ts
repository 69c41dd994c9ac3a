import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { optionsOf } from '../support/command-options.js';
import { readPackageVersion } from '../../src/text/package-version.js';
import { MANIFESTS, only, type Manifest } from '../support/kustomize.js';
import { installation, INSTALLATIONS } from './installations.js';

interface Probe {
  readonly httpGet: object;
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: {
    readonly limits: Readonly<Record<string, string>>;
    readonly requests: Readonly<Record<string, string>>;
  };
  readonly securityContext: object;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
}

interface Deployment {
  readonly replicas: number;
  readonly selector: object;
  readonly strategy: object;
  readonly template: {
    readonly metadata: { readonly labels: object };
    readonly spec: {
      readonly containers: readonly [Container];
      readonly initContainers?: unknown;
      readonly securityContext: object;
      readonly terminationGracePeriodSeconds: number;
      readonly topologySpreadConstraints: readonly object[];
      readonly volumes?: readonly object[];
      readonly [field: string]: unknown;
    };
  };
}

const deploymentOf = (manifests: readonly Manifest[]): Deployment =>
  only(manifests, 'Deployment').spec as Deployment;
const specOf = (kind: string): Readonly<Record<string, unknown>> =>
  only(installation(), kind).spec as Readonly<Record<string, unknown>>;

const SPEC = deploymentOf(installation());
const POD = SPEC.template.spec;
const [CONTAINER] = POD.containers;
const LABELS = { 'app.kubernetes.io/name': 'doka-tracing' };
const DOCKERFILE = readFileSync(join(MANIFESTS, '../Dockerfile'), 'utf8');

/** Defaults of the options of a command. */
function defaultsOf(name: string): Readonly<Record<string, unknown>> {
  const options = optionsOf(name);
  return Object.fromEntries(
    options.map((option) => [option.attributeName(), option.defaultValue as unknown]),
  );
}

describe('one set of labels', () => {
  test.each<[string, unknown]>([
    ['Deployment', SPEC.selector],
    ['pods', { matchLabels: SPEC.template.metadata.labels }],
    ['PodDisruptionBudget', specOf('PodDisruptionBudget')['selector']],
    ['NetworkPolicy', specOf('NetworkPolicy')['podSelector']],
    ['Service', { matchLabels: specOf('Service')['selector'] }],
  ])('%s', (_, selector) => {
    expect(selector).toEqual({ matchLabels: LABELS });
  });
});

describe('ports', () => {
  const serve = defaultsOf('serve');

  test('are the defaults of serve, in the pod and in the Dockerfile', () => {
    expect(CONTAINER.ports).toEqual([
      { name: 'https', containerPort: serve['port'] },
      { name: 'metrics', containerPort: serve['adminPort'] },
    ]);
    expect(DOCKERFILE).toContain(`EXPOSE ${String(serve['port'])} ${String(serve['adminPort'])}\n`);
  });

  test('are what the Service points at', () => {
    expect(specOf('Service')).toEqual({
      selector: LABELS,
      ports: [
        { name: 'https', port: 443, targetPort: 'https' },
        { name: 'metrics', port: serve['adminPort'], targetPort: 'metrics' },
      ],
    });
  });

  test('are open: reviews from anywhere, metrics from monitoring alone', () => {
    const { policyTypes, ingress } = specOf('NetworkPolicy');
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    expect(ingress).toEqual([
      { ports: [{ port: serve['port'], protocol: 'TCP' }] },
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        ports: [{ port: serve['adminPort'], protocol: 'TCP' }],
      },
    ]);
  });

  test.each(['startupProbe', 'readinessProbe', 'livenessProbe'] as const)(
    '%s goes to the HTTPS port',
    (probe) => {
      const path = probe === 'readinessProbe' ? '/readyz' : '/livez';
      expect(CONTAINER[probe].httpGet).toEqual({ path, port: 'https', scheme: 'HTTPS' });
    },
  );
});

describe('availability', () => {
  test('two replicas, of which a rollout takes none away', () => {
    expect(SPEC.replicas).toBe(2);
    expect(SPEC.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });

  test('a budget that never holds up a node for a pod that is not ready', () => {
    expect(specOf('PodDisruptionBudget')).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('spread over nodes and zones as far as there are any', () => {
    const constraints = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      ...{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway' },
      ...{ matchLabelKeys: ['pod-template-hash'], labelSelector: { matchLabels: LABELS } },
    }));
    expect(POD.topologySpreadConstraints).toEqual(constraints);
  });

  test('a priority of its own, which preempts nobody', () => {
    expect(POD['priorityClassName']).toBe('doka-tracing');
    expect(only(installation(), 'PriorityClass')).toMatchObject({
      value: 1_000_000,
      preemptionPolicy: 'Never',
    });
  });

  test('a grace period for a drain of 10 s and a body that takes 31 s', () => {
    expect(POD.terminationGracePeriodSeconds).toBeGreaterThan(10 + 31);
  });
});

describe.each(INSTALLATIONS)('%s', (_, manifests) => {
  const { template } = deploymentOf(manifests);
  const [container] = template.spec.containers;

  test('meets Pod Security restricted, with a root that is read-only', () => {
    const { initContainers, hostNetwork, hostPID, hostIPC, hostUsers } = template.spec;
    expect([initContainers, hostNetwork, hostPID, hostIPC, hostUsers]).toEqual(Array(5).fill(undefined));
    expect(template.spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const kinds = (template.spec.volumes ?? []).flatMap((volume) => Object.keys(volume));
    expect(kinds.filter((kind) => !['name', 'secret'].includes(kind))).toEqual([]);
  });

  test('has a limit on memory and none on CPU', () => {
    expect(Object.keys(container.resources.limits)).toEqual(['memory']);
    expect(Object.keys(container.resources.requests)).toEqual(['cpu', 'memory']);
  });

  test('mounts what it names', () => {
    const volumes = (template.spec.volumes ?? []).map((volume) => (volume as { name: string }).name);
    expect((container.volumeMounts ?? []).map(({ name }) => name)).toEqual(volumes);
  });
});

test('its namespace takes only restricted pods, and no webhook of ours', () => {
  const { labels = {} } = only(installation(), 'Namespace').metadata;
  for (const mode of ['enforce', 'audit', 'warn'])
    expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe('restricted');
  expect(labels['tracing.dokaseca.io/inject']).toBe('disabled');
});

describe('the image', () => {
  test('is of this version, by a name that kustomize can replace', () => {
    expect(CONTAINER.image).toBe(`doka-tracing:${readPackageVersion()}`);
  });

  test('runs as the user of the pod, and serves', () => {
    expect(DOCKERFILE).toContain('USER 65532:65532\n');
    expect(DOCKERFILE).toMatch(/^CMD \["serve"\]$/m);
    expect(CONTAINER.args).toEqual(['serve']);
  });
});

test('the token is mounted in its own pods only', () => {
  expect(only(installation(), 'ServiceAccount')['automountServiceAccountToken']).toBe(false);
  expect(POD['serviceAccountName']).toBe('doka-tracing');
  expect(POD['automountServiceAccountToken']).toBe(true);
});

test.each([
  ['auditor', '--audit-every=300'],
  ['cert-manager', '--certs=/etc/doka-tracing/tls'],
  ['collector-status', '--collector-status'],
  ['owners-watch', '--owners=watch'],
  ['status-page', '--page-port=9091'],
  ['watch-configmaps', '--watch-configmaps'],
  ['watch-service-accounts', '--watch-service-accounts'],
] as const)('%s adds the flag %s', (component, flag) => {
  const [container] = deploymentOf(installation('cluster-wide', [component])).template.spec.containers;
  expect(container.args).toEqual(['serve', flag]);
});

test('cert-manager’s Secret is where the flag looks', () => {
  const manifests = installation('cluster-wide', ['cert-manager']);
  const { volumes, containers } = deploymentOf(manifests).template.spec;
  expect(containers[0].volumeMounts).toEqual([
    { name: 'tls', mountPath: '/etc/doka-tracing/tls', readOnly: true },
  ]);
  const { secretName } = only(manifests, 'Certificate', 'doka-tracing').spec as { secretName: string };
  expect(volumes).toEqual([{ name: 'tls', secret: { secretName } }]);
});
