import { AGENTS } from '../agents/agents.js';
import type { PodEdit } from '../edits.js';
import type { Quantities, ResourceRequirements } from '../kubernetes/pod.js';
import { getQosClass } from '../kubernetes/pod-resources.js';
import { parseQuantity } from '../kubernetes/quantity.js';
import type { Finding } from '../reasons.js';
import { cutName } from '../shown-text.js';
import { resolveAgentResources } from './agent-image.js';
import { buildDeliveryFinding, type Delivery } from './delivery.js';

/** A notice of resources that the Instrumentation writes and that an added container does not have as written. */
export function reportAdjustedResources(delivery: Delivery, edits: readonly PodEdit[]): readonly Finding[] {
  const [added] = edits.flatMap(listAddedResources);
  if (added === undefined) return [];
  const { target, pod } = delivery;
  const { written } = resolveAgentResources(target, pod.spec);
  const changes = (['requests', 'limits'] as const).flatMap((kind) =>
    describeChanges(kind, written[kind], added[kind]),
  );
  if (changes.length === 0) return [];
  const isBestEffort = getQosClass(pod.spec) === 'BestEffort';
  const why = isBestEffort
    ? 'the pod has no resources and stays BestEffort, so those of the Instrumentation are not used'
    : 'the resources of the Instrumentation are fitted to the pod and its LimitRanges';
  return [buildDeliveryFinding(delivery, 'resources-adjusted', `${why}: ${changes.join(', ')}.`)];
}

/** CPU, in cores, with which the many files of an agent are copied within some seconds: `npm run bench:memory`. */
const QUICK_CPU = 0.05;

/**
 * A notice that copying the agent is throttled. A limit above what the pod has itself could be more than its class, a
 * LimitRange or a ResourceQuota allows, so it is not raised.
 */
export function reportSlowCopies(delivery: Delivery, edits: readonly PodEdit[]): readonly Finding[] {
  if (AGENTS[delivery.target.language].files?.isSingleFile === true) return [];
  const limits = edits.flatMap((edit) =>
    edit.op === 'init-container' ? (edit.spec.resources?.limits?.['cpu'] ?? []) : [],
  );
  const slow = limits.find((limit) => {
    const amount = parseQuantity(limit) ?? 0;
    return amount > 0 && amount < QUICK_CPU;
  });
  if (slow === undefined) return [];
  const sentence = `the container that copies the agent may use ${cutName(String(slow))} of CPU, so the pod may start late.`;
  return [buildDeliveryFinding(delivery, 'copy-slow', sentence)];
}

/** Resources of the container that an edit adds; empty where it has none. */
const listAddedResources = (edit: PodEdit): readonly ResourceRequirements[] =>
  edit.op === 'init-container' || edit.op === 'sidecar' ? [edit.spec.resources ?? {}] : [];

function describeChanges(
  kind: keyof ResourceRequirements,
  written: Quantities = {},
  added: Quantities = {},
): readonly string[] {
  return Object.entries(written)
    .filter(([name, quantity]) => parseQuantity(added[name]) !== parseQuantity(quantity))
    .map(([name, quantity]) => {
      const field = `${kind}.${cutName(name)} ${cutName(String(quantity))}`;
      const now = added[name];
      return now === undefined ? `${field} is left out` : `${field} becomes ${String(now)}`;
    });
}
