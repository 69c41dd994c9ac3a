import { AGENTS } from '../agents/agents.js';
import type { PodSpec } from '../kubernetes/pod.js';
import type { Finding } from '../reasons.js';
import { isRecord } from '../json.js';
import { hasClaim } from './agent-files.js';
import { resolveAgentImage } from './agent-image.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';
import { checkInitContext } from './pod-security-check.js';
import { findAmount } from '../kubernetes/quantity.js';

/** What rules a language out for a pod before any edit is made: the node's architecture, room for its files, Pod Security. */
export function checkFeasibility(delivery: Delivery): Finding | undefined {
  return checkArchitecture(delivery) ?? checkStorage(delivery) ?? checkInitContext(delivery);
}

function checkArchitecture(delivery: Delivery): Finding | undefined {
  const { target, pod, image } = delivery;
  const isDefault =
    image.value === resolveAgentImage({ ...target, instrumentation: undefined }, undefined).value;
  const made = AGENTS[target.language].files?.architectures;
  if (made === undefined || !isDefault) return undefined;
  const architectures = findArchitectures(pod.spec);
  if (architectures === undefined || architectures.some((each) => made.includes(each))) return undefined;
  return buildDeliveryFinding(
    delivery,
    'architecture-unsupported',
    `the pod is bound to ${architectures.join(', ')}, and the agent image is for ${made.join(', ')}.`,
  );
}

const ARCHITECTURE_LABELS: readonly string[] = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** Architectures that a pod is bound to by its node selector or required affinity; undefined where it is not. */
function findArchitectures({ nodeSelector, affinity }: PodSpec): readonly string[] | undefined {
  for (const label of ARCHITECTURE_LABELS) {
    const selected = nodeSelector?.[label];
    if (selected !== undefined) return [selected];
  }
  const required = readAtPath(
    affinity,
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  const terms = (Array.isArray(required) ? required : []).map(findTermArchitectures);
  // Terms are alternatives: one that says nothing of the architecture allows all.
  if (terms.length === 0) return undefined;
  return terms.every((term) => term !== undefined) ? terms.flat() : undefined;
}

function findTermArchitectures(term: unknown): readonly string[] | undefined {
  const expressions = readAtPath(term, 'matchExpressions');
  const found = (Array.isArray(expressions) ? (expressions as readonly unknown[]) : []).find(
    (each) =>
      ARCHITECTURE_LABELS.includes(String(readAtPath(each, 'key'))) && readAtPath(each, 'operator') === 'In',
  );
  const values = readAtPath(found, 'values');
  return Array.isArray(values) ? values.map(String) : undefined;
}

function readAtPath(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), value);
}

/** The kubelet evicts a pod whose emptyDirs outgrow the sum of its ephemeral-storage limits. */
function checkStorage(delivery: Delivery): Finding | undefined {
  const { target, pod } = delivery;
  const { files } = AGENTS[target.language];
  if (files === undefined || hasClaim(delivery)) return undefined;
  const limits = pod.spec.containers.flatMap(
    ({ resources }) => findAmount(resources?.limits, 'ephemeral-storage') ?? [],
  );
  const { size } = files;
  const limit = limits.reduce((sum, amount) => sum + amount, 0);
  if (limits.length === 0 || limit >= size) return undefined;
  return buildDeliveryFinding(
    delivery,
    'ephemeral-storage',
    `the pod may use ${limit.toString()} bytes of ephemeral storage, and the agent takes up to ${size.toString()}.`,
  );
}
