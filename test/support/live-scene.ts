import { admit } from '../../src/core/admit.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../src/core/review.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { readSnapshot } from '../../src/live/read-snapshot.js';
import { startLiveRig, webhookDeployment, type LiveRig } from './live-rig.js';

type Fields = Readonly<Record<string, unknown>>;

const INJECT = 'instrumentation.opentelemetry.io/inject-';

/** Times of the scene: the webhook was registered at 10:00 and has been ready since 10:05. */
export const EARLY = '2026-01-01T09:00:00Z';
export const WHILE_DOWN = '2026-01-01T10:02:00Z';
const LATE = '2026-01-01T11:00:00Z';

export const PLATFORM = {
  addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true },
  backend: 'jaeger',
};

/** A cluster with the webhook, a platform and namespace team-a, for one test. */
export interface LiveScene extends LiveRig {
  readonly platform: (spec: Fields) => void;
  readonly namespace: (name: string, labels?: Fields, annotations?: Fields) => void;
  readonly deployment: (name: string, options?: DeploymentOptions) => void;
  /** Puts a pod of a Deployment; `isAnswered` has the webhook inject it as it is now. */
  readonly pod: (deployment: string, options?: PodOptions) => Promise<string>;
}

interface DeploymentOptions {
  readonly namespace?: string;
  readonly annotations?: Fields;
  readonly onObject?: Fields;
  readonly labels?: Fields;
  readonly container?: Fields;
}

interface PodOptions {
  readonly namespace?: string;
  readonly createdAt?: string;
  readonly isAnswered?: boolean;
  readonly metadata?: Fields;
  readonly status?: Fields;
}

export const NODEJS = { [`${INJECT}nodejs`]: 'true' };

/** Starts the scene. */
export async function startLiveScene(): Promise<LiveScene> {
  const rig = await startLiveRig();
  let count = 0;
  const scene: LiveScene = {
    ...rig,
    platform: (spec) => {
      rig.put('tracing.dokaseca.io/v1alpha1/tracingplatforms', { metadata: { name: 'default' }, spec });
    },
    namespace: (name, labels = {}, annotations = {}) => {
      const metadata = { name, labels: { 'kubernetes.io/metadata.name': name, ...labels }, annotations };
      rig.put('/v1/namespaces', { metadata });
    },
    deployment: (
      name,
      { namespace = 'team-a', annotations = {}, onObject = {}, labels = {}, container = {} } = {},
    ) => {
      const template = {
        metadata: { labels: { app: name, ...labels }, annotations },
        spec: { containers: [{ name: 'app', image: `${name}:1`, ...container }] },
      };
      const metadata = { name, namespace, annotations: onObject };
      rig.put('apps/v1/deployments', { metadata, spec: { template } });
      const owner = rig.server.store.find('apps/v1/deployments', `${namespace}/${name}`);
      rig.put('apps/v1/replicasets', {
        metadata: { name: `${name}-5d8f`, namespace, ownerReferences: [referenceTo('Deployment', owner)] },
        spec: { template },
      });
    },
    pod: async (
      deployment,
      { namespace = 'team-a', createdAt = LATE, isAnswered = true, metadata = {}, status = {} } = {},
    ) => {
      const set = rig.server.store.find('apps/v1/replicasets', `${namespace}/${deployment}-5d8f`);
      const template = (set?.['spec'] as { readonly template: Pod }).template;
      const name = `${deployment}-5d8f-${(count += 1)}`;
      const bare = {
        ...template,
        metadata: {
          ...template.metadata,
          ...{ name, namespace, generateName: `${deployment}-5d8f-`, creationTimestamp: createdAt },
          labels: { ...template.metadata?.labels, 'pod-template-hash': '5d8f' },
          ownerReferences: [referenceTo('ReplicaSet', set)],
          ...metadata,
        },
        status: { phase: 'Running', ...status },
      };
      const { snapshot } = await readSnapshot(rig.cluster, 'all');
      const answered = isAnswered ? answer(bare as unknown as Pod, namespace, snapshot) : bare;
      rig.put('/v1/pods', { ...answered, status: bare.status });
      return name;
    },
  };
  scene.platform(PLATFORM);
  scene.namespace('team-a');
  rig.put('apps/v1/deployments', {
    ...webhookDeployment(),
    status: {
      conditions: [{ type: 'Available', status: 'True', lastTransitionTime: '2026-01-01T10:05:00Z' }],
    },
  });
  putWebhookPod(rig, '2026-01-01T10:05:00Z');
  rig.put('admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', REGISTRATION);
  return scene;
}

/** A replica of the webhook, ready since a time; not ready without one. */
export function putWebhookPod(rig: LiveRig, since?: string): void {
  const conditions = [
    { type: 'Ready', status: since === undefined ? 'False' : 'True', lastTransitionTime: since },
  ];
  rig.put('/v1/pods', {
    metadata: {
      name: 'doka-tracing-1',
      namespace: 'doka-tracing',
      labels: { 'app.kubernetes.io/name': 'doka-tracing' },
    },
    spec: { containers: [{ name: 'webhook' }] },
    status: { conditions },
  });
}

const REGISTRATION = {
  metadata: { name: 'doka-tracing', creationTimestamp: '2026-01-01T10:00:00Z' },
  webhooks: [
    {
      rules: [{ resources: ['pods'] }],
      namespaceSelector: {
        matchExpressions: [{ key: 'tracing.dokaseca.io/inject', operator: 'NotIn', values: ['disabled'] }],
      },
    },
  ],
};

const referenceTo = (kind: string, object: { readonly metadata: Fields } | undefined): Fields => ({
  apiVersion: 'apps/v1',
  ...{ kind, controller: true, name: object?.metadata['name'], uid: object?.metadata['uid'] },
});

/** The pod as the webhook leaves it. */
function answer(pod: Pod, namespace: string, snapshot: ClusterSnapshot): Pod {
  const outcome = admit(buildCreationRequest(pod, namespace), snapshot);
  return outcome.kind === 'decided' ? outcome.pod : pod;
}
