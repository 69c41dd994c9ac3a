import type { PodSpec, Quantities, ResourceRequirements } from '../pod.js';
import type { LimitRange, LimitRangeItem } from '../snapshot.js';
import { qosClass, sidecarAmount, spareAmount } from './pod-resources.js';
import { amountIn, amountOf, quantityOf } from './quantity.js';

/** What a container that copies an agent should have, and whether the Instrumentation wrote it. */
export interface Wanted {
  readonly resources: ResourceRequirements;
  readonly isWritten: boolean;
}

/**
 * Fits the resources of an added init container into a pod: they raise neither its request nor its limit, stay within
 * the LimitRanges and keep its class. Values that an Instrumentation writes are changed only where the API server
 * would refuse them. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function fittedResources(
  wanted: Wanted,
  spec: PodSpec,
  limitRanges: readonly LimitRange[],
): ResourceRequirements | undefined {
  const ranges = limitRanges.flatMap(({ limits }) => limits);
  const qos = qosClass(spec);
  if (qos === 'BestEffort') return undefined;
  const fit = qos === 'Guaranteed' ? guaranteedPair : burstablePair;
  const names = new Set([
    ...namesIn(wanted.resources.limits, wanted.resources.requests),
    ...rangedNames(ranges),
  ]);
  if (qos === 'Guaranteed') GUARANTEED_RESOURCES.forEach((name) => names.add(name));
  const pairs = [...names].map((name) => [name, fit(name, roomFor(name, { wanted, spec, ranges }))] as const);
  return withoutEmpty({
    limits: quantities(pairs.map(([name, { limit }]) => [name, limit])),
    requests: quantities(pairs.map(([name, { request }]) => [name, request])),
  });
}

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
  readonly spec: PodSpec;
  readonly ranges: readonly LimitRangeItem[];
}

function roomFor(name: string, { wanted, spec, ranges }: Basis): Room {
  const [request, limit] = [wanted.resources.requests?.[name], wanted.resources.limits?.[name]];
  const containers = ranges.filter(({ type }) => type === 'Container');
  const podRequest = spareAmount(spec, 'requests', name) ?? 0;
  const podLimit = spareAmount(spec, 'limits', name);
  const isWritten = wanted.isWritten && (request ?? limit) !== undefined;
  const maxima = [...bounds(containers, 'max', name), ...podMaxima(name, spec, ranges)];
  return {
    request: request ?? limit,
    limit,
    podRequest,
    podLimit,
    requestCeilings: isWritten ? maxima : [podRequest, ...maxima],
    limitCeilings: isWritten || podLimit === undefined ? maxima : [podLimit, ...maxima],
    floor: Math.max(0, ...bounds(containers, 'min', name)),
    ratios: bounds(containers, 'maxLimitRequestRatio', name),
  };
}

/** What LimitRanges leave to one container of the pod. */
function podMaxima(name: string, spec: PodSpec, ranges: readonly LimitRangeItem[]): readonly number[] {
  const pods = ranges.filter(({ type }) => type === 'Pod');
  const sidecars = sidecarAmount(spec, 'limits', name) ?? 0;
  return bounds(pods, 'max', name).map((max) => Math.max(0, max - sidecars));
}

interface Pair {
  readonly request: Quantity;
  readonly limit: Quantity;
}

/** Request and limit are one in a Guaranteed pod; other resources than CPU and memory do not count for the class. */
function guaranteedPair(name: string, room: Room): Pair {
  if (!GUARANTEED_RESOURCES.includes(name)) return burstablePair(name, room);
  const wanted = room.limit ?? room.request ?? quantityOf(name, room.podLimit ?? room.podRequest);
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
  const limit = room.limit ?? (isBounded ? quantityOf(name, Math.min(...ceilings)) : undefined);
  return { request, limit: atLeast(name, within(name, limit, ceilings), amount) };
}

const namesIn = (...maps: readonly (Quantities | undefined)[]): readonly string[] =>
  maps.flatMap((map) => Object.keys(map ?? {}));

/** Resources that a LimitRange would give defaults to, which could be more than the pod asks for. */
function rangedNames(ranges: readonly LimitRangeItem[]): readonly string[] {
  return ranges
    .filter(({ type }) => type === 'Container')
    .flatMap((item) => namesIn(item.default, item.defaultRequest, item.max, item.min));
}

function bounds(
  ranges: readonly LimitRangeItem[],
  kind: 'min' | 'max' | 'maxLimitRequestRatio',
  name: string,
): readonly number[] {
  return ranges.flatMap((item) => amountIn(item[kind], name) ?? []);
}

/** The quantity as written where it is within all bounds, else the lowest bound. */
function within(name: string, quantity: Quantity, upper: readonly number[]): Quantity {
  const lowest = Math.min(Infinity, ...upper);
  const amount = amountOf(quantity);
  if (amount === undefined) return undefined;
  return amount <= lowest ? quantity : quantityOf(name, lowest);
}

function atLeast(name: string, quantity: Quantity, floor: number): Quantity {
  const amount = amountOf(quantity);
  return amount === undefined || amount >= floor ? quantity : quantityOf(name, floor);
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
