import type { LimitRange } from './limit-range.js';
import { fillRangeDefaults } from './limit-range-defaults.js';
import { type Container, isSidecar, type PodSpec } from './pod.js';
import { findAmount } from './quantity.js';

type AmountKind = 'requests' | 'limits';

/** What containers together ask for; undefined for a limit that one of them does not set. */
type Amount = number | undefined;

/**
 * What a pod asks for of each resource. A sum is made once for all agents that are added to the pod, as there may be many
 * containers, agents and resources that LimitRanges name.
 */
export class PodAmounts {
  readonly #received: PodSpec;
  readonly #ranges: readonly LimitRange[];
  readonly #known = new Map<string, Amount>();
  #spec: PodSpec | undefined;
  #named: ReadonlySet<string> | undefined;

  constructor(received: PodSpec, ranges: readonly LimitRange[] = []) {
    this.#received = received;
    this.#ranges = ranges;
  }

  /** The pod with what the LimitRanges of its namespace give to its containers. */
  get spec(): PodSpec {
    return (this.#spec ??= fillRangeDefaults(this.#received, this.#ranges));
  }

  /**
   * The amount of one resource, as the scheduler reckons: the larger of all that runs together and of each init container
   * with the sidecars before it. Undefined for a limit that some container does not set.
   * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
   */
  getEffectiveAmount(kind: AmountKind, resource: string): Amount {
    return this.#remember(`${kind} ${resource}`, () => measureEffectiveAmount(this.spec, kind, resource));
  }

  /**
   * What native sidecars take of one resource; an init container that starts after them runs beside them. Undefined for a
   * limit that one of them does not set. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  getSidecarAmount(kind: AmountKind, resource: string): Amount {
    const { initContainers } = this.spec;
    if (initContainers === undefined) return 0;
    return this.#remember(`sidecars ${kind} ${resource}`, () =>
      sumAmounts(initContainers.filter(isSidecar), 0, kind, resource),
    );
  }

  /**
   * What a LimitRange for whole pods counts for native sidecars: their requests or the limits that are set, whichever is
   * more. Other than the scheduler, it takes a limit that is missing for none at all.
   * https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/limitranger/admission.go
   */
  getRangedSidecarAmount(resource: string): number {
    const { initContainers } = this.spec;
    if (initContainers === undefined) return 0;
    const limit = this.#remember(`ranged sidecars ${resource}`, () =>
      initContainers
        .filter(isSidecar)
        .reduce((sum, { resources }) => sum + (findAmount(resources?.limits, resource) ?? 0), 0),
    );
    return Math.max(limit ?? 0, this.getSidecarAmount('requests', resource) ?? 0);
  }

  /** What one more init container may take of the pod's amount: what sidecars leave of it. */
  getSpareAmount(kind: AmountKind, resource: string): Amount {
    const whole = this.getEffectiveAmount(kind, resource);
    return whole === undefined ? undefined : whole - (this.getSidecarAmount(kind, resource) ?? 0);
  }

  /**
   * Tells whether the API server still decides what the pod as a whole requests of a resource: its limit, if it has one, as
   * no container says more. What an added container requests would take the place of that.
   * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
   */
  isRequestOpen(resource: string): boolean {
    const { resources } = this.#received;
    return (
      isPodResource(resource) &&
      Object.keys(resources?.limits ?? {}).length > 0 &&
      resources?.requests?.[resource] === undefined &&
      !(this.#named ??= new Set(listNamedResources(this.#received))).has(resource)
    );
  }

  #remember(key: string, reckon: () => Amount): Amount {
    if (this.#known.has(key)) return this.#known.get(key);
    const amount = reckon();
    this.#known.set(key, amount);
    return amount;
  }
}

function measureEffectiveAmount(
  { containers, initContainers = [] }: PodSpec,
  kind: AmountKind,
  resource: string,
): Amount {
  let sidecars: Amount = 0;
  let largest: Amount = 0;
  for (const container of initContainers) {
    const together = addAmounts(sidecars, getContainerAmount(container, kind, resource));
    largest = getLargerAmount(largest, together);
    if (isSidecar(container)) sidecars = together;
  }
  return getLargerAmount(largest, sumAmounts(containers, sidecars, kind, resource));
}

const sumAmounts = (
  containers: readonly Container[],
  start: Amount,
  kind: AmountKind,
  resource: string,
): Amount =>
  containers.reduce(
    (sum, container) => addAmounts(sum, getContainerAmount(container, kind, resource)),
    start,
  );

/** Tells whether a pod as a whole can have a resource. */
const isPodResource = (resource: string): boolean =>
  resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');

/** Resources that containers of a pod ask for. */
const listNamedResources = ({ containers, initContainers = [] }: PodSpec): readonly string[] =>
  [...containers, ...initContainers].flatMap(({ resources }) =>
    Object.keys({ ...resources?.limits, ...resources?.requests }),
  );

/** A request that is missing is the limit, as the API server fills it in. */
const getContainerAmount = ({ resources }: Container, kind: AmountKind, resource: string): Amount =>
  findAmount(resources?.[kind], resource) ??
  (kind === 'requests' ? (findAmount(resources?.limits, resource) ?? 0) : undefined);

const addAmounts = (left: Amount, right: Amount): Amount =>
  left === undefined || right === undefined ? undefined : left + right;

const getLargerAmount = (left: Amount, right: Amount): Amount =>
  left === undefined || right === undefined ? undefined : Math.max(left, right);
