// How a webhook is made to fail.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { issueCa, issueSelfSigned } from '../../src/tls/certificates.js';
import { SECRET_TYPE } from '../../src/tls/authority/secret.js';
import { eventually } from '../pods/eventually.js';
import { configFolder } from '../pods/pod.js';
import { MANIFESTS, rendered, type Manifest } from '../support/kustomize.js';
import type { Cluster } from './cluster.js';
import { APPLIED, withAnnotations, type Replica, type ReplicaSpec } from './webhook-stage.js';

const ACCOUNT = 'doka-tracing';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A replica as it should be. */
export const REPLICA: ReplicaSpec = { name: 'webhook', account: ACCOUNT };

const encode = (text: string): string => Buffer.from(text).toString('base64');

const LARGE = withAnnotations({ large: 'x'.repeat(5 * 1024 * 1024) });

export const createUnseenPod = async (_: Replica, { api }: Cluster): Promise<void> => {
  const spec = { containers: [{ name: 'c', image: 'i' }] };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `unseen-${randomUUID()}`, namespace: 'shop' },
    spec,
  };
  await api.apply(pod);
};

export const restartSoon = async ({ restart }: Replica): Promise<void> => {
  await pause(2_000);
  await restart();
};

export const sendLargePod = async ({ review }: Replica): Promise<void> => {
  await review(LARGE).catch(() => undefined);
};

const readRestored = async (replica: Replica): Promise<number> =>
  Number(/bundle_writes_total\{cause="restored"\} (\d+)/.exec(await replica.readMetrics())?.[1] ?? 0);

/** Writes another CA over the `caBundle` of the registration, and waits until a replica has put its own back. */
export async function takeBundleAway(replica: Replica, { api }: Cluster): Promise<void> {
  const before = await readRestored(replica);
  const [registration] = APPLIED.filter(({ kind }) => kind === 'MutatingWebhookConfiguration');
  const now = Date.now();
  const { cert } = await issueCa({ notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + HOUR_MS) });
  await api.apply(withBundle(registration as Registration, encode(cert)));
  await eventually(async () => ((await readRestored(replica)) > before ? true : undefined), {
    deadlineMs: 20_000,
    what: 'a write of the caBundle',
  }).catch(() => undefined);
}

interface Registration extends Manifest {
  readonly webhooks: readonly { readonly clientConfig: object }[];
}

const withBundle = (registration: Registration, caBundle: string): object => ({
  ...registration,
  webhooks: registration.webhooks.map((each) => ({
    ...each,
    clientConfig: { ...each.clientConfig, caBundle },
  })),
});

/** An account that may do what is named, and nothing else. */
async function createAccount({ api }: Cluster, name: string, verbs: readonly string[]): Promise<void> {
  const subjects = [{ kind: 'ServiceAccount', name, namespace: ACCOUNT }];
  const rbac = 'rbac.authorization.k8s.io';
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: ACCOUNT } },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects,
    },
  ];
  for (const object of objects) await api.apply(object);
}

/** A definition that takes whatever is written, as that of another release may. */
function loosen(definition: Manifest): object {
  const spec = definition.spec as { readonly versions: readonly object[] };
  // The client calls the field so, and drops what it does not know.
  const schema = { openAPIV3Schema: { type: 'object', x_kubernetes_preserve_unknown_fields: true } };
  return { ...definition, spec: { ...spec, versions: spec.versions.map((each) => ({ ...each, schema })) } };
}

const REFUSED = [
  { apiVersion: 'tracing.dokaseca.io/v1alpha1', kind: 'TracingPlatform', name: 'default' },
  { apiVersion: 'opentelemetry.io/v1alpha1', kind: 'Instrumentation', name: 'bad', namespace: 'shop' },
];

