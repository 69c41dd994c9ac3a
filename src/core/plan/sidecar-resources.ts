import type { Quantities, ResourceRequirements } from '../kubernetes/pod.js';
import { err, ok, type Result } from '../result.js';
import type { LimitRange, LimitRangeItem } from '../kubernetes/limit-range.js';
import type { PodAmounts } from '../kubernetes/pod-amounts.js';
import { hasPodResources, type QosClass, getQosClass } from '../kubernetes/pod-resources.js';
import { findAmount, parseQuantity } from '../kubernetes/quantity.js';

/**
 * The resources of a sidecar, which add to the pod's. They must keep its class and fit the LimitRanges as they are;
 * undefined for a pod that asks for nothing, and refused with a sentence where they do not fit.
 */
export function resolveSidecarResources(
  wanted: ResourceRequirements,
  amounts: PodAmounts,
  limitRanges: readonly LimitRange[],
): Result<ResourceRequirements | undefined, string> {
  const { spec } = amounts;
  const qos = getQosClass(spec);
  if (qos === 'BestEffort') return ok(undefined);
  // Where the pod as a whole has resources, it shares them.
  const isShared = hasPodResources(spec);
  const resources = isShared ? {} : buildClassResources(wanted, qos);
  if (!isShared && qos === 'Guaranteed' && getQosClass({ containers: [{ name: '', resources }] }) !== qos)
    return err('its sidecar has no limit for cpu or memory, which a Guaranteed pod needs');
  const misfit = checkLimitRanges(resources, amounts, limitRanges);
  if (misfit !== undefined) return err(misfit);
  return ok(isShared ? undefined : resources);
}

function checkLimitRanges(
  resources: ResourceRequirements,
  amounts: PodAmounts,
  limitRanges: readonly LimitRange[],
): string | undefined {
  const isShared = hasPodResources(amounts.spec);
  for (const { name, limits } of limitRanges)
    for (const item of limits) {
      const broken =
        findBrokenResource(item, resources, amounts) ?? (isShared ? findDefaultedResource(item) : undefined);
      if (broken !== undefined) return `its sidecar’s ${broken} does not fit LimitRange ${name}`;
    }
  return undefined;
}

const buildClassResources = (wanted: ResourceRequirements, qos: QosClass): ResourceRequirements =>
  qos === 'Guaranteed'
    ? { limits: wanted.limits ?? {}, requests: wanted.limits ?? {} }
    : { ...wanted, requests: fillRequests(wanted) };

/** Requests as the API server takes them: none is missing beside a limit, and none is above it. */
function fillRequests({ requests = {}, limits = {} }: ResourceRequirements): Quantities {
  const fitting = Object.entries(requests).filter(
    ([name, request]) => (parseQuantity(request) ?? 0) <= (findAmount(limits, name) ?? Infinity),
  );
  return { ...limits, ...Object.fromEntries(fitting) };
}

/** The resource that breaks one item of a LimitRange. https://kubernetes.io/docs/concepts/policy/limit-range/ */
function findBrokenResource(
  item: LimitRangeItem,
  { requests = {}, limits = {} }: ResourceRequirements,
  amounts: PodAmounts,
): string | undefined {
  const names = [
    ...new Set([
      ...Object.keys(item.min ?? {}),
      ...Object.keys(item.max ?? {}),
      ...Object.keys(item.maxLimitRequestRatio ?? {}),
    ]),
  ];
  if (item.type !== 'Container' && item.type !== 'Pod') return undefined;
  return names.find((name) => {
    const isPod = item.type === 'Pod';
    const request = addOwnAmount(requests, name, isPod ? amounts.getEffectiveAmount('requests', name) : 0);
    const limit = addOwnAmount(limits, name, isPod ? amounts.getEffectiveAmount('limits', name) : 0);
    const ratio = findAmount(item.maxLimitRequestRatio, name);
    return (
      (!isPod && isBelow(request, findAmount(item.min, name))) ||
      isAbove(limit, findAmount(item.max, name)) ||
      (ratio !== undefined && (limit ?? Infinity) > ratio * (request ?? 0))
    );
  });
}

/** A resource that a LimitRange fills in, which could be more than the pod has as a whole. */
const findDefaultedResource = (item: LimitRangeItem): string | undefined =>
  Object.keys({ ...item.default, ...item.defaultRequest })[0];

const addOwnAmount = (
  quantities: Quantities,
  name: string,
  others: number | undefined,
): number | undefined => {
  const own = parseQuantity(quantities[name]);
  return own === undefined || others === undefined ? undefined : own + others;
};

const isBelow = (amount: number | undefined, floor: number | undefined): boolean =>
  floor !== undefined && (amount === undefined || amount < floor);

const isAbove = (amount: number | undefined, ceiling: number | undefined): boolean =>
  ceiling !== undefined && (amount === undefined || amount > ceiling);
