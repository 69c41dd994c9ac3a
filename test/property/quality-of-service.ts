import type { Container, PodSpec, Quantities, ResourceRequirements } from '../../src/core/kubernetes/pod.js';
import type { LimitRangeItem } from '../../src/core/kubernetes/limit-range.js';

/** What a scheduler and an API server reckon from the resources of a pod, written down a second time for the laws. */

const UNITS = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** A quantity in its base unit; NaN for text that is none. */
export function amount(quantity: string | number): number {
  const text = String(quantity);
  const binary = /^(\d+(?:\.\d+)?)([KMGTPE]i)$/.exec(text);
  if (binary !== null) return Number(binary[1]) * 1024 ** BINARY_UNITS.indexOf(binary[2] ?? '');
  const decimal = /^([\d.]+(?:[eE][+-]?\d+)?)([numkMGTPE]?)$/.exec(text);
  return decimal === null ? NaN : Number(decimal[1]) * 1000 ** (UNITS.indexOf(decimal[2] ?? '') - 3);
}

type Kind = 'requests' | 'limits';

/** What one container asks of a resource; a missing request is the limit, as the API server fills it in. */
export function of(container: Container, kind: Kind, resource: string): number | undefined {
  const { requests, limits } = container.resources ?? {};
  const written = (map: Quantities | undefined): number | undefined =>
    map !== undefined && Object.hasOwn(map, resource) ? amount(map[resource] ?? NaN) : undefined;
  return kind === 'limits' ? written(limits) : (written(requests) ?? written(limits));
}

/**
 * The effective amount of a pod: what runs together, or an init container with the sidecars before it, whichever is
 * larger. A container without a limit leaves the pod without one.
 */
export function effective(spec: PodSpec, kind: Kind, resource: string): number {
  const absent = kind === 'requests' ? 0 : Infinity;
  const sum = (list: readonly Container[]): number =>
    list.reduce((total, container) => total + (of(container, kind, resource) ?? absent), 0);
  const init = spec.initContainers ?? [];
  const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always';
  const stages = init.map((container, index) => sum([...init.slice(0, index).filter(isSidecar), container]));
  return Math.max(sum([...spec.containers, ...init.filter(isSidecar)]), ...stages);
}

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/helper/qos/qos.go */
export function classOf(spec: PodSpec): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  // Resources of the pod as a whole make its class, whatever its containers have.
  if (spec.resources !== undefined) return classOf({ containers: [{ name: '', resources: spec.resources }] });
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const set = (container: Container, kind: Kind, resource: string): number =>
    of(container, kind, resource) ?? 0;
  const resources = ['cpu', 'memory'];
  if (
    all.every((each) =>
      resources.every((name) => set(each, 'requests', name) === 0 && set(each, 'limits', name) === 0),
    )
  )
    return 'BestEffort';
  const isGuaranteed = all.every((each) =>
    resources.every(
      (name) =>
        set(each, 'limits', name) > 0 && isSame(set(each, 'limits', name), set(each, 'requests', name)),
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

/** Equal but for the last bits of binary fractions. */
export const isSame = (left: number, right: number): boolean =>
  left === right || Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right));

/** https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/admission/limitranger/admission.go */
export function isWithinRange(item: LimitRangeItem, spec: PodSpec): boolean {
  if (item.type === 'Container')
    return [...spec.containers, ...(spec.initContainers ?? [])].every((container) =>
      isBounded(item, (kind, name) => of(container, kind, name)),
    );
  if (item.type !== 'Pod') return true;
  return isBounded(item, (kind, name) => {
    const total = effective(spec, kind, name);
    return Number.isFinite(total) && total > 0 ? total : undefined;
  });
}

function isBounded(
  item: LimitRangeItem,
  amountOf: (kind: Kind, name: string) => number | undefined,
): boolean {
  const entries = (map: Quantities | undefined): readonly (readonly [string, number])[] =>
    Object.entries(map ?? {}).map(([name, quantity]) => [name, amount(quantity)]);
  const isAtMost = (left: number, right: number): boolean => left <= right || isSame(left, right);
  const aboveMin = entries(item.min).every(
    ([name, min]) =>
      isAtMost(min, amountOf('requests', name) ?? 0) && isAtMost(min, amountOf('limits', name) ?? Infinity),
  );
  const belowMax = entries(item.max).every(
    ([name, max]) =>
      isAtMost(amountOf('limits', name) ?? Infinity, max) && isAtMost(amountOf('requests', name) ?? 0, max),
  );
  const withinRatio = entries(item.maxLimitRequestRatio).every(([name, ratio]) => {
    const [request, limit] = [amountOf('requests', name) ?? 0, amountOf('limits', name) ?? 0];
    return request > 0 && limit > 0 && isAtMost(limit / request, ratio);
  });
  return aboveMin && belowMax && withinRatio;
}

/** https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/ */
export function isWithinPod(spec: PodSpec, { requests, limits }: ResourceRequirements): boolean {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const isAtMost = (left: number, right: number): boolean => left <= right || isSame(left, right);
  const requestsFit = Object.entries({ ...limits, ...requests }).every(([name, most]) =>
    isAtMost(effective(spec, 'requests', name), amount(most)),
  );
  const limitsFit = Object.entries(limits ?? {}).every(([name, most]) =>
    all.every((container) => isAtMost(of(container, 'limits', name) ?? 0, amount(most))),
  );
  return requestsFit && limitsFit;
}
