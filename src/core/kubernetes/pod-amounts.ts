import type { Container, PodSpec } from './pod.js';
import { amountIn } from './quantity.js';

type Kind = 'requests' | 'limits';

/** What containers together ask for; undefined for a limit that one of them does not set. */
type Amount = number | undefined;

/**
 * What a pod asks for of each resource. A sum is made once for all agents that are added to the pod, as there may be many
 * containers, agents and resources that LimitRanges name.
 */
export class PodAmounts {
  readonly spec: PodSpec;
  readonly #known = new Map<string, Amount>();

  constructor(spec: PodSpec) {
    this.spec = spec;
  }

  /**
   * The amount of one resource, as the scheduler reckons: the larger of all that runs together and of each init container
   * with the sidecars before it. Undefined for a limit that some container does not set.
   * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
   */
  effective(kind: Kind, resource: string): Amount {
    return this.#remembered(`${kind} ${resource}`, () => largestTogether(this.spec, kind, resource));
  }

  /**
   * What native sidecars take of one resource; an init container that starts after them runs beside them. Undefined for a
   * limit that one of them does not set. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  ofSidecars(kind: Kind, resource: string): Amount {
    const { initContainers } = this.spec;
    if (initContainers === undefined) return 0;
    return this.#remembered(`sidecars ${kind} ${resource}`, () =>
      sumOf(initContainers.filter(isSidecar), 0, kind, resource),
    );
  }

  /** What one more init container may take of the pod's amount: what sidecars leave of it. */
  spare(kind: Kind, resource: string): Amount {
    const whole = this.effective(kind, resource);
    return whole === undefined ? undefined : whole - (this.ofSidecars(kind, resource) ?? 0);
  }

  #remembered(key: string, reckon: () => Amount): Amount {
    if (this.#known.has(key)) return this.#known.get(key);
    const amount = reckon();
    this.#known.set(key, amount);
    return amount;
  }
}

function largestTogether({ containers, initContainers = [] }: PodSpec, kind: Kind, resource: string): Amount {
  let sidecars: Amount = 0;
  let largest: Amount = 0;
  for (const container of initContainers) {
    const together = plus(sidecars, amountOfOne(container, kind, resource));
    largest = larger(largest, together);
    if (isSidecar(container)) sidecars = together;
  }
  return larger(largest, sumOf(containers, sidecars, kind, resource));
}

const sumOf = (containers: readonly Container[], start: Amount, kind: Kind, resource: string): Amount =>
  containers.reduce((sum, container) => plus(sum, amountOfOne(container, kind, resource)), start);

const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always';

/** A request that is missing is the limit, as the API server fills it in. */
const amountOfOne = ({ resources }: Container, kind: Kind, resource: string): Amount =>
  amountIn(resources?.[kind], resource) ??
  (kind === 'requests' ? (amountIn(resources?.limits, resource) ?? 0) : undefined);

const plus = (left: Amount, right: Amount): Amount =>
  left === undefined || right === undefined ? undefined : left + right;

const larger = (left: Amount, right: Amount): Amount =>
  left === undefined || right === undefined ? undefined : Math.max(left, right);
