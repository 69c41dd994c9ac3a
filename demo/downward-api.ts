import type { Container, Pod, StringMap } from '../src/core/kubernetes/pod.js';
import { err, ok, type Result } from '../src/core/result.js';
import { findOwnValue } from './own-value.js';

/** A pod as a kubelet has it: named, bound to a node, with addresses. */
export interface RunningPod extends Pod {
  readonly spec: Pod['spec'] & { readonly serviceAccountName?: string };
  readonly status: { readonly hostIP: string; readonly podIP: string };
}

/** What `resourceFieldRef` names; https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef */
export interface ResourceField {
  readonly resource?: string;
  readonly containerName?: string;
  readonly divisor?: string | number;
}

/** Resources of the node that a pod runs on; they stand in for a limit that a container does not have. */
export type AllocatableResources = Readonly<Record<string, string | number>>;

const FIELDS = new Map<string, (pod: RunningPod) => string | undefined>([
  ['metadata.name', (pod) => pod.metadata?.name],
  ['metadata.namespace', (pod) => pod.metadata?.namespace],
  ['metadata.uid', (pod) => pod.metadata?.uid],
  ['spec.nodeName', (pod) => pod.spec.nodeName],
  ['spec.serviceAccountName', (pod) => pod.spec.serviceAccountName ?? 'default'],
  ['status.hostIP', (pod) => pod.status.hostIP],
  ['status.hostIPs', (pod) => pod.status.hostIP],
  ['status.podIP', (pod) => pod.status.podIP],
  ['status.podIPs', (pod) => pod.status.podIP],
]);

/**
 * Value of a `fieldRef`, as https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ lists them. A label,
 * annotation or field that the pod does not have is the empty text; a path that cannot be a variable is refused.
 */
export function resolveFieldRef(path: string, pod: RunningPod): Result<string, string> {
  const field = FIELDS.get(path);
  if (field !== undefined) return ok(field(pod) ?? '');
  const [, list, key] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path) ?? [];
  if (key === undefined) return err(`field path "${path}" is not supported for a variable`);
  const values: StringMap = (list === 'labels' ? pod.metadata?.labels : pod.metadata?.annotations) ?? {};
  return ok(findOwnValue(values, key) ?? '');
}

/**
 * Value of a `resourceFieldRef`: the amount in units of the divisor (default 1), rounded up to a whole number. A
 * limit that is not set is the node's allocatable amount; a request that is not set is the limit, or 0.
 */
export function resolveResourceFieldRef(
  field: ResourceField,
  container: Container,
  pod: RunningPod,
  allocatable: AllocatableResources,
): Result<string, string> {
  const { resource: path = '', containerName = '' } = field;
  const [, kind, resource] = /^(limits|requests)\.([^.]+)$/.exec(path) ?? [];
  if (resource === undefined) return err(`resource "${path}" is not supported for a variable`);
  const target = findContainer(containerName, container, pod);
  if (target === undefined) return err(`container ${containerName} not found`);
  const { limits = {}, requests = {} } = target.resources ?? {};
  const amounts = kind === 'limits' ? [limits, allocatable] : [requests, limits];
  const amount = amounts.map((each) => each[resource]).find((each) => each !== undefined);
  return ok(Math.ceil(parseQuantity(amount) / getDivisor(field)).toFixed(0));
}

/** A divisor of 0 is how the API server stores one that was left out. */
const getDivisor = ({ divisor }: ResourceField): number => parseQuantity(divisor) || 1;

function findContainer(name: string, container: Container, pod: RunningPod): Container | undefined {
  if (name === '') return container;
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((each) => each.name === name);
}

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Number of a quantity such as `500m`, `1.5Gi` or `1e3`; 0 for what is none. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function parseQuantity(text: string | number = 0): number {
  const [, digits, suffix = ''] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(String(text)) ?? [];
  if (digits === undefined) return 0;
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return Number(digits) * 1024 ** binary;
  const decimal = DECIMAL.indexOf(suffix);
  // Dividing by a power of ten keeps `500m` exact where multiplying by 0.001 would not.
  return decimal < 3 ? Number(digits) / 1000 ** (3 - decimal) : Number(digits) * 1000 ** (decimal - 3);
}
