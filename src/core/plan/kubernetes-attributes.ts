import { POD_TEMPLATE_HASH } from '../annotations.js';
import type { PodContext } from '../decide/pod-context.js';
import type { OwnerReference, StringMap } from '../kubernetes/pod.js';
import type { ContainerContext } from '../resolve/container-context.js';
import { findSpecField } from '../resolve/instrumentation-values.js';
import { formatOwnerKey } from '../snapshot.js';

/** Attributes by their keys; the values are raw. */
type AttributeMap = ReadonlyMap<string, string>;

/** Facts of a container's pod, as they are known; the names in them also make the name of the service. */
export function buildKubernetesAttributes(context: ContainerContext): AttributeMap {
  const { pod, namespaceName, container, targets } = context;
  const withUids = findSpecField(targets, ({ resource }) => resource?.addK8sUIDAttributes) === true;
  return new Map([
    ['k8s.namespace.name', namespaceName],
    ['k8s.container.name', container.name],
    ['k8s.pod.name', pod.metadata?.name ?? ''],
    ...collectOwnerAttributes(context, withUids),
  ]);
}

const ATTRIBUTE_OF: ReadonlyMap<string, string> = new Map([
  ['replicaset', 'k8s.replicaset'],
  ['deployment', 'k8s.deployment'],
  ['statefulset', 'k8s.statefulset'],
  ['daemonset', 'k8s.daemonset'],
  ['job', 'k8s.job'],
  ['cronjob', 'k8s.cronjob'],
]);

type Owner = Pick<OwnerReference, 'kind' | 'name' | 'uid'>;

/**
 * Names, and on request UIDs, of all that owns a pod. https://opentelemetry.io/docs/specs/semconv/resource/k8s/
 * The owner of a ReplicaSet or Job is looked up in the snapshot, and derived from the name where that does not hold it, so
 * admission never asks the API server.
 */
export function collectOwnerAttributes(context: PodContext, withUids: boolean): AttributeMap {
  const direct: readonly Owner[] = context.pod.metadata?.ownerReferences ?? [];
  const owners = direct.flatMap((owner) => [owner, ...listParentOwners(owner, context)]);
  const attributes = owners.flatMap(({ kind, name, uid }) => {
    const prefix = ATTRIBUTE_OF.get(kind.toLowerCase());
    if (prefix === undefined) return [];
    const ofUid = withUids && uid !== undefined ? [[`${prefix}.uid`, uid] as const] : [];
    return [[`${prefix}.name`, name] as const, ...ofUid];
  });
  return new Map(attributes);
}

function listParentOwners({ kind, name }: Owner, context: PodContext): readonly Owner[] {
  const kindName = kind.toLowerCase();
  if (kindName === 'replicaset') {
    const held = context.snapshot.owners.get(formatOwnerKey('ReplicaSet', context.namespaceName, name));
    if (held !== undefined) return held.ownerReferences ?? [];
    return buildNamedOwners('Deployment', findDeploymentName(name, context.pod.metadata?.labels));
  }
  if (kindName === 'job') {
    const held = context.snapshot.owners.get(formatOwnerKey('Job', context.namespaceName, name));
    return held === undefined
      ? buildNamedOwners('CronJob', findCronJobName(name))
      : (held.ownerReferences ?? []);
  }
  return [];
}

const buildNamedOwners = (kind: string, name: string | undefined): readonly Owner[] =>
  name === undefined ? [] : [{ kind, name }];

/** A Deployment calls its ReplicaSets `<deployment>-<pod-template-hash>`, and its pods carry that hash as a label. */
function findDeploymentName(replicaSet: string, labels: StringMap | undefined): string | undefined {
  return stripHashSuffix(replicaSet, labels?.[POD_TEMPLATE_HASH]);
}

/** An Argo Rollout calls its ReplicaSets `<rollout>-<hash>`, with a label of its own. */
export function findRolloutName({ pod }: PodContext): string | undefined {
  const replicaSet = pod.metadata?.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet')?.name;
  return replicaSet === undefined
    ? undefined
    : stripHashSuffix(replicaSet, pod.metadata?.labels?.['rollouts-pod-template-hash']);
}

/**
 * What else a pod may belong to: a DeploymentConfig, which the annotation of its pods names since its
 * ReplicationControllers are numbered, or the controller of a kind that is not known here.
 */
export function findControllerName({ pod }: PodContext): string | undefined {
  const { annotations, ownerReferences } = pod.metadata ?? {};
  return (
    annotations?.['openshift.io/deployment-config.name'] ??
    ownerReferences?.find(({ controller }) => controller === true)?.name
  );
}

function stripHashSuffix(name: string, hash: string | undefined): string | undefined {
  if (hash === undefined || hash === '' || !name.endsWith(`-${hash}`)) return undefined;
  const stem = name.slice(0, -hash.length - 1);
  return stem === '' ? undefined : stem;
}

/** Minutes from 1970 to 2017, before CronJobs named their Jobs this way; a date such as 20261123 is below. */
const FIRST_SCHEDULED_MINUTE = 25_000_000;

/** A CronJob calls its Jobs `<cronjob>-<minutes since 1970>`. */
function findCronJobName(job: string): string | undefined {
  const [, name, minute] = /^(.+)-(\d{8})$/.exec(job) ?? [];
  return Number(minute) >= FIRST_SCHEDULED_MINUTE ? name : undefined;
}
