import { sumOf } from '../../test/cluster/suite/exposition.js';
import { api, eventually } from '../../test/cluster/suite/test-cluster.js';
import { REPLICAS } from './memory.js';
import { webhookMetrics } from './webhook-metrics.js';

const CLIENTS = 32;

/** A namespace as clusters have them: with some labels and annotations of those who deliver into it. */
const namespace = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: {
      'app.kubernetes.io/managed-by': 'delivery',
      'pod-security.kubernetes.io/enforce': 'baseline',
      team: `team-${name}`,
      stage: 'production',
    },
    annotations: {
      'example.com/owner': `team-${name}@example.com`,
      'example.com/cost-center': `cost center of ${name}`,
      'example.com/description': `Everything that the team of ${name} runs in production.`,
      'argocd.argoproj.io/tracking-id': `delivery:/Namespace:${name}/${name}`,
    },
  },
});

/** Creates so many namespaces, and waits until both replicas hold them all. */
export async function createNamespaces(count: number): Promise<void> {
  let started = 0;
  const client = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      const body = namespace(`many-${started}`);
      const { status, body: answer } = await api('/api/v1/namespaces', { method: 'POST', body });
      if (status !== 201) throw new Error(`a namespace was refused: ${status} ${JSON.stringify(answer)}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await untilHeld(count);
}

/** Waits until both replicas hold at least so many namespaces, by their own metrics. */
export async function untilHeld(count: number): Promise<void> {
  await eventually(`The webhook does not hold ${count} namespaces`, async () => {
    const held = (await webhookMetrics()).map((text) =>
      sumOf(text, 'doka_tracing_watch_objects', { watch: 'namespaces' }),
    );
    if (held.length === REPLICAS && held.every((each) => each >= count)) return true;
    throw new Error(`its pods hold ${held.join(' and ')}`);
  });
}
