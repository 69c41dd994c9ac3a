import type { Container, PodSpec } from './pod.js';
import { findAmount } from './quantity.js';

/** The quality of service class that the kubelet gives a pod. https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

const QOS_RESOURCES = ['cpu', 'memory'] as const;

/** The class of a pod as it was received; init containers count as well. */
export function getQosClass(spec: PodSpec): QosClass {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const sets = (container: Container): boolean =>
    QOS_RESOURCES.some((resource) =>
      [container.resources?.requests, container.resources?.limits].some(
        (map) => (findAmount(map, resource) ?? 0) > 0,
      ),
    );
  if (!all.some(sets)) return 'BestEffort';
  return all.every((container) => QOS_RESOURCES.every((resource) => hasGuaranteedAmount(container, resource)))
    ? 'Guaranteed'
    : 'Burstable';
}

function hasGuaranteedAmount({ resources }: Container, resource: string): boolean {
  const limit = findAmount(resources?.limits, resource);
  return limit !== undefined && limit > 0 && (findAmount(resources?.requests, resource) ?? limit) === limit;
}

/** Tells whether a pod has resources as a whole. https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/ */
export const hasPodResources = ({ resources }: PodSpec): boolean =>
  [resources?.requests, resources?.limits].some((map) => Object.keys(map ?? {}).length > 0);

/**
 * Tells which resources every container of a pod sets, as it must under a ResourceQuota. A request that is missing is the
 * limit, as the API server fills it in. https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const isSetByAll =
  ({ containers, initContainers = [] }: PodSpec, kind: 'requests' | 'limits') =>
  (resource: string): boolean =>
    [...containers, ...initContainers].every(
      ({ resources }) =>
        resources?.[kind]?.[resource] !== undefined || resources?.limits?.[resource] !== undefined,
    );
