import type { StringMap } from './pod.js';

/**
 * What a pod and its namespace tell of the SecurityContextConstraints of OpenShift, which hold beside Pod Security.
 * https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/authentication_and_authorization/managing-pod-security-policies
 */
export interface Constraints {
  /** Name of those that hold for the pod; undefined where it is not known yet. */
  readonly name: string | undefined;
  /** Whether they were applied, so that the pod has all that they fill in. */
  readonly areApplied: boolean;
}

/** Written on a pod by the API server: the constraints by which it was taken. */
const APPLIED = 'openshift.io/scc';
/** Written on a pod by its author: the only constraints that may be applied. */
const REQUIRED = 'openshift.io/required-scc';
/** Written on a namespace by OpenShift: the users, groups and labels that its pods may have. */
const OF_NAMESPACE = 'openshift.io/sa.scc.';

/** Reads the marks of OpenShift from the annotations of a pod and its namespace; undefined where there is none. */
export function readConstraints(pod: StringMap = {}, namespace: StringMap = {}): Constraints | undefined {
  const name = pod[APPLIED] ?? pod[REQUIRED];
  const isMarked = name !== undefined || Object.keys(namespace).some((key) => key.startsWith(OF_NAMESPACE));
  return isMarked ? { name, areApplied: pod[APPLIED] !== undefined } : undefined;
}
