import type { PodSpec, Quantities, ResourceRequirements } from '../kubernetes/pod.js';
import type { LimitRange, LimitRangeItem } from '../kubernetes/limit-range.js';
import type { PodAmounts } from '../kubernetes/pod-amounts.js';
import { isSharing, qosClass, setByAll } from '../kubernetes/pod-resources.js';
import { amountIn, amountOf, quantityAbove, quantityOf } from '../kubernetes/quantity.js';

/** What a container that copies an agent should have, and what of it the Instrumentation wrote. */
export interface Wanted {
  readonly resources: ResourceRequirements;
  readonly written: ResourceRequirements;
}

/**
 * Fits the resources of an added init container into a pod: they raise neither its request nor its limit, stay within
 * the LimitRanges and keep its class. Values that an Instrumentation writes are changed only where the API server
 * would refuse them. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function fittedResources(
  wanted: Wanted,
  amounts: PodAmounts,
  limitRanges: readonly LimitRange[],
): ResourceRequirements | undefined {
  const { spec } = amounts;
  const items = limitRanges.flatMap(({ limits }) => limits);
  const qos = qosClass(spec);
  if (qos === 'BestEffort')
    return withoutEmpty({ limits: zeros(spec, 'limits'), requests: zeros(spec, 'requests') });
  // Where the pod as a whole has resources, the class is theirs.
  const fit = qos === 'Guaranteed' && !isSharing(spec) ? guaranteedPair : burstablePair;
  const names = new Set([
    ...namesIn(wanted.resources.limits, wanted.resources.requests),
    ...rangedNames(items),
  ]);
  if (qos === 'Guaranteed') GUARANTEED_RESOURCES.forEach((name) => names.add(name));
  const ranges = boundsByName(items);
  const pairs = [...names].map(
    (name) => [name, fit(name, roomFor(name, { wanted, amounts, ranges }))] as const,
  );
  return withoutEmpty({
    limits: quantities(pairs.map(([name, { limit }]) => [name, limit])),
    requests: quantities(pairs.map(([name, { request }]) => [name, request])),
  });
}

/** Zeros that every container of a pod writes out, as a ResourceQuota demands; they ask for nothing. */
const zeros = (spec: PodSpec, kind: 'requests' | 'limits'): Quantities =>
  Object.fromEntries(GUARANTEED_RESOURCES.filter(setByAll(spec, kind)).map((name) => [name, '0']));

const GUARANTEED_RESOURCES = ['cpu', 'memory'];

type Quantity = string | number | undefined;

/** What one resource may be: what is wanted, and the bounds of pod and LimitRanges in the base unit. */
interface Room {
  readonly request: Quantity;
  readonly limit: Quantity;
  readonly podRequest: number;
  readonly podLimit: number | undefined;
  /** Upper bounds of a request and of a limit. */
  readonly requestCeilings: readonly number[];
  readonly limitCeilings: readonly number[];
  readonly floor: number;
  readonly ratios: readonly number[];
}

interface Basis {
  readonly wanted: Wanted;
  readonly amounts: PodAmounts;
  readonly ranges: Bounds;
}

/** Of a core; of bytes it is rounded up to one. */
const LEAST = 0.001;

function roomFor(name: string, basis: Basis): Room {
  const { wanted, amounts, ranges } = basis;
  const [request, limit] = [wanted.resources.requests?.[name], wanted.resources.limits?.[name]];
  const ratios = ranges('Container', 'maxLimitRequestRatio', name);
  return {
    request: request ?? limit,
    limit,
    podRequest: amounts.spare('requests', name) ?? 0,
    podLimit: amounts.spare('limits', name),
    requestCeilings: [...ownCeilings(name, basis, 'requests'), ...maxima(name, basis, 'requests')],
    limitCeilings: [...ownCeilings(name, basis, 'limits'), ...maxima(name, basis, 'limits')],
    // Nothing is beyond any ratio.
    floor: highest([ratios.length === 0 ? 0 : LEAST, ...ranges('Container', 'min', name)]),
    ratios: [
      ...ratios,
      // The ratio of a pod counts no limit that is missing, so ours could be all of its limit.
      ...ranges('Pod', 'maxLimitRequestRatio', name).map(() => 1),
    ],
  };
}

/** What the pod has itself, and what the Instrumentation writes of the other kind; no bounds for what it writes. */
function ownCeilings(
  name: string,
  { wanted: { resources, written }, amounts }: Basis,
  kind: 'requests' | 'limits',
): readonly number[] {
  const other = kind === 'requests' ? 'limits' : 'requests';
  // One that is missing is taken from the other.
  const source = resources[kind]?.[name] === undefined ? other : kind;
  if (written[source]?.[name] !== undefined) return [];
  const ofPod = amounts.spare(kind, name);
  return [
    ...(ofPod === undefined ? [] : [ofPod]),
    ...(kind === 'requests' ? amountsIn(written.limits, name) : []),
  ];
}

/** What a LimitRange or the API server refuses to go beyond. */
const maxima = (name: string, { amounts, ranges }: Basis, kind: 'requests' | 'limits'): readonly number[] => [
  ...ranges('Container', 'max', name),
  ...podMaxima(name, amounts, ranges),
  ...ofWholePod(name, amounts, kind),
];

