import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OtlpReceiver } from '../../src/demo/otlp-receiver.js';
import type { Span } from '../../src/demo/otlp-spans.js';
import { serviceOf } from '../../src/demo/trace.js';
import { buy, deployShop, podOf, SERVICES, SHOP, startCollector } from './suite/shop.js';
import { apply, kubectl } from './suite/test-cluster.js';
import {
  installWebhook,
  manifests,
  statusOf,
  uninstallWebhook,
  untilInjecting,
  type Overlay,
} from './suite/webhook.js';

const namespaceWith = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: SHOP, labels } });

const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Labels that a namespace needs to be worked on. */
const LABELS: Readonly<Record<Overlay, Readonly<Record<string, string>>>> = {
  'cluster-wide': RESTRICTED,
  'opt-in': { ...RESTRICTED, 'tracing.dokaseca.io/inject': 'enabled' },
};

describe.each(['cluster-wide', 'opt-in'] as const)('installed %s', (overlay) => {
  let receiver: OtlpReceiver;
  let trace: readonly Span[];

  beforeAll(async () => {
    receiver = await startCollector();
    installWebhook(overlay);
    apply(namespaceWith(LABELS[overlay]));
    kubectl('apply', '-k', manifests('components', 'instrumentation-crd'));
    kubectl('apply', '-f', 'examples/checkout/context.yaml');
    await untilInjecting(SHOP);
    deployShop();
    trace = await buy(receiver);
  });

  afterAll(async () => {
    kubectl('delete', 'namespace', SHOP, '--wait');
    uninstallWebhook(overlay);
    await receiver.close();
  });

  test('both services are injected, and their init containers have run', () => {
    for (const service of SERVICES) {
      const pod = podOf(service);
      expect(statusOf(pod)).toBe('injected');
      expect(pod.spec.initContainers?.map(({ name }) => name)).toContain(
        'opentelemetry-auto-instrumentation-nodejs',
      );
    }
  });

  test('one trace crosses both services', () => {
    expect(new Set(trace.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(trace.map(serviceOf))).toEqual(new Set(SERVICES));
  });

  test.each(SERVICES)('every span of %s names its pod, node and deployment', (service) => {
    const pod = podOf(service);
    const spans = trace.filter((span) => serviceOf(span) === service);
    expect(spans.length).toBeGreaterThan(0);
    for (const { resource } of spans)
      expect(resource).toMatchObject({
        'k8s.namespace.name': SHOP,
        'k8s.deployment.name': service,
        'k8s.pod.name': pod.metadata.name,
        'k8s.pod.uid': pod.metadata.uid,
        'k8s.node.name': pod.spec.nodeName,
        'k8s.container.name': service,
      });
  });
});
