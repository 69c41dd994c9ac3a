import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AdmissionServer } from './suite/admission-server.js';
import { registerWebhook, unregisterWebhook } from './suite/foreign-webhook.js';
import { startOperator } from './suite/operator.js';
import { apply, kubectl } from './suite/test-cluster.js';
import {
  INJECT,
  installWebhook,
  podWith,
  reasonsOf,
  statusOf,
  untilInjecting,
  untilPod,
  type AnsweredPod,
} from './suite/webhook.js';

const NAMESPACE = 'beside-operator';
const AGENT = 'opentelemetry-auto-instrumentation-java';

/** The names by which the Operator's webhook comes after ours, as it is shipped, and before. */
const AFTER = 'opentelemetry-operator-mutating-webhook-configuration';
const BEFORE = 'a-opentelemetry-operator';

let operator: AdmissionServer;

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  apply(
    JSON.stringify({
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      metadata: { name: 'shop', namespace: NAMESPACE },
      spec: { exporter: { endpoint: 'http://otel-collector.monitoring.svc:4318' } },
    }),
  );
  operator = await startOperator();
  await untilInjecting(NAMESPACE);
});

afterEach(() => {
  for (const name of [AFTER, BEFORE]) unregisterWebhook(name);
});

afterAll(async () => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  await operator.close();
});

const agentsOf = ({ spec }: AnsweredPod): number =>
  (spec.initContainers ?? []).filter(({ name }) => name === AGENT).length;

const asking = podWith({ [`${INJECT}java`]: 'true' });

/** Registered under this name, the Operator has been asked about a pod that nobody injects twice. */
async function registered(name: string): Promise<void> {
  registerWebhook(name, operator.clientConfig);
  await untilPod('The Operator is not called', NAMESPACE, {
    // Only the Operator injects here: ours refuses a container that is not there, and says so.
    pod: podWith({
      [`${INJECT}java`]: 'true',
      'instrumentation.opentelemetry.io/java-container-names': 'ghost',
    }),
    is: (pod) => agentsOf(pod) === 1,
  });
}

describe('the Operator comes after us', () => {
  test('and leaves a pod alone that we injected', async () => {
    await registered(AFTER);
    const pod = await untilPod('The pod is not injected by us', NAMESPACE, {
      pod: asking,
      is: (answered) => statusOf(answered) === 'injected',
    });
    expect(agentsOf(pod)).toBe(1);
  });

  test('and may inject what we skip, which the pod says', async () => {
    await registered(AFTER);
    const pod = await untilPod('The pod is not injected by the Operator', NAMESPACE, {
      pod: podWith({
        [`${INJECT}java`]: 'true',
        'instrumentation.opentelemetry.io/java-container-names': 'ghost',
      }),
      is: (answered) => agentsOf(answered) === 1,
    });
    expect(statusOf(pod)).toBe('skipped');
    expect(reasonsOf(pod)).not.toContain('injected');
  });
});

describe('the Operator comes before us', () => {
  test('and we leave a pod alone that it injected, and say so', async () => {
    await registered(BEFORE);
    const pod = await untilPod('The pod is not left to the Operator', NAMESPACE, {
      pod: asking,
      is: (answered) => reasonsOf(answered).includes('injected-by-operator'),
    });
    expect(agentsOf(pod)).toBe(1);
    expect(statusOf(pod)).toBe('skipped');
  });
});
