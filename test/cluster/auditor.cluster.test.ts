import { afterAll, beforeAll, expect, test } from 'vitest';
import { rendered } from '../support/kustomize.js';
import { apply, eventually, kubectl, read } from './suite/test-cluster.js';
import { sumOf } from './suite/exposition.js';
import { NODE_IMAGE } from './images/catalogue.js';
import { applyAll, bringIdleAgent, deployment, HERE, NODEJS, PLATFORM } from './suite/mistakes/objects.js';
import { replicaAddresses } from './suite/serving-certificates.js';
import { applyPlatform } from './suite/platform.js';
import { INJECT, manifests, uninstallWebhook, untilInjecting, WEBHOOK } from './suite/webhook.js';
import { untilGone } from './suite/webhook-pods.js';

/** The component as it is shipped: with its rights, on pods and images that are really missing. */

const COMPONENT = manifests('components', 'auditor');
/** The same with rounds for which nobody need wait. */
const EVERY = '--audit-every=2';

const scale = (replicas: number): void => {
  kubectl('scale', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, `--replicas=${replicas}`);
};

const rollOut = (name: string, namespace: string): string =>
  kubectl('rollout', 'status', `deployment/${name}`, `--namespace=${namespace}`, '--timeout=180s');

/** What the replicas expose. */
const readMetrics = async (): Promise<readonly string[]> =>
  Promise.all(
    (await replicaAddresses()).map(async (ip) => (await fetch(`http://${ip}:9090/metrics`)).text()),
  );

/** Waits until a gauge of the auditor has a value in a namespace. */
const untilCounted = (gauge: string, pods: number, namespace = HERE): Promise<unknown> =>
  eventually(`${gauge} does not become ${pods} in ${namespace}`, async () => {
    const texts = await readMetrics();
    const found = texts.map((text) =>
      sumOf(text, `doka_tracing_audit_${gauge}`, { workload_namespace: namespace }),
    );
    if (found.reduce((sum, each) => sum + each, 0) === pods) return true;
    throw new Error(`it is ${found.join(' and ')}`);
  });

/** Waits until new pods have this in them. Replicas see a change at different times, so several are tried. */
const untilWritten = (text: string): Promise<unknown> =>
  eventually(`${text} is not written`, () =>
    ['a', 'b', 'c', 'd'].every(() => tryPod().includes(text)) ? true : undefined,
  );

const tryPod = (): string =>
  kubectl(
    ...['-n', HERE, 'run', 'probe', `--image=${NODE_IMAGE}`, '--dry-run=server', '-o', 'json'],
    `--annotations=${INJECT}nodejs=true`,
  );

interface Conditions {
  readonly status: { readonly conditions: readonly Readonly<Record<string, string>>[] };
}

const becomes = (condition: string): Readonly<Record<string, string>> => {
  kubectl('wait', 'tracingplatform', 'default', `--for=condition=${condition}`, '--timeout=90s');
  const { status } = read('tracingplatform', 'default') as Conditions;
  return status.conditions.find(({ type }) => type === 'AgentImages') ?? {};
};

beforeAll(async () => {
  kubectl('apply', '--server-side', '-k', manifests('components', 'instrumentation-crd'));
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: rendered(manifests('overlays', 'cluster-wide'), [COMPONENT]),
  });
  expect(text).toContain('--audit-every=300');
  apply(text.replace('--audit-every=300', EVERY));
  rollOut(WEBHOOK, WEBHOOK);
  kubectl('create', 'namespace', HERE);
  await bringIdleAgent();
  applyPlatform(PLATFORM);
  await untilInjecting(HERE);
});

afterAll(async () => {
  kubectl('delete', 'namespace', HERE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  kubectl('delete', '-f', `${COMPONENT}/rbac.yaml`);
  await uninstallWebhook('cluster-wide');
});

test('a workload that is injected is counted by one replica', async () => {
  applyAll([deployment('asks', { onTemplate: NODEJS }), deployment('silent')]);
  await untilCounted('workloads', 1);
  await untilCounted('injected_pods', 1);
  await untilCounted('missed_pods', 0);
  const told = (await readMetrics()).filter((text) => text.includes('doka_tracing_audit_pods{'));
  expect(told).toHaveLength(1);
  expect(becomes('AgentImages=True')).toMatchObject({ reason: 'Pulled' });
});

test('one that rolls while no webhook is there is missed, and no more once it rolls again', async () => {
  scale(0);
  await untilGone();
  kubectl('rollout', 'restart', 'deployment/asks', `--namespace=${HERE}`);
  rollOut('asks', HERE);
  scale(2);
  rollOut(WEBHOOK, WEBHOOK);
  await untilCounted('missed_pods', 1);
  await untilInjecting(HERE);
  kubectl('rollout', 'restart', 'deployment/asks', `--namespace=${HERE}`);
  await untilCounted('missed_pods', 0);
  await untilCounted('injected_pods', 1);
});

test('pods that wait for the image of an agent are reported with the image', async () => {
  applyPlatform({ ...PLATFORM, agents: { registry: 'registry.invalid' } });
  await untilWritten('registry.invalid');
  applyAll([deployment('stuck', { onTemplate: NODEJS })]);
  const { reason, message } = becomes('AgentImages=False');
  expect(reason).toBe('ImagePullFailed');
  expect(message).toMatch(/registry\.invalid\/\S+ \((ErrImagePull|ImagePullBackOff), 1 pod\)/);
  await untilCounted('stuck_pods', 1);
  await untilCounted('outdated_pods', 1);
  kubectl('delete', 'deployment', 'stuck', `--namespace=${HERE}`);
  becomes('AgentImages=True');
});

test('the replica that audits goes, and another one does', async () => {
  const { spec } = read('lease', WEBHOOK, `--namespace=${WEBHOOK}`) as {
    readonly spec: { readonly holderIdentity: string };
  };
  kubectl('delete', 'pod', spec.holderIdentity, `--namespace=${WEBHOOK}`);
  await untilCounted('injected_pods', 1);
});
