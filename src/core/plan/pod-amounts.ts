import type { Container, PodSpec } from '../pod.js';
import { amountIn } from './quantity.js';

type Kind = 'requests' | 'limits';

/** What containers together ask for; undefined for a limit that one of them does not set. */
type Amount = number | undefined;

/** The containers of a pod that name one resource, in the order in which they start. */
interface Naming {
  readonly init: readonly Container[];
  readonly regular: readonly Container[];
}

/** What was reckoned of one pod, so that it is done once for each resource, however many LimitRanges name it. */
interface Reckoning {
  readonly naming: ReadonlyMap<string, Naming>;
  readonly sidecars: number;
  readonly effective: Map<string, Amount>;
  readonly ofSidecars: Map<string, Amount>;
}

/**
 * What a pod asks for of one resource, as the scheduler reckons: the larger of all that runs together and of each
 * init container with the sidecars before it. Undefined for a limit that some container does not set.
 * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function effectiveAmount(spec: PodSpec, kind: Kind, resource: string): Amount {
  const reckoning = reckoningOf(spec);
  return remembered(reckoning.effective, `${kind} ${resource}`, () => {
    const { init, regular } = namingOf(reckoning, resource);
    const all = spec.containers.length + (spec.initContainers?.length ?? 0);
    return kind === 'limits' && init.length + regular.length < all
      ? undefined
      : largestTogether({ init, regular }, kind, resource);
  });
}

/**
 * What native sidecars take of one resource; an init container that starts after them runs beside them. Undefined for a
 * limit that one of them does not set. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function sidecarAmount(spec: PodSpec, kind: Kind, resource: string): Amount {
  const reckoning = reckoningOf(spec);
  return remembered(reckoning.ofSidecars, `${kind} ${resource}`, () => {
    const sidecars = namingOf(reckoning, resource).init.filter(isSidecar);
    if (kind === 'limits' && sidecars.length < reckoning.sidecars) return undefined;
    return sidecars.reduce<Amount>((sum, container) => plus(sum, amountOfOne(container, kind, resource)), 0);
  });
}

/** What one more init container may take of a pod's amount: what sidecars leave of it. */
export function spareAmount(spec: PodSpec, kind: Kind, resource: string): Amount {
  const whole = effectiveAmount(spec, kind, resource);
  return whole === undefined ? undefined : whole - (sidecarAmount(spec, kind, resource) ?? 0);
}

/** Containers that do not name the resource ask for nothing, so they are left out here. */
function largestTogether({ init, regular }: Naming, kind: Kind, resource: string): Amount {
  const amount = (container: Container): Amount => amountOfOne(container, kind, resource);
  let sidecars: Amount = 0;
  let largest: Amount = 0;
  for (const container of init) {
    const together = plus(sidecars, amount(container));
    largest = larger(largest, together);
    if (isSidecar(container)) sidecars = together;
  }
  return larger(
    largest,
    regular.reduce((sum, container) => plus(sum, amount(container)), sidecars),
  );
}

const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always';

/** By the pod itself, which is never changed. */
const RECKONINGS = new WeakMap<PodSpec, Reckoning>();

function reckoningOf(spec: PodSpec): Reckoning {
  const known = RECKONINGS.get(spec);
  if (known !== undefined) return known;
  const { containers, initContainers = [] } = spec;
  const [init, regular] = [byResource(initContainers), byResource(containers)];
  const resources = new Set([...init.keys(), ...regular.keys()]);
  const naming = [...resources].map(
    (resource) =>
      [resource, { init: init.get(resource) ?? [], regular: regular.get(resource) ?? [] }] as const,
  );
  const made: Reckoning = {
    naming: new Map(naming),
    sidecars: initContainers.filter(isSidecar).length,
    effective: new Map(),
    ofSidecars: new Map(),
  };
  RECKONINGS.set(spec, made);
  return made;
}

function byResource(containers: readonly Container[]): ReadonlyMap<string, readonly Container[]> {
  const naming = new Map<string, Container[]>();
  for (const container of containers) {
    const { requests, limits } = container.resources ?? {};
    for (const resource of new Set([...Object.keys(requests ?? {}), ...Object.keys(limits ?? {})])) {
      const known = naming.get(resource);
      if (known === undefined) naming.set(resource, [container]);
      else known.push(container);
    }
  }
  return naming;
}

const namingOf = ({ naming }: Reckoning, resource: string): Naming =>
  naming.get(resource) ?? { init: [], regular: [] };

function remembered(known: Map<string, Amount>, key: string, reckon: () => Amount): Amount {
  if (known.has(key)) return known.get(key);
  const amount = reckon();
  known.set(key, amount);
  return amount;
}

/** A request that is missing is the limit, as the API server fills it in. */
const amountOfOne = ({ resources }: Container, kind: Kind, resource: string): Amount =>
  amountIn(resources?.[kind], resource) ??
  (kind === 'requests' ? (amountIn(resources?.limits, resource) ?? 0) : undefined);

const plus = (left: Amount, right: Amount): Amount =>
  left === undefined || right === undefined ? undefined : left + right;

const larger = (left: Amount, right: Amount): Amount =>
  left === undefined || right === undefined ? undefined : Math.max(left, right);
