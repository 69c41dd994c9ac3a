import type { PodSpec, Quantities, ResourceRequirements } from '../kubernetes/pod.js';
import type { LimitRange } from '../kubernetes/limit-range.js';
import type { PodAmounts } from '../kubernetes/pod-amounts.js';
import { hasPodResources, getQosClass, isSetByAll } from '../kubernetes/pod-resources.js';
import { parseQuantity, formatQuantityRoundedUp, formatQuantity } from '../kubernetes/quantity.js';
import {
  type BoundLookup,
  indexBounds,
  listAmounts,
  listRangedNames,
  listResourceNames,
} from './range-bounds.js';

/** The resources that a container that copies an agent should have, and those that the Instrumentation sets. */
export interface WantedResources {
  readonly resources: ResourceRequirements;
  readonly written: ResourceRequirements;
}

/**
 * Fits the resources of an added init container into a pod: they raise neither its request nor its limit, stay within
 * the LimitRanges and keep its class. Values that an Instrumentation writes are changed only where the API server
 * would refuse them. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function fitInitResources(
  wanted: WantedResources,
  amounts: PodAmounts,
  limitRanges: readonly LimitRange[],
): ResourceRequirements | undefined {
  const { spec } = amounts;
  const items = limitRanges.flatMap(({ limits }) => limits);
  const qos = getQosClass(spec);
  if (qos === 'BestEffort')
    return omitEmptyMaps({
      limits: buildZeroQuantities(spec, 'limits'),
      requests: buildZeroQuantities(spec, 'requests'),
    });
  // Where the pod as a whole has resources, the class is theirs.
  const fit = qos === 'Guaranteed' && !hasPodResources(spec) ? fitGuaranteedPair : fitBurstablePair;
  const names = new Set([
    ...listResourceNames(wanted.resources.limits, wanted.resources.requests),
    ...listRangedNames(items),
  ]);
  if (qos === 'Guaranteed') GUARANTEED_RESOURCES.forEach((name) => names.add(name));
  const ranges = indexBounds(items);
  const pairs = [...names]
    .filter((name) => !amounts.isRequestOpen(name))
    .map((name) => [name, fit(name, buildResourceBounds(name, { wanted, amounts, ranges }))] as const);
  return omitEmptyMaps({
    limits: buildQuantities(pairs.map(([name, { limit }]) => [name, limit])),
    requests: buildQuantities(pairs.map(([name, { request }]) => [name, request])),
  });
}

const isWritten = ({ limits, requests }: ResourceRequirements, name: string): boolean =>
  (limits?.[name] ?? requests?.[name]) !== undefined;

/** Zeros that every container of a pod writes out, as a ResourceQuota demands; they ask for nothing. */
const buildZeroQuantities = (spec: PodSpec, kind: 'requests' | 'limits'): Quantities =>
  Object.fromEntries(GUARANTEED_RESOURCES.filter(isSetByAll(spec, kind)).map((name) => [name, '0']));

const GUARANTEED_RESOURCES = ['cpu', 'memory'];

type Quantity = string | number | undefined;

