import type { LimitRange, LimitRangeItem } from './limit-range.js';
import type { Container, PodSpec, Quantities, ResourceRequirements } from './pod.js';

/**
 * A pod with what LimitRanges give to containers that say nothing. The API server does so before it asks a webhook; a pod in
 * a file has it still to come. https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function fillRangeDefaults(spec: PodSpec, ranges: readonly LimitRange[]): PodSpec {
  const defaults = ranges.map(readDefaults);
  if (defaults.every(isWithoutDefaults)) return spec;
  const fill = (container: Container): Container => ({
    ...container,
    resources: defaults.reduce(fillContainer, container.resources ?? {}),
  });
  const { containers, initContainers } = spec;
  return {
    ...spec,
    containers: containers.map(fill),
    ...(initContainers !== undefined && { initContainers: initContainers.map(fill) }),
  };
}

interface Defaults {
  readonly limits: Quantities;
  readonly requests: Quantities;
}

const isWithoutDefaults = ({ limits, requests }: Defaults): boolean =>
  Object.keys(limits).length === 0 && Object.keys(requests).length === 0;

/** What a LimitRange gives to containers: of items that name the same resource, the last. */
function readDefaults({ limits }: LimitRange): Defaults {
  const items = limits.filter(({ type }) => type === 'Container').map(completeItem);
  return {
    limits: Object.assign({}, ...items.map((item) => item.limits)) as Quantities,
    requests: Object.assign({}, ...items.map((item) => item.requests)) as Quantities,
  };
}

/** An item as the API server stores it: a default that is not written is the maximum, one of a request the limit's or the minimum. */
function completeItem(item: LimitRangeItem): Defaults {
  const limits = { ...item.max, ...item.default };
  return { limits, requests: { ...item.min, ...limits, ...item.defaultRequest } };
}

/** A request that is missing is the container's own limit before it is a default. */
const fillContainer = (
  { limits, requests, ...others }: ResourceRequirements,
  defaults: Defaults,
): ResourceRequirements => ({
  ...others,
  limits: { ...defaults.limits, ...limits },
  requests: { ...defaults.requests, ...limits, ...requests },
});
