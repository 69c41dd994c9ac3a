import { POD_SECURITY_ENFORCE } from '../annotations.js';
import { type Constraints, readConstraints } from '../kubernetes/openshift.js';
import { PodAmounts } from '../kubernetes/pod-amounts.js';
import {
  DEFAULT_POD_SECURITY,
  POD_SECURITY_LEVELS,
  type PodSecurityLevel,
} from '../kubernetes/pod-security.js';
import type { Platform } from '../platform/platform.js';
import type { LimitRange } from '../kubernetes/limit-range.js';
import type { Pod, StringMap } from '../kubernetes/pod.js';
import type { SnapshotLookups } from '../snapshot.js';
import type { NamespaceFacts } from '../objects/facts.js';
import { mergePlainAnnotation, type AnnotationSetting } from './merge.js';
import { collectResourceAnnotations } from './resource-annotations.js';

/** A pod with the cluster around it: all that is known of the pod as a whole. */
export interface PodContext {
  readonly pod: Pod;
  readonly amounts: PodAmounts;
  /** Name of the pod's namespace. */
  readonly namespaceName: string;
  readonly namespace: NamespaceFacts;
  readonly isNamespaceKnown: boolean;
  /** The `resource.opentelemetry.io/` annotations that hold for the pod, by attribute. */
  readonly resourceAnnotations: StringMap;
  readonly snapshot: SnapshotLookups;
  /** Absent without a TracingPlatform, and with an invalid one that had no good predecessor. */
  readonly platform: Platform | undefined;
}

const UNKNOWN_NAMESPACE: NamespaceFacts = {
  annotations: {},
  labels: { [POD_SECURITY_ENFORCE]: 'restricted' },
};

/** Puts a pod into its cluster. A Namespace that was not seen yet counts as unannotated and restricted. */
export function buildPodContext(pod: Pod, namespaceName: string, snapshot: SnapshotLookups): PodContext {
  const known = snapshot.namespaces.get(namespaceName);
  const namespace = known ?? UNKNOWN_NAMESPACE;
  return {
    pod,
    amounts: new PodAmounts(pod.spec, snapshot.limitRanges.get(namespaceName)),
    namespaceName,
    namespace,
    isNamespaceKnown: known !== undefined,
    resourceAnnotations: collectResourceAnnotations(pod.metadata?.annotations, namespace.annotations),
    snapshot,
    platform: snapshot.platform.kind === 'ready' ? snapshot.platform.platform : undefined,
  };
}

/**
 * The level that the pod's namespace enforces; where it says nothing, that of the cluster, as the platform says it. What is
 * no level is taken for the strictest, as by the API server.
 * https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
 */
export function getPodSecurityLevel({ namespace, platform }: PodContext): PodSecurityLevel {
  const level = namespace.labels[POD_SECURITY_ENFORCE];
  return level === undefined
    ? (platform?.cluster.podSecurity ?? DEFAULT_POD_SECURITY)
    : (POD_SECURITY_LEVELS.find((known) => known === level) ?? 'restricted');
}

/** The LimitRanges of the pod's namespace. */
export const getLimitRanges = ({ snapshot, namespaceName }: PodContext): readonly LimitRange[] =>
  snapshot.limitRanges.get(namespaceName) ?? [];

/** The value of an annotation that the pod, or else its namespace, has; undefined where it is absent or empty. */
export const findAnnotation = ({ pod, namespace }: PodContext, key: string): AnnotationSetting | undefined =>
  mergePlainAnnotation(key, pod.metadata?.annotations, namespace.annotations);

/** The constraints of OpenShift that the pod comes under; undefined in other clusters. */
export const getConstraints = ({ pod, namespace }: PodContext): Constraints | undefined =>
  readConstraints(pod.metadata?.annotations, namespace.annotations);
