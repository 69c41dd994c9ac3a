import { V1PodStatus } from '@kubernetes/client-node';
import type { SubmittedPod } from '../../demo/pod-of.js';
import type { RunningPod } from '../../demo/downward-api.js';
import { NODE } from '../pods/admitted.js';
import { apiServerPrograms, startKubernetesApi, type KubernetesApi } from './kubernetes-api.js';
import { collectorFrom } from './platforms.js';
import { startRendered, type RenderedCollectors, type RenderedObject } from './rendered-collector.js';

/** A real API server with the namespaces of the tests, into which rendered objects are applied. */
export interface Cluster {
  readonly api: KubernetesApi;
  /** Applies the Collector that is rendered for a spec and runs it, with the rights of its own account. */
  readonly runCollectors: (spec: object, replicas?: number) => Promise<RenderedCollectors>;
  /** The same for objects that were rendered. */
  readonly runRendered: (objects: readonly RenderedObject[]) => Promise<RenderedCollectors>;
  /** Creates a pod as a controller and a kubelet do. */
  readonly createPod: (pod: SubmittedPod, podIP: string) => Promise<RunningPod>;
  readonly remove: () => Promise<void>;
}

/** Why there can be no API server; undefined where there can. */
export const clusterProblem = (): string | undefined =>
  apiServerPrograms() === undefined
    ? 'etcd and kube-apiserver are not made, and KUBEBUILDER_ASSETS names no folder with them'
    : undefined;

const COLLECTOR_ACCOUNT = { name: 'otel-collector', namespace: 'monitoring' };

/** Starts the API server; throws where there can be none. */
export async function startCluster(): Promise<Cluster> {
  const api = await startKubernetesApi(apiServerPrograms() ?? '');
  for (const name of ['monitoring', 'shop'])
    await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const runRendered: Cluster['runRendered'] = async (objects) => {
    for (const object of objects) await api.apply(object);
    return startRendered(objects, await api.access(COLLECTOR_ACCOUNT));
  };
  return {
    api,
    runCollectors: (spec, replicas) => runRendered(collectorFrom(spec, replicas)),
    runRendered,
    createPod: (pod, podIP) => createPod(api, pod, podIP),
    remove: api.remove,
  };
}

/**
 * The pod as the API server stores it, on a node and with an address; its ReplicaSet is made too, as what names the
 * pod's Deployment reads that.
 */
async function createPod(
  { core, apply }: KubernetesApi,
  pod: SubmittedPod,
  podIP: string,
): Promise<RunningPod> {
  const { namespace, ownerReferences = [] } = pod.metadata;
  const owners = await Promise.all(
    ownerReferences.map(async (owner) => {
      const { metadata } = await apply(replicaSet(owner.name, namespace, pod));
      return { ...owner, uid: metadata?.uid ?? '' };
    }),
  );
  const metadata = { ...pod.metadata, ownerReferences: owners };
  const body = { ...pod, metadata, spec: { ...pod.spec, nodeName: NODE.nodeName } };
  const created = await core.createNamespacedPod({ namespace, body: body as never });
  const name = created.metadata?.name ?? '';
  const uid = created.metadata?.uid ?? '';
  const status = { hostIP: NODE.hostIP, podIP };
  created.status = Object.assign(new V1PodStatus(), { ...status, podIPs: [{ ip: podIP }], phase: 'Running' });
  await core.replaceNamespacedPodStatus({ namespace, name, body: created });
  return { ...body, metadata: { ...metadata, name, uid }, status };
}

function replicaSet(name: string, namespace: string, pod: SubmittedPod): never {
  const { labels = {} } = pod.metadata;
  const containers = pod.spec.containers.map((container) => ({
    name: container.name,
    image: container.image,
  }));
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  } as never;
}
