import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAdmissionServer, type AdmissionServer } from './suite/admission-server.js';
import { registerWebhook, unregisterWebhook } from './suite/foreign-webhook.js';
import { excludedByConditions, timesAsked } from './suite/api-metrics.js';
import { applyPlatform } from './suite/platform.js';
import { kubectl, kubectlWith, paths } from './suite/test-cluster.js';
import {
  dryRun,
  INJECT,
  installWebhook,
  podWith,
  statusOf,
  untilInjecting,
  untilPod,
  WEBHOOK,
  type AnsweredPod,
} from './suite/webhook.js';

const NAMESPACE = 'admission';
const DISABLED = 'admission-disabled';
const SIDECAR = 'z-sidecar-injector';
const asking = podWith({ [`${INJECT}nodejs`]: 'true' });

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  kubectl('create', 'namespace', DISABLED);
  kubectl('label', 'namespace', DISABLED, 'tracing.dokaseca.io/inject=disabled');
  // A rule asks for every pod labelled so, also for those without a single annotation.
  const rules = [{ podSelector: { matchLabels: { traced: 'yes' } }, languages: ['java'] }];
  applyPlatform({ injection: { rules } });
  await untilInjecting(NAMESPACE);
});

afterAll(() => {
  for (const name of [NAMESPACE, DISABLED]) kubectl('delete', 'namespace', name, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

describe('what is sent to the webhook', () => {
  test('a pod with annotations', async () => {
    expect(statusOf(await dryRun(NAMESPACE, asking))).toBe('injected');
  });

  test('a pod that is injected, once, though the API server gives our container its token', async () => {
    const before = await timesAsked('pods.tracing.dokaseca.io');
    const { spec } = await dryRun(NAMESPACE, asking);
    expect(spec.initContainers?.[0]?.volumeMounts).toContainEqual(spec.containers[0]?.volumeMounts?.[0]);
    expect(await timesAsked('pods.tracing.dokaseca.io')).toBe(before + 1);
  });

  test('a pod without annotations, which a rule may ask for', async () => {
    await untilPod('The rule does not hold', NAMESPACE, {
      pod: { ...podWith({}), metadata: { generateName: 'bare-', labels: { traced: 'yes' } } },
      is: (pod) => statusOf(pod) === 'injected',
    });
  });

  test('no mirror pod', async () => {
    const before = await excludedByConditions();
    const pod = podWith({ [`${INJECT}nodejs`]: 'true', 'kubernetes.io/config.mirror': 'hash' }) as {
      readonly spec: object;
    };
    const mirror = { ...pod, spec: { ...pod.spec, nodeName: paths.name } };
    expect(statusOf(await dryRun(NAMESPACE, mirror))).toBeUndefined();
    expect(await excludedByConditions()).toBe(before + 1);
  });

  test.each(['kube-system', WEBHOOK, DISABLED])('nothing of the namespace %s', async (namespace) => {
    expect(statusOf(await dryRun(namespace, asking))).toBeUndefined();
  });
});

describe('tools that compare', () => {
  const manifest = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'compared', namespace: NAMESPACE, annotations: { [`${INJECT}nodejs`]: 'true' } },
    spec: {
      // Held back, so that neither scheduler nor kubelet change it meanwhile.
      schedulingGates: [{ name: 'tracing.dokaseca.io/test' }],
      containers: [{ name: 'app', image: 'app', env: [{ name: 'A', value: 'b' }] }],
    },
  });

  test('server-side apply of the same manifest meets no conflict and changes nothing', () => {
    const applied = (): AnsweredPod =>
      JSON.parse(kubectlWith(manifest, 'apply', '--server-side', '--output=json', '-f', '-')) as AnsweredPod;
    const { spec, metadata } = applied();
    expect(statusOf({ spec, metadata })).toBe('injected');
    const again = applied();
    expect(again.spec).toEqual(spec);
    expect(again.metadata.annotations).toEqual(metadata.annotations);
    kubectl('delete', 'pod', 'compared', `--namespace=${NAMESPACE}`, '--grace-period=0', '--force');
  });

  test('kubectl diff stays quiet', () => {
    kubectlWith(manifest, 'apply', '-f', '-');
    expect(kubectlWith(manifest, 'diff', '-f', '-')).toBe('');
    kubectl('delete', 'pod', 'compared', `--namespace=${NAMESPACE}`, '--grace-period=0', '--force');
  });
});

describe('a sidecar injector that comes after us', () => {
  let injector: AdmissionServer;

  beforeAll(async () => {
    injector = await startAdmissionServer(({ spec }) =>
      spec.containers.some(({ name }) => name === 'sidecar')
        ? []
        : [{ op: 'add', path: '/spec/containers/-', value: { name: 'sidecar', image: 'sidecar' } }],
    );
    registerWebhook(SIDECAR, injector.clientConfig);
  });

  afterAll(async () => {
    unregisterWebhook(SIDECAR);
    await injector.close();
  });

  test('makes the API server ask again, and the pod is injected once', async () => {
    const pod = await untilPod('The sidecar is not there', NAMESPACE, {
      pod: asking,
      is: ({ spec }) => spec.containers.some(({ name }) => name === 'sidecar'),
    });
    expect(statusOf(pod)).toBe('injected');
    expect(pod.spec.initContainers).toHaveLength(1);
    expect(pod.spec.containers.find(({ name }) => name === 'sidecar')?.env).toBeUndefined();
  });
});
