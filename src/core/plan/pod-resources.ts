import type { Container, PodSpec } from '../pod.js';
import { amountIn } from './quantity.js';

/** The quality of service class that the kubelet gives a pod. https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

const QOS_RESOURCES = ['cpu', 'memory'] as const;

/** The class of a pod as it was received; init containers count as well. */
export function qosClass(spec: PodSpec): QosClass {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const sets = (container: Container): boolean =>
    QOS_RESOURCES.some((resource) =>
      [container.resources?.requests, container.resources?.limits].some(
        (map) => (amountIn(map, resource) ?? 0) > 0,
      ),
    );
  if (!all.some(sets)) return 'BestEffort';
  return all.every((container) => QOS_RESOURCES.every((resource) => isGuaranteed(container, resource)))
    ? 'Guaranteed'
    : 'Burstable';
}

function isGuaranteed({ resources }: Container, resource: string): boolean {
  const limit = amountIn(resources?.limits, resource);
  return limit !== undefined && limit > 0 && (amountIn(resources?.requests, resource) ?? limit) === limit;
}

/** Tells whether a pod has resources as a whole. https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/ */
export const isSharing = ({ resources }: PodSpec): boolean =>
  [resources?.requests, resources?.limits].some((map) => Object.keys(map ?? {}).length > 0);

/**
 * What a pod asks for of one resource, as the scheduler reckons: the larger of all that runs together and of each
 * init container with the sidecars before it. Undefined for a limit that some container does not set.
 * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function effectiveAmount(
  spec: PodSpec,
  kind: 'requests' | 'limits',
  resource: string,
): number | undefined {
  const amount = (container: Container): number | undefined => amountOfOne(container, kind, resource);
  let sidecars: number | undefined = 0;
  let largest: number | undefined = 0;
  for (const container of spec.initContainers ?? []) {
    const together = plus(sidecars, amount(container));
    largest = larger(largest, together);
    if (container.restartPolicy === 'Always') sidecars = together;
  }
  return larger(
    largest,
    spec.containers.reduce((sum, container) => plus(sum, amount(container)), sidecars),
  );
}

/**
 * What native sidecars take of one resource; an init container that starts after them runs beside them. Undefined for a
 * limit that one of them does not set. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function sidecarAmount(
  { initContainers = [] }: PodSpec,
  kind: 'requests' | 'limits',
  resource: string,
): number | undefined {
  return initContainers
    .filter(({ restartPolicy }) => restartPolicy === 'Always')
    .reduce<number | undefined>((sum, container) => plus(sum, amountOfOne(container, kind, resource)), 0);
}

/** What one more init container may take of a pod's amount: what sidecars leave of it. */
export function spareAmount(
  spec: PodSpec,
  kind: 'requests' | 'limits',
  resource: string,
): number | undefined {
  const whole = effectiveAmount(spec, kind, resource);
  return whole === undefined ? undefined : whole - (sidecarAmount(spec, kind, resource) ?? 0);
}

/** A request that is missing is the limit, as the API server fills it in. */
const amountOfOne = (
  { resources }: Container,
  kind: 'requests' | 'limits',
  resource: string,
): number | undefined =>
  amountIn(resources?.[kind], resource) ??
  (kind === 'requests' ? (amountIn(resources?.limits, resource) ?? 0) : undefined);

const plus = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : left + right;

const larger = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : Math.max(left, right);

/**
 * Tells which resources every container of a pod sets, as it must under a ResourceQuota.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const setByAll =
  ({ containers, initContainers = [] }: PodSpec, kind: 'requests' | 'limits') =>
  (resource: string): boolean =>
    [...containers, ...initContainers].every(({ resources }) => resources?.[kind]?.[resource] !== undefined);
