import { POD_SECURITY_ENFORCE } from '../annotations.js';
import { getConstraints, getPodSecurityLevel, type PodContext } from '../decide/pod-context.js';
import type { SecurityContext } from '../kubernetes/pod.js';
import { isAllowedByLevel } from '../kubernetes/pod-security.js';
import { type Finding, buildFinding } from '../reasons.js';
import { resolveInitContext } from './agent-files.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';
import { isDecidedByConstraints } from './added-security-context.js';

/** Why the kubelet or the namespace would not take the container that copies an agent; undefined where both do. */
export function checkInitContext(delivery: Delivery): Finding | undefined {
  const { language } = delivery.target;
  if (language === 'sdk' || language === 'go') return undefined;
  return checkUser(delivery) ?? checkWrittenContext(delivery);
}

/**
 * What an Instrumentation writes may leave the user open, as may OpenShift: constraints that were applied without one leave
 * it to the image, and agent images are of root.
 */
function checkUser(delivery: Delivery): Finding | undefined {
  const { pod } = delivery;
  const constraints = getConstraints(delivery);
  const isDecided = constraints === undefined ? isWritten(delivery) : constraints.areApplied;
  const all = { ...pod.spec.securityContext, ...resolveInitContext(delivery) };
  if (!isDecided || !hasRootConflict(all)) return undefined;
  const sentence =
    constraints === undefined
      ? 'initContainerSecurityContext of the Instrumentation names only root as a user, and the pod must not run as root.'
      : `the pod must not run as root, and names no other user for ${delivery.target.container.name}.`;
  return buildDeliveryFinding(delivery, 'uid-unknown', sentence);
}

/** The kubelet never starts a container that must not be root and is, by its context or, as the agent images, by its image. */
const hasRootConflict = ({ runAsNonRoot, runAsUser }: SecurityContext): boolean =>
  runAsNonRoot === true && (runAsUser === undefined || runAsUser === 0);

const isWritten = ({ target }: Delivery): boolean =>
  target.instrumentation?.spec.initContainerSecurityContext !== undefined;

/** A security context that an Instrumentation writes is taken as written, so the namespace may not allow it. */
function checkWrittenContext(delivery: Delivery): Finding | undefined {
  const level = getPodSecurityLevel(delivery);
  if (!isWritten(delivery)) return undefined;
  if (isAllowedByLevel(level, resolveInitContext(delivery), delivery.pod.spec.securityContext))
    return undefined;
  return buildDeliveryFinding(
    delivery,
    'pod-security',
    `${describeLevel(delivery)}, which initContainerSecurityContext of the Instrumentation does not meet.`,
  );
}

/** Says which Pod Security level a pod's namespace enforces, and where that comes from if not from its label. */
export function describeLevel(context: PodContext): string {
  const by =
    context.namespace.labels[POD_SECURITY_ENFORCE] === undefined
      ? ' by cluster.podSecurity of the TracingPlatform'
      : '';
  return `namespace ${context.namespaceName} enforces ${getPodSecurityLevel(context)}${by}`;
}

/** Notices fields of an Instrumentation's security context that the constraints of OpenShift decide. */
export function reportConstrainedContext(delivery: Delivery): readonly Finding[] {
  const { target } = delivery;
  const written = target.instrumentation?.spec.initContainerSecurityContext ?? {};
  const fields = Object.keys(written).filter(isDecidedByConstraints);
  const isLeftOut = fields.length > 0 && getConstraints(delivery) !== undefined && target.language !== 'go';
  if (!isLeftOut || target.language === 'sdk') return [];
  const message = `${target.language}: ${fields.join(', ')} of initContainerSecurityContext of the Instrumentation is left to OpenShift.`;
  return [buildFinding('security-context-constrained', message, { language: target.language })];
}
