import { AGENTS } from '../agents/agents.js';
import { findArchitectures } from '../kubernetes/node-requirements.js';
import type { Finding } from '../reasons.js';
import { hasClaim } from './agent-files.js';
import { resolveAgentImage } from './agent-image.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';
import { checkMemory } from './memory-check.js';
import { checkInitContext } from './pod-security-check.js';
import { checkRuntime } from './runtime-image.js';
import { findAmount } from '../kubernetes/quantity.js';

/**
 * What rules a language out for a pod before any edit is made: the node's architecture, the runtime in the image, room for its
 * files, memory, Pod Security.
 */
export function checkFeasibility(delivery: Delivery): Finding | undefined {
  return (
    checkArchitecture(delivery) ??
    checkRuntime(delivery) ??
    checkStorage(delivery) ??
    checkMemory(delivery) ??
    checkInitContext(delivery)
  );
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

/** The kubelet evicts a pod whose emptyDirs outgrow the sum of its ephemeral-storage limits. */
function checkStorage(delivery: Delivery): Finding | undefined {
  const { target, amounts } = delivery;
  const { files } = AGENTS[target.language];
  if (files === undefined || hasClaim(delivery)) return undefined;
  const limits = amounts.spec.containers.flatMap(
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