export async function applyRefused({ api }: Cluster): Promise<readonly ReplicaSpec[]> {
  const definitions = rendered(join(MANIFESTS, 'base'), [join(MANIFESTS, 'components/instrumentation-crd')]);
  for (const each of definitions.filter(({ kind }) => kind === 'CustomResourceDefinition'))
    await api.apply(loosen(each));
  for (const { apiVersion, kind, ...metadata } of REFUSED)
    await eventually(async () => api.apply({ apiVersion, kind, metadata, spec: { exporter: 'none' } }), {
      deadlineMs: 30_000,
      everyMs: 1_000,
      what: `the definition of ${kind}`,
    });
  return [REPLICA];
}

/** A CA that ends in ten days, which an account that may not write cannot follow by another. */
export async function prepareEndingCa(cluster: Cluster): Promise<readonly ReplicaSpec[]> {
  await createAccount(cluster, 'reader', ['get', 'list', 'watch', 'patch']);
  const now = Date.now();
  const { cert, key } = await issueCa({
    notBefore: new Date(now - 80 * DAY_MS),
    notAfter: new Date(now + 10 * DAY_MS),
  });
  await cluster.api.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    type: SECRET_TYPE,
    metadata: { name: 'ending-ca', namespace: ACCOUNT },
    data: { 'current.crt': encode(cert), 'current.key': encode(key) },
  });
  return [{ name: 'webhook', account: 'reader', args: ['--ca-secret', 'ending-ca'] }];
}

export async function prepareEndingCertificate(): Promise<readonly ReplicaSpec[]> {
  const now = Date.now();
  const { cert, key } = await issueSelfSigned({
    names: ['doka-tracing.doka-tracing.svc'],
    notBefore: new Date(now - HOUR_MS),
    notAfter: new Date(now + HOUR_MS),
  });
  const folder = configFolder('ending-certificate', { 'tls.crt': cert, 'tls.key': key });
  return [
    {
      ...REPLICA,
      args: ['--certs', '/certificates'],
      volumes: [{ source: folder, target: '/certificates' }],
    },
  ];
}

/** A replica that audits, and does so all the time. */
const AUDITING: ReplicaSpec = { ...REPLICA, args: ['--audit-every', '1'] };

/** A pod that asks, of which the API server can ask no webhook. */
export async function prepareMissedPods({ api }: Cluster): Promise<readonly ReplicaSpec[]> {
  await api.apply(buildAskingPod('missed'));
  return [AUDITING];
}

/** A pod of which a kubelet would say that it has no image for its agent. */
export async function prepareStuckPods({ api }: Cluster): Promise<readonly ReplicaSpec[]> {
  const name = 'opentelemetry-auto-instrumentation-java';
  const image = 'registry.invalid/agent:1';
  const pod = buildAskingPod('stuck', { initContainers: [{ name, image }] });
  await api.apply(pod);
  const status = {
    name,
    image,
    imageID: '',
    ready: false,
    restartCount: 0,
    state: { waiting: { reason: 'ImagePullBackOff' } },
  };
  await api.core.patchNamespacedPodStatus(
    {
      ...{ name: 'stuck', namespace: 'shop' },
      body: { status: { phase: 'Pending', initContainerStatuses: [status] } },
    },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  return [AUDITING];
}

/** A pod that asks; with a status it is one that a webhook has seen. */
export const buildAskingPod = (
  name: string,
  {
    status,
    initContainers = [],
  }: { readonly status?: string; readonly initContainers?: readonly object[] } = {},
): object => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: {
    ...{ name, namespace: 'shop' },
    annotations: {
      'instrumentation.opentelemetry.io/inject-java': 'true',
      ...(status === undefined ? {} : { 'tracing.dokaseca.io/status': status }),
    },
  },
  spec: { containers: [{ name: 'c', image: 'i' }], initContainers },
});

export async function prepareNobody(cluster: Cluster): Promise<readonly ReplicaSpec[]> {
  await createAccount(cluster, 'nobody', ['impersonate']);
  return [{ ...REPLICA, account: 'nobody' }];
}
