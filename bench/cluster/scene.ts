import { AGENT_IMAGES } from '../../src/core/agent-images.js';
import { registerWebhook } from '../../test/cluster/suite/foreign-webhook.js';
import { applyPlatform } from '../../test/cluster/suite/platform.js';
import { apply, eventually } from '../../test/cluster/suite/test-cluster.js';
import { dryRun, installWebhook } from '../../test/cluster/suite/webhook.js';
import type { Target } from '../call.js';
import { EXCLUDED, NAMESPACES, WEBHOOKS, type Arm } from './arms.js';

/** Also where a peer works, so that it finds what it needs when it reads the same objects. */
const instrumentation = (namespace: string): object => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name: 'bench', namespace },
  spec: {
    exporter: { endpoint: 'http://otel-collector.monitoring.svc:4318' },
    propagators: ['tracecontext', 'baggage', 'b3'],
    sampler: { type: 'parentbased_traceidratio', argument: '0.1' },
    java: { image: AGENT_IMAGES.java.image },
  },
});

const namespaces = Object.entries(NAMESPACES).map(([key, name]) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: key === 'own' ? {} : EXCLUDED },
}));

/** Installs the webhook by its shipped manifests, with what makes it inject, and the namespaces of all arms. */
export function installScene(): void {
  installWebhook('cluster-wide');
  applyPlatform({});
  const items = [...namespaces, instrumentation(NAMESPACES.own), instrumentation(NAMESPACES.peer)];
  apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

/** Registers another webhook for the pods of its own namespace; a registration takes no query. */
export function registerBeside(who: 'floor' | 'peer', { url, ca }: Target & { readonly ca: string }): void {
  registerWebhook(
    `bench-${who}`,
    { url: `${url.origin}${url.pathname}`, caBundle: Buffer.from(ca).toString('base64') },
    { webhook: WEBHOOKS[who], namespace: NAMESPACES[who] },
  );
}

/** So many in a row: there are two replicas of the webhook. */
const IN_A_ROW = 8;

/** Waits until pods come out as they should in every arm: a registration is in force a second after it was written. */
export async function untilRight(arms: readonly Arm[]): Promise<void> {
  for (const { name, namespace, pod, isRight } of arms)
    await eventually(`Pods do not come out as they should: ${name}`, async () => {
      for (let times = 0; times < IN_A_ROW; times += 1)
        if (!isRight(await dryRun(namespace, pod))) return undefined;
      return true;
    });
}
