import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyPlatform } from './suite/platform.js';
import { apply, kubectl } from './suite/test-cluster.js';
import {
  environmentOf,
  INJECT,
  installWebhook,
  podWith,
  reasonsOf,
  statusOf,
  untilInjecting,
  untilPod,
  type AnsweredPod,
} from './suite/webhook.js';

const NAMESPACE = 'live';
const asking = podWith({ [`${INJECT}java`]: 'true' });

const instrumentation = (endpoint: string): string =>
  JSON.stringify({
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'live', namespace: NAMESPACE },
    spec: { exporter: { endpoint } },
  });

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  applyPlatform({});
  await untilInjecting(NAMESPACE);
});

afterAll(() => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

const endpointOf = (pod: AnsweredPod): string | undefined =>
  environmentOf(pod)['OTEL_EXPORTER_OTLP_ENDPOINT'];

/** An edit, and what the next pod is by it. */
interface Edit {
  readonly what: string;
  readonly edit: () => void;
  readonly is: (pod: AnsweredPod) => boolean;
}

const EDITS: readonly Edit[] = [
  {
    what: 'an Instrumentation that is created',
    edit: () => apply(instrumentation('http://first:4318')),
    is: (pod) => endpointOf(pod) === 'http://first:4318',
  },
  {
    what: 'an Instrumentation that is changed',
    edit: () => apply(instrumentation('http://second:4318')),
    is: (pod) => endpointOf(pod) === 'http://second:4318',
  },
  {
    what: 'an Instrumentation that is deleted',
    edit: () => kubectl('delete', 'instrumentation', 'live', `--namespace=${NAMESPACE}`),
    is: (pod) => endpointOf(pod) === 'http://otel-collector.monitoring.svc:4318',
  },
  {
    what: 'the collector of the platform',
    edit: () => applyPlatform({ collector: { name: 'edge', namespace: 'telemetry' } }),
    is: (pod) => endpointOf(pod) === 'http://edge-collector.telemetry.svc:4318',
  },
  {
    what: 'a platform that is deleted',
    edit: () => kubectl('delete', 'tracingplatform', 'default'),
    is: (pod) => reasonsOf(pod).includes('instrumentation-missing'),
  },
  {
    what: 'a platform that is created',
    edit: () => applyPlatform({}),
    is: (pod) => statusOf(pod) === 'injected',
  },
  {
    what: 'an annotation of the namespace',
    edit: () => kubectl('annotate', 'namespace', NAMESPACE, 'resource.opentelemetry.io/team=blue'),
    is: (pod) => environmentOf(pod)['OTEL_RESOURCE_ATTRIBUTES']?.includes('team=blue') === true,
  },
  {
    what: 'the Pod Security level of the namespace',
    edit: () => kubectl('label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted'),
    is: (pod) => statusOf(pod) === 'injected',
  },
];

describe('the next pod sees', () => {
  test.each(EDITS)('$what', async ({ what, edit, is }) => {
    edit();
    const edited = performance.now();
    const pod = await untilPod(`${what} is not seen`, NAMESPACE, { pod: asking, is });
    const delay = Math.round(performance.now() - edited);
    process.stderr.write(`${what}: seen by four pods in a row ${delay} ms after the edit\n`);
    expect(is(pod)).toBe(true);
  });
});
