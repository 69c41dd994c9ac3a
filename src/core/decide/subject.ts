import { POD_SECURITY_ENFORCE } from '../annotations.js';
import { PodAmounts } from '../plan/pod-amounts.js';
import type { Platform } from '../platform.js';
import type { Pod } from '../pod.js';
import type { NamespaceFacts, SnapshotLookups } from '../snapshot.js';

/** A pod in its cluster: all that the steps after `decide` look at. */
export interface Subject {
  readonly pod: Pod;
  readonly amounts: PodAmounts;
  /** Name of the pod's namespace. */
  readonly namespaceName: string;
  readonly namespace: NamespaceFacts;
  readonly isNamespaceKnown: boolean;
  readonly snapshot: SnapshotLookups;
  /** Absent without a TracingPlatform, and with an invalid one that had no good predecessor. */
  readonly platform: Platform | undefined;
}

/** Pod Security levels, loosest first. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

const UNKNOWN_NAMESPACE: NamespaceFacts = {
  annotations: {},
  labels: { [POD_SECURITY_ENFORCE]: 'restricted' },
};

/** Puts a pod into its cluster. A Namespace that was not seen yet counts as unannotated and restricted. */
export function subjectOf(pod: Pod, namespaceName: string, snapshot: SnapshotLookups): Subject {
  const namespace = snapshot.namespaces.get(namespaceName);
  return {
    pod,
    amounts: new PodAmounts(pod.spec),
    namespaceName,
    namespace: namespace ?? UNKNOWN_NAMESPACE,
    isNamespaceKnown: namespace !== undefined,
    snapshot,
    platform: snapshot.platform.kind === 'ready' ? snapshot.platform.platform : undefined,
  };
}

/** The level that the pod's namespace enforces; `privileged` where it says nothing. */
export function podSecurityLevel(subject: Subject): PodSecurityLevel {
  const level = subject.namespace.labels[POD_SECURITY_ENFORCE];
  return POD_SECURITY_LEVELS.find((known) => known === level) ?? 'privileged';
}
