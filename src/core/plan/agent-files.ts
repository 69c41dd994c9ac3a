import { MEBIBYTE } from '../agents/agent.js';
import { AGENTS } from '../agents/agents.js';
import { SAFE_TO_EVICT_VOLUMES } from '../annotations.js';
import { LONGEST_CLAIMING_NAME } from '../bounds.js';
import { getConstraints, getLimitRanges } from '../decide/pod-context.js';
import type { PodEdit } from '../edits.js';
import { parseQuantity } from '../kubernetes/quantity.js';
import type { Finding } from '../reasons.js';
import { cutName } from '../shown-text.js';
import type { Container, ResourceRequirements, SecurityContext, Volume } from '../kubernetes/pod.js';
import { resolveAgentResources } from './agent-image.js';
import { buildDeliveryFinding, type Delivery } from './delivery.js';
import { fitInitResources } from './init-resources.js';
import { buildConstrainedContext, buildRestrictedContext } from './added-security-context.js';

const DEFAULT_SIZE_LIMIT = '200Mi';

/** Edits for the volume that takes an agent's files; an emptyDir must not keep the node from being scaled down. */
export function buildAgentVolumeEdits(
  delivery: Delivery,
  name: string,
  source: 'claim-or-empty' | 'empty' | 'unlimited',
): readonly PodEdit[] {
  const { volumeClaimTemplate, volumeLimitSize } = delivery.section;
  const limit = findTightLimit(delivery) === undefined ? volumeLimitSize : undefined;
  if (source === 'claim-or-empty' && hasClaim(delivery))
    return [{ op: 'volume', volume: { name, ephemeral: { volumeClaimTemplate } } }];
  const emptyDir = source === 'unlimited' ? {} : { sizeLimit: limit ?? DEFAULT_SIZE_LIMIT };
  const volume: Volume = { name, emptyDir };
  return [
    { op: 'volume', volume },
    { op: 'annotation', how: 'join', key: SAFE_TO_EVICT_VOLUMES, value: name },
  ];
}

/** The size of an agent for which the Instrumentation's limit has no room: the kubelet would evict the pod again and again. */
function findTightLimit({ section, target: { language } }: Delivery): number | undefined {
  const limit = parseQuantity(section.volumeLimitSize);
  const size = AGENTS[language].files?.size ?? 0;
  return limit !== undefined && limit > 0 && limit < size ? size : undefined;
}

/** A notice of a limit that does not hold. */
export function reportTightVolume(delivery: Delivery): readonly Finding[] {
  const size = findTightLimit(delivery);
  if (size === undefined || hasClaim(delivery)) return [];
  const taken = `${Math.ceil(size / MEBIBYTE).toString()}Mi`;
  const sentence = `volumeLimitSize of the Instrumentation is ${cutName(String(delivery.section.volumeLimitSize))}, and the agent takes up to ${taken}; the volume has ${DEFAULT_SIZE_LIMIT}.`;
  return [buildDeliveryFinding(delivery, 'instrumentation-value-ignored', sentence)];
}

/** Tells whether the Instrumentation gives a claim for the agent's files, so that they take no ephemeral storage. */
export const hasClaim = ({ section: { volumeClaimTemplate }, pod }: Delivery): boolean =>
  Object.keys(volumeClaimTemplate ?? {}).length > 0 &&
  (pod.metadata?.name ?? '').length <= LONGEST_CLAIMING_NAME;

/** The container that copies an agent, apart from what it runs and mounts. */
export function buildAgentContainer(
  delivery: Delivery,
  own: Pick<Container, 'name' | 'command' | 'volumeMounts'> & { image?: string },
): Container {
  const { image } = delivery;
  const resources = resolveInitResources(delivery);
  return {
    image: image.value,
    ...own,
    ...buildPullPolicy(delivery),
    ...(resources === undefined ? {} : { resources }),
    securityContext: resolveInitContext(delivery),
  };
}

/** The pull policy of an Instrumentation. Without one Kubernetes chooses by the tag. https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting */
export function buildPullPolicy({ target }: Delivery): Pick<Container, 'imagePullPolicy'> {
  const imagePullPolicy = target.instrumentation?.spec.imagePullPolicy;
  return imagePullPolicy === undefined ? {} : { imagePullPolicy };
}

/** Resources of an added init container, fitted into the pod. */
export function resolveInitResources(delivery: Delivery): ResourceRequirements | undefined {
  const { target, amounts } = delivery;
  return fitInitResources(resolveAgentResources(target, amounts.spec), amounts, getLimitRanges(delivery));
}

/** Security context of an added init container: the Instrumentation's as written, else a restricted one. */
export function resolveInitContext(delivery: Delivery): SecurityContext {
  const { target, container, pod } = delivery;
  const written = target.instrumentation?.spec.initContainerSecurityContext;
  if (getConstraints(delivery) !== undefined) return buildConstrainedContext(container, written);
  return written ?? buildRestrictedContext(container, pod.spec);
}
