import { findController } from '../core/kubernetes/controller.js';
import { readRecord } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import type { LiveCluster, ObjectQuery } from '../live/live-cluster.js';
import type { NamespaceScope, SnapshotGap } from '../live/read-snapshot.js';

/** An object that makes pods, and the pods that it has made. */
export interface WorkloadPods {
  readonly object: KubeObject;
  readonly pods: readonly KubeObject[];
}

/** The workloads of a part of a cluster. */
export interface ClusterWorkloads {
  readonly workloads: readonly WorkloadPods[];
  readonly gaps: readonly SnapshotGap[];
}

/** What stands between a workload and its pods, and what makes pods; each is a workload where nothing owns it. */
const KINDS: readonly KindQuery[] = [
  { apiVersion: 'v1', kind: 'ReplicationController' },
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => ({
    apiVersion: 'apps/v1',
    kind,
  })),
  ...['Job', 'CronJob'].map((kind) => ({ apiVersion: 'batch/v1', kind })),
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
];

type KindQuery = Pick<ObjectQuery, 'apiVersion' | 'kind'>;

const POD: KindQuery = { apiVersion: 'v1', kind: 'Pod' };

/**
 * Reads the pods of a part of a cluster and the workloads that they belong to, whatever their kind, and those of the kinds
 * of Kubernetes that have no pods now. What cannot be read is told as a gap.
 */
export async function readWorkloads(cluster: LiveCluster, scope: NamespaceScope): Promise<ClusterWorkloads> {
  const read = await Promise.all([...KINDS, POD].map((kind) => listKind(cluster, kind, scope)));
  // Pods that are on their way out are told by nobody any more.
  const pods = (read.at(-1)?.objects ?? []).filter(
    (pod) => readRecord(pod, 'metadata')['deletionTimestamp'] === undefined,
  );
  const known = new Map(read.flatMap(({ objects }) => objects).map((object) => [getUid(object), object]));
  const byOwner = new Map<string, KubeObject[]>();
  const foreign = new Map<string, Promise<KubeObject>>();
  for (const pod of pods) {
    const { owner, isKnown } = findRoot(pod, known);
    if (!isKnown && !foreign.has(getUid(owner))) foreign.set(getUid(owner), readOwner(cluster, owner));
    const uid = getUid(owner);
    const there = byOwner.get(uid);
    if (there === undefined) byOwner.set(uid, [pod]);
    else there.push(pod);
  }
  const others = await Promise.all(foreign.values());
  const roots = [...known.values()].filter((object) => findController(object.metadata) === undefined);
  return {
    workloads: [...roots, ...others]
      .filter((object) => object.kind !== 'Pod' || byOwner.has(getUid(object)))
      .map((object) => ({ object, pods: sortPods(byOwner.get(getUid(object)) ?? []) }))
      .sort((left, right) => compareNames(left.object, right.object)),
    gaps: read.flatMap(({ gaps }) => gaps),
  };
}

async function listKind(
  cluster: LiveCluster,
  { apiVersion, kind }: KindQuery,
  scope: NamespaceScope,
): Promise<{ readonly objects: readonly KubeObject[]; readonly gaps: readonly SnapshotGap[] }> {
  const namespaces = scope === 'all' ? [undefined] : scope;
  const answers = await Promise.all(
    namespaces.map((namespace) => cluster.list({ apiVersion, kind, namespace })),
  );
  return {
    objects: answers.flatMap((answer) => (answer.ok ? answer.value.items : [])),
    gaps: answers.flatMap((answer) =>
      answer.ok || answer.error.kind === 'kind-absent' ? [] : [{ what: `${kind}s`, failure: answer.error }],
    ),
  };
}

/** The outermost owner of a pod, as far as the objects in between are known; an unknown one as the reference names it. */
function findRoot(
  pod: KubeObject,
  known: ReadonlyMap<string, KubeObject>,
): { readonly owner: KubeObject; readonly isKnown: boolean } {
  let owner = pod;
  // Each step goes up; somebody may have written a circle.
  for (const seen = new Set<string>(); !seen.has(getUid(owner));) {
    seen.add(getUid(owner));
    const above = findController(owner.metadata);
    if (above === undefined) return { owner, isKnown: true };
    const next = known.get(above.uid);
    if (next === undefined) return { owner: buildReferredObject(above, owner), isKnown: false };
    owner = next;
  }
  return { owner, isKnown: true };
}

const buildReferredObject = (
  { apiVersion, kind, name, uid }: NonNullable<ReturnType<typeof findController>>,
  { metadata: { namespace } }: KubeObject,
): KubeObject => ({
  ...{ apiVersion, kind },
  metadata: { name, uid, ...(namespace === undefined ? {} : { namespace }) },
});

/** An owner of another kind; where it cannot be read, what the reference says of it. */
async function readOwner(cluster: LiveCluster, referred: KubeObject): Promise<KubeObject> {
  const { apiVersion = '', kind = '', metadata } = referred;
  const { name = '', namespace } = metadata;
  const read = await cluster.read({ apiVersion, kind, name, namespace });
  return read.ok ? { ...read.value, apiVersion, kind } : referred;
}

const getUid = ({ kind, metadata: { uid, namespace = '', name = '' } }: KubeObject): string =>
  uid ?? `${kind ?? ''}/${namespace}/${name}`;

/** The newest pod first. */
const sortPods = (pods: readonly KubeObject[]): readonly KubeObject[] =>
  [...pods].sort(
    (left, right) => readCreation(right).localeCompare(readCreation(left)) || compareNames(left, right),
  );

/** When an object was created, as the API server writes times; empty where it does not say. */
export function readCreation(object: KubeObject): string {
  const { creationTimestamp: created } = readRecord(object, 'metadata');
  return typeof created === 'string' ? created : '';
}

const compareNames = (left: KubeObject, right: KubeObject): number => {
  const [a, b] = [left, right].map(
    ({ kind = '', metadata: { namespace = '', name = '' } }) => `${namespace}/${kind}/${name}`,
  );
  return (a ?? '') < (b ?? '') ? -1 : 1;
};
