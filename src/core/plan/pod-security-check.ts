import { getPodSecurityLevel } from '../decide/pod-context.js';
import type { SecurityContext } from '../kubernetes/pod.js';
import { isAllowedByLevel } from '../kubernetes/pod-security.js';
import type { Finding } from '../reasons.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';

/** A security context that an Instrumentation writes is taken as written, so the namespace may not allow it. */
export function checkWrittenContext(delivery: Delivery): Finding | undefined {
  const { target, pod } = delivery;
  const written = target.instrumentation?.spec.initContainerSecurityContext;
  const level = getPodSecurityLevel(delivery);
  if (written === undefined || target.language === 'sdk' || target.language === 'go') return undefined;
  const ofPod = pod.spec.securityContext;
  if (hasRootConflict({ ...ofPod, ...written }))
    return buildDeliveryFinding(
      delivery,
      'uid-unknown',
      'initContainerSecurityContext of the Instrumentation names no user but root, and the pod must not run as root.',
    );
  if (isAllowedByLevel(level, written, ofPod)) return undefined;
  return buildDeliveryFinding(
    delivery,
    'pod-security',
    `namespace ${delivery.namespaceName} enforces ${level}, which initContainerSecurityContext of the Instrumentation does not meet.`,
  );
}

/** The kubelet never starts a container that must not be root and is, by its context or, as the agent images, by its image. */
const hasRootConflict = ({ runAsNonRoot, runAsUser }: SecurityContext): boolean =>
  runAsNonRoot === true && (runAsUser === undefined || runAsUser === 0);