/** What LimitRanges leave to one container of the pod. */
function podMaxima(name: string, amounts: PodAmounts, ranges: Bounds): readonly number[] {
  const sidecars = amounts.ofSidecars('limits', name) ?? 0;
  return ranges('Pod', 'max', name).map((max) => Math.max(0, max - sidecars));
}

/** What the resources of the pod as a whole leave to one container; its request stays below its limit, too. */
const ofWholePod = (name: string, pod: PodAmounts, kind: 'requests' | 'limits'): readonly number[] =>
  [pod.spec.resources?.[kind], pod.spec.resources?.limits]
    .flatMap((whole) => amountsIn(whole, name))
    .map((amount) => amount - (pod.ofSidecars(kind, name) ?? 0));

interface Pair {
  readonly request: Quantity;
  readonly limit: Quantity;
}

/** Request and limit are one in a Guaranteed pod; other resources than CPU and memory do not count for the class. */
function guaranteedPair(name: string, room: Room): Pair {
  if (!GUARANTEED_RESOURCES.includes(name)) return burstablePair(name, room);
  // Zero is none.
  const asked = [room.limit, room.request].find((each) => (amountOf(each) ?? 0) > 0);
  const wanted = asked ?? quantityOf(name, room.podLimit ?? room.podRequest);
  const both = atLeast(name, within(name, wanted, room.limitCeilings), room.floor);
  return { request: both, limit: both };
}

/** A limit without a request would become the request, and so could raise the pod's: both are written, or none. */
function burstablePair(name: string, room: Room): Pair {
  const wanted = room.request ?? quantityOf(name, room.podRequest);
  const request = atLeast(name, within(name, wanted, room.requestCeilings), room.floor);
  const amount = amountOf(request);
  if (amount === undefined) return { request: undefined, limit: undefined };
  const ceilings = [...room.limitCeilings, ...room.ratios.map((ratio) => ratio * amount)];
  const isBounded = ceilings.length > 0;
  const limit = room.limit ?? (isBounded ? quantityOf(name, lowest(ceilings)) : undefined);
  const bounded = within(name, limit, ceilings);
  return { request, limit: (amountOf(bounded) ?? amount) < amount ? request : bounded };
}

const namesIn = (...maps: readonly (Quantities | undefined)[]): readonly string[] =>
  maps.flatMap((map) => Object.keys(map ?? {}));

/** Resources that a LimitRange would give defaults to, which could be more than the pod asks for. */
function rangedNames(ranges: readonly LimitRangeItem[]): readonly string[] {
  return ranges
    .filter(({ type }) => type === 'Container')
    .flatMap((item) => namesIn(item.default, item.defaultRequest, item.max, item.min));
}

/** The bounds of one kind that the LimitRanges of a namespace set for a resource. */
type Bounds = (type: 'Container' | 'Pod', kind: BoundKind, name: string) => readonly number[];

const BOUND_KINDS = ['min', 'max', 'maxLimitRequestRatio'] as const;
type BoundKind = (typeof BOUND_KINDS)[number];

/** Puts the bounds in order once, as LimitRanges may name as many resources as they have items. */
function boundsByName(items: readonly LimitRangeItem[]): Bounds {
  const known = new Map<string, number[]>();
  for (const [key, amount] of items.flatMap(boundsOfItem)) {
    const amounts = known.get(key);
    if (amounts === undefined) known.set(key, [amount]);
    else amounts.push(amount);
  }
  return (type, kind, name) => known.get(`${type} ${kind} ${name}`) ?? [];
}

const boundsOfItem = (item: LimitRangeItem): readonly (readonly [string, number])[] =>
  item.type === 'Container' || item.type === 'Pod'
    ? BOUND_KINDS.flatMap((kind) =>
        Object.keys(item[kind] ?? {}).flatMap((name) =>
          amountsIn(item[kind], name).map((amount) => [`${item.type} ${kind} ${name}`, amount] as const),
        ),
      )
    : [];

const lowest = (numbers: readonly number[]): number =>
  numbers.reduce((least, each) => Math.min(least, each), Infinity);

const highest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), -Infinity);

const amountsIn = (map: Quantities | undefined, name: string): readonly number[] => {
  const amount = amountIn(map, name);
  return amount === undefined ? [] : [amount];
};

/** The quantity as written where it is within all bounds, else the lowest bound. */
function within(name: string, quantity: Quantity, upper: readonly number[]): Quantity {
  const ceiling = lowest(upper);
  const amount = amountOf(quantity);
  if (amount === undefined) return undefined;
  return amount <= ceiling ? quantity : quantityOf(name, ceiling);
}

function atLeast(name: string, quantity: Quantity, floor: number): Quantity {
  const amount = amountOf(quantity);
  return amount === undefined || amount >= floor ? quantity : quantityAbove(name, floor);
}

function quantities(entries: readonly (readonly [string, Quantity])[]): Quantities {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function withoutEmpty({
  limits,
  requests,
}: Required<ResourceRequirements>): ResourceRequirements | undefined {
  const resources = {
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
  };
  return Object.keys(resources).length === 0 ? undefined : resources;
}
