import { POD_SECURITY_ENFORCE } from '../annotations.js';
import { PodAmounts } from '../kubernetes/pod-amounts.js';
import { POD_SECURITY_LEVELS, type PodSecurityLevel } from '../kubernetes/pod-security.js';
import type { Platform } from '../platform/platform.js';
import type { Pod } from '../kubernetes/pod.js';
import type { SnapshotLookups } from '../snapshot.js';
import type { NamespaceFacts } from '../objects/facts.js';

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

const UNKNOWN_NAMESPACE: NamespaceFacts = {
  annotations: {},
  labels: { [POD_SECURITY_ENFORCE]: 'restricted' },
};

/** Puts a pod into its cluster. A Namespace that was not seen yet counts as unannotated and restricted. */
export function buildSubject(pod: Pod, namespaceName: string, snapshot: SnapshotLookups): Subject {
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
export function getPodSecurityLevel(subject: Subject): PodSecurityLevel {
  const level = subject.namespace.labels[POD_SECURITY_ENFORCE];
  return POD_SECURITY_LEVELS.find((known) => known === level) ?? 'privileged';
}