/** What one resource may be: what is wanted, and the bounds of pod and LimitRanges in the base unit. */
interface ResourceBounds {
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

interface FitBasis {
  readonly wanted: WantedResources;
  readonly amounts: PodAmounts;
  readonly ranges: BoundLookup;
}

/** Of a core; of bytes it is rounded up to one. */
const LEAST = 0.001;

function buildResourceBounds(name: string, basis: FitBasis): ResourceBounds {
  const { wanted, amounts, ranges } = basis;
  const { requests, limits } = wanted.resources;
  const [request, limit] = [requests?.[name], isUnlimited(name, basis) ? undefined : limits?.[name]];
  const ratios = ranges('Container', 'maxLimitRequestRatio', name);
  return {
    request: request ?? limit,
    limit,
    podRequest: amounts.getSpareAmount('requests', name) ?? 0,
    podLimit: amounts.getSpareAmount('limits', name),
    requestCeilings: [...listOwnCeilings(name, basis, 'requests'), ...listMaxima(name, basis, 'requests')],
    limitCeilings: [...listOwnCeilings(name, basis, 'limits'), ...listMaxima(name, basis, 'limits')],
    // Nothing is beyond any ratio.
    floor: getHighest([ratios.length === 0 ? 0 : LEAST, ...ranges('Container', 'min', name)]),
    ratios: [
      ...ratios,
      // The ratio of a pod counts no limit that is missing, so ours could be all of its limit.
      ...ranges('Pod', 'maxLimitRequestRatio', name).map(() => 1),
    ],
  };
}

/**
 * Tells whether a pod that has resources as a whole has no limit of this one. A ResourceQuota then counts the limits of those
 * containers that have one, and ours would be one more.
 */
const isUnlimited = (name: string, { wanted: { written }, amounts }: FitBasis): boolean =>
  hasPodResources(amounts.spec) &&
  amounts.spec.resources?.limits?.[name] === undefined &&
  amounts.getEffectiveAmount('limits', name) === undefined &&
  !isWritten(written, name);

/** What the pod has itself, and what the Instrumentation writes of the other kind; no bounds for what it writes. */
function listOwnCeilings(
  name: string,
  { wanted: { resources, written }, amounts }: FitBasis,
  kind: 'requests' | 'limits',
): readonly number[] {
  const other = kind === 'requests' ? 'limits' : 'requests';
  // One that is missing is taken from the other.
  const source = resources[kind]?.[name] === undefined ? other : kind;
  if (written[source]?.[name] !== undefined) return [];
  const ofPod = amounts.getSpareAmount(kind, name);
  return [
    ...(ofPod === undefined ? [] : [ofPod]),
    ...(kind === 'requests' ? listAmounts(written.limits, name) : []),
  ];
}

/** What a LimitRange or the API server refuses to go beyond. */
const listMaxima = (
  name: string,
  { amounts, ranges }: FitBasis,
  kind: 'requests' | 'limits',
): readonly number[] => [
  ...ranges('Container', 'max', name),
  ...listPodMaxima(name, amounts, ranges),
  ...listPodLevelMaxima(name, amounts, kind),
];

/** What LimitRanges leave to one container of the pod. */
const listPodMaxima = (name: string, amounts: PodAmounts, ranges: BoundLookup): readonly number[] =>
  ranges('Pod', 'max', name).map((max) => Math.max(0, max - amounts.getRangedSidecarAmount(name)));

/** What the resources of the pod as a whole leave to one container; its request stays below its limit, too. */
const listPodLevelMaxima = (name: string, pod: PodAmounts, kind: 'requests' | 'limits'): readonly number[] =>
  [pod.spec.resources?.[kind], pod.spec.resources?.limits]
    .flatMap((whole) => listAmounts(whole, name))
    .map((amount) => amount - (pod.getSidecarAmount(kind, name) ?? 0));

interface QuantityPair {
  readonly request: Quantity;
  readonly limit: Quantity;
}

/** Request and limit are one in a Guaranteed pod; other resources than CPU and memory do not count for the class. */
function fitGuaranteedPair(name: string, room: ResourceBounds): QuantityPair {
  if (!GUARANTEED_RESOURCES.includes(name)) return fitBurstablePair(name, room);
  // Zero is none.
  const asked = [room.limit, room.request].find((each) => (parseQuantity(each) ?? 0) > 0);
  const wanted = asked ?? formatQuantity(name, room.podLimit ?? room.podRequest);
  const both = raiseQuantity(name, capQuantity(name, wanted, room.limitCeilings), room.floor);
  return { request: both, limit: both };
}

/** A limit without a request would become the request, and so could raise the pod's: both are written, or none. */
function fitBurstablePair(name: string, room: ResourceBounds): QuantityPair {
  const wanted = room.request ?? formatQuantity(name, room.podRequest);
  const request = raiseQuantity(name, capQuantity(name, wanted, room.requestCeilings), room.floor);
  const amount = parseQuantity(request);
  if (amount === undefined) return { request: undefined, limit: undefined };
  const ceilings = [...room.limitCeilings, ...room.ratios.map((ratio) => ratio * amount)];
  const isBounded = ceilings.length > 0;
  const limit = room.limit ?? (isBounded ? formatQuantity(name, getLowest(ceilings)) : undefined);
  const bounded = capQuantity(name, limit, ceilings);
  return { request, limit: (parseQuantity(bounded) ?? amount) < amount ? request : bounded };
}

const getLowest = (numbers: readonly number[]): number =>
  numbers.reduce((least, each) => Math.min(least, each), Infinity);

const getHighest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), -Infinity);

/** The quantity as written where it is within all bounds, else the lowest bound. */
function capQuantity(name: string, quantity: Quantity, upper: readonly number[]): Quantity {
  const ceiling = getLowest(upper);
  const amount = parseQuantity(quantity);
  if (amount === undefined) return undefined;
  return amount <= ceiling ? quantity : formatQuantity(name, ceiling);
}

function raiseQuantity(name: string, quantity: Quantity, floor: number): Quantity {
  const amount = parseQuantity(quantity);
  return amount === undefined || amount >= floor ? quantity : formatQuantityRoundedUp(name, floor);
}

function buildQuantities(entries: readonly (readonly [string, Quantity])[]): Quantities {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function omitEmptyMaps({
  limits,
  requests,
}: Required<ResourceRequirements>): ResourceRequirements | undefined {
  const resources = {
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
  };
  return Object.keys(resources).length === 0 ? undefined : resources;
}
