import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OtlpReceiver } from '../../demo/otlp-receiver.js';
import type { Span } from '../../demo/otlp-spans.js';
import { getServiceName } from '../../demo/trace.js';
import { imageNodeVersion } from './images/node-program.js';
import { buy, deployShop, MONITORING, podOf, SERVICES, SHOP, startCollector } from './suite/shop.js';
import { kubectl } from './suite/test-cluster.js';
import { installWebhook, REPOSITORY, statusOf, uninstallWebhook, untilInjecting } from './suite/webhook.js';

describe.each(['cluster-wide', 'opt-in'] as const)('installed %s', (overlay) => {
  let receiver: OtlpReceiver;
  let trace: readonly Span[];

  beforeAll(async () => {
    receiver = await startCollector();
    installWebhook(overlay);
    kubectl('apply', '-f', `${REPOSITORY}examples/checkout/context.yaml`);
    if (overlay === 'opt-in') kubectl('label', 'namespace', SHOP, 'tracing.dokaseca.io/inject=enabled');
    await untilInjecting(SHOP);
    deployShop();
    trace = await buy(receiver);
  });

  afterAll(async () => {
    kubectl('delete', 'namespace', SHOP, MONITORING, '--wait');
    await uninstallWebhook(overlay);
    await receiver.close();
  });

  test('the webhook runs on the Node.js of the image that ships', () => {
    const version = kubectl(
      'exec',
      'deployment/doka-tracing',
      '--namespace=doka-tracing',
      '--',
      'node',
      '--version',
    );
    expect(version.trim()).toBe(`v${imageNodeVersion()}`);
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
    expect(new Set(trace.map(getServiceName))).toEqual(new Set(SERVICES));
  });

  test.each(SERVICES)('every span of %s names its pod, node and deployment', (service) => {
    const pod = podOf(service);
    const spans = trace.filter((span) => getServiceName(span) === service);
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
