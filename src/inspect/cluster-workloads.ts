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

/** What is between a workload and its pods, and what makes pods; each is a workload where nothing owns it. */
export const OWNER_KINDS = [
  { apiVersion: 'v1', kind: 'ReplicationController' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
] as const satisfies readonly KindQuery[];
export type OwnerKind = (typeof OWNER_KINDS)[number]['kind'];

type KindQuery = Pick<ObjectQuery, 'apiVersion' | 'kind'>;

const POD: KindQuery = { apiVersion: 'v1', kind: 'Pod' };

/**
 * Reads the pods of a part of a cluster and the workloads that they belong to, whatever their kind, and those of the kinds
 * of Kubernetes that have no pods now. What cannot be read is reported as a gap.
 */
export async function readWorkloads(cluster: LiveCluster, scope: NamespaceScope): Promise<ClusterWorkloads> {
  const read = await Promise.all([...OWNER_KINDS, POD].map((kind) => listKind(cluster, kind, scope)));
  const known = new Map(read.flatMap(({ objects }) => objects).map((object) => [getUid(object), object]));
  const groups = groupPods(read.at(-1)?.objects ?? [], known);
  const byOwner = new Map(groups.map((group) => [getUid(group.owner), group]));
  const foreign = groups.filter(({ isKnown }) => !isKnown).map(({ owner }) => readOwner(cluster, owner));
  const others = await Promise.all(foreign);
  const roots = [...known.values()].filter((object) => findController(object.metadata) === undefined);
  return {
    workloads: [...roots, ...others]
      .filter((object) => object.kind !== 'Pod' || byOwner.has(getUid(object)))
      .map((object) => ({ object, pods: sortPods(byOwner.get(getUid(object))?.pods ?? []) }))
      .sort((left, right) => compareNames(left.object, right.object)),
    gaps: read.flatMap(({ gaps }) => gaps),
  };
}

/** What made pods, and those of them that stay. */
export interface PodGroup {
  readonly owner: KubeObject;
  /** Whether the owner is more than what a reference says of it. */
  readonly isKnown: boolean;
  readonly pods: readonly KubeObject[];
}

/**
 * The pods by their outermost owners, as far as the objects in between are known, which are those of `known`, by their
 * `getUid`. Pods that are being deleted are not reported any more.
 */
export function groupPods(
  pods: readonly KubeObject[],
  known: ReadonlyMap<string, KubeObject>,
): readonly PodGroup[] {
  const groups = new Map<string, PodGroup & { readonly pods: KubeObject[] }>();
  for (const pod of pods) {
    if (readRecord(pod, 'metadata')['deletionTimestamp'] !== undefined) continue;
    const { owner, isKnown } = findRoot(pod, known);
    const there = groups.get(getUid(owner));
    if (there === undefined) groups.set(getUid(owner), { owner, isKnown, pods: [pod] });
    else there.pods.push(pod);
  }
  return [...groups.values()];
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

/** What tells an object from all others. */
export const getUid = ({ kind, metadata: { uid, namespace = '', name = '' } }: KubeObject): string =>
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
