import { afterAll, beforeAll, expect, test } from 'vitest';
import { rendered } from '../support/kustomize.js';
import { applyCollector, removeCollector } from './suite/rendered-collector.js';
import { applyPlatform } from './suite/platform.js';
import { apply, kubectl, read } from './suite/test-cluster.js';
import { manifests, uninstallWebhook, WEBHOOK } from './suite/webhook.js';

/** The component as it is shipped: with its rights, and EndpointSlices that Kubernetes writes. */

const COMPONENT = manifests('components', 'collector-status');
const COLLECTOR = 'otel-collector';

const becomes = (condition: string): string =>
  kubectl('wait', 'tracingplatform', 'default', `--for=condition=${condition}`, '--timeout=90s');

beforeAll(() => {
  apply(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: rendered(manifests('overlays', 'cluster-wide'), [COMPONENT]),
    }),
  );
  kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=180s');
  applyPlatform({});
});

afterAll(async () => {
  removeCollector();
  kubectl('delete', 'namespace', 'monitoring', '--ignore-not-found', '--wait');
  kubectl('delete', 'tracingplatforms', '--all');
  kubectl('delete', '-f', `${COMPONENT}/rbac.yaml`);
  await uninstallWebhook('cluster-wide');
});

test('a Collector comes, is of another choice, is rendered anew, and goes', async () => {
  becomes('CollectorReady=False');
  await applyCollector();
  becomes('CollectorReady=True');
  becomes('CollectorCurrent=True');
  applyPlatform({ cluster: { name: 'hub' } });
  becomes('CollectorCurrent=False');
  await applyCollector();
  becomes('CollectorCurrent=True');
  kubectl('scale', 'deployment', COLLECTOR, '--namespace=monitoring', '--replicas=0');
  becomes('CollectorReady=False');
  expect(becomes('Accepted=True')).toContain('condition met');
});

test('one replica holds the Lease', () => {
  const lease = read('lease', WEBHOOK, `--namespace=${WEBHOOK}`) as {
    readonly spec: { readonly holderIdentity: string };
  };
  const pods = read('pods', `--namespace=${WEBHOOK}`) as {
    readonly items: readonly { readonly metadata: { readonly name: string } }[];
  };
  expect(pods.items.map(({ metadata }) => metadata.name)).toContain(lease.spec.holderIdentity);
});
