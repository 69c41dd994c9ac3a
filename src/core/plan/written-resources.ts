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
    ? 'the pod has no resources and stays BestEffort, so those of the Instrumentation do not hold'
    : 'the resources of the Instrumentation are fitted to the pod and its LimitRanges';
  return [buildDeliveryFinding(delivery, 'resources-adjusted', `${why}: ${changes.join(', ')}.`)];
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
