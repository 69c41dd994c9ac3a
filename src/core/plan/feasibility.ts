import type { Language } from '../domain.js';
import type { PodSpec, SecurityContext } from '../kubernetes/pod.js';
import type { Finding } from '../reasons.js';
import { podSecurityLevel } from '../decide/subject.js';
import { isRecord } from '../json.js';
import { hasClaim } from './agent-files.js';
import { AGENT_DEFAULTS, agentImage } from './agent-image.js';
import { type Delivery, deliveryFinding } from './delivery.js';
import { meetsLevel } from '../kubernetes/pod-security.js';
import { amountIn } from '../kubernetes/quantity.js';

/** Languages whose default image holds amd64 builds only. */
const AMD64_ONLY: ReadonlySet<Language> = new Set(['apache-httpd', 'nginx']);

/** What rules a language out for a pod before any edit is made: the node's architecture, or room for its files. */
export function infeasibility(delivery: Delivery): Finding | undefined {
  return architectureRefusal(delivery) ?? storageRefusal(delivery) ?? writtenContextRefusal(delivery);
}

/** A security context that an Instrumentation writes is taken as written, so the namespace may not allow it. */
function writtenContextRefusal(delivery: Delivery): Finding | undefined {
  const { target, subject } = delivery;
  const written = target.instrumentation?.spec.initContainerSecurityContext;
  const level = podSecurityLevel(subject);
  if (written === undefined || target.language === 'sdk' || target.language === 'go') return undefined;
  const ofPod = subject.pod.spec.securityContext;
  if (cannotRun({ ...ofPod, ...written }))
    return deliveryFinding(
      delivery,
      'uid-unknown',
      'initContainerSecurityContext of the Instrumentation names no user but root, and the pod must not run as root.',
    );
  if (meetsLevel(level, written, ofPod)) return undefined;
  return deliveryFinding(
    delivery,
    'pod-security',
    `namespace ${subject.namespaceName} enforces ${level}, which initContainerSecurityContext of the Instrumentation does not meet.`,
  );
}

/** The kubelet never starts a container that must not be root and is, by its context or, as the agent images, by its image. */
const cannotRun = ({ runAsNonRoot, runAsUser }: SecurityContext): boolean =>
  runAsNonRoot === true && (runAsUser === undefined || runAsUser === 0);

function architectureRefusal(delivery: Delivery): Finding | undefined {
  const { target, subject, image } = delivery;
  const isDefault = image.value === agentImage({ ...target, instrumentation: undefined }, undefined).value;
  if (!AMD64_ONLY.has(target.language) || !isDefault) return undefined;
  const architectures = architecturesOf(subject.pod.spec);
  if (architectures === undefined || architectures.includes('amd64')) return undefined;
  return deliveryFinding(
    delivery,
    'architecture-unsupported',
    `the pod is bound to ${architectures.join(', ')}, and the agent image is for amd64.`,
  );
}

const ARCHITECTURE_LABELS: readonly string[] = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** Architectures that a pod is bound to by its node selector or required affinity; undefined where it is not. */
function architecturesOf({ nodeSelector, affinity }: PodSpec): readonly string[] | undefined {
  for (const label of ARCHITECTURE_LABELS) {
    const selected = nodeSelector?.[label];
    if (selected !== undefined) return [selected];
  }
  const required = at(
    affinity,
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  const terms = (Array.isArray(required) ? required : []).map(termArchitectures);
  // Terms are alternatives: one that says nothing of the architecture allows all.
  if (terms.length === 0) return undefined;
  return terms.every((term) => term !== undefined) ? terms.flat() : undefined;
}

function termArchitectures(term: unknown): readonly string[] | undefined {
  const expressions = at(term, 'matchExpressions');
  const found = (Array.isArray(expressions) ? (expressions as readonly unknown[]) : []).find(
    (each) => ARCHITECTURE_LABELS.includes(String(at(each, 'key'))) && at(each, 'operator') === 'In',
  );
  const values = at(found, 'values');
  return Array.isArray(values) ? values.map(String) : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), value);
}

/** The kubelet evicts a pod whose emptyDirs outgrow the sum of its ephemeral-storage limits. */
function storageRefusal(delivery: Delivery): Finding | undefined {
  const { target, subject } = delivery;
  if (target.language === 'sdk' || hasClaim(delivery)) return undefined;
  const limits = subject.pod.spec.containers.flatMap(
    ({ resources }) => amountIn(resources?.limits, 'ephemeral-storage') ?? [],
  );
  const { size } = AGENT_DEFAULTS[target.language];
  const limit = limits.reduce((sum, amount) => sum + amount, 0);
  if (limits.length === 0 || limit >= size) return undefined;
  return deliveryFinding(
    delivery,
    'ephemeral-storage',
    `the pod may use ${limit.toString()} bytes of ephemeral storage, and the agent takes up to ${size.toString()}.`,
  );
}
