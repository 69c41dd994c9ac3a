import { MEBIBYTE } from '../agents/agent.js';
import { AGENTS } from '../agents/agents.js';
import { MEMORY_CHECK } from '../annotations.js';
import { isFalse, isTrue } from '../decide/merge.js';
import { findAnnotation, getLimitRanges, type PodContext } from '../decide/pod-context.js';
import type { LimitRange } from '../kubernetes/limit-range.js';
import { type ContainerRef, getContainer, type PodSpec } from '../kubernetes/pod.js';
import { parseQuantity } from '../kubernetes/quantity.js';
import { type Finding, buildFinding } from '../reasons.js';
import { cutName, quoteValue } from '../shown-text.js';
import { buildDeliveryFinding, type Delivery } from './delivery.js';

/** Why a language is left out of a container: the kernel would kill the program with the agent again and again. */
export function checkMemory(delivery: Delivery): Finding | undefined {
  const need = findNeed(delivery, 'least');
  return need === undefined
    ? undefined
    : buildDeliveryFinding(
        delivery,
        'memory-limit',
        `${need.found}, and ${need.program} needs at least ${need.amount}.`,
      );
}

/** A notice that a container has little memory beside what the agent takes. */
export function reportTightMemory(delivery: Delivery): readonly Finding[] {
  const need = findNeed(delivery, 'ample');
  return need === undefined
    ? []
    : [
        buildDeliveryFinding(
          delivery,
          'memory-tight',
          `${need.found}; below ${need.amount} ${need.program} may be killed.`,
        ),
      ];
}

/** A notice of an annotation that says neither yes nor no. */
export function checkMemoryAnnotation(context: PodContext): readonly Finding[] {
  const said = findAnnotation(context, MEMORY_CHECK)?.value;
  if (said === undefined || isTrue(said) || isFalse(said)) return [];
  const message = `${MEMORY_CHECK} is ${quoteValue(said)} and is ignored; allowed: true, false.`;
  return [buildFinding('annotation-value-ignored', message)];
}

/** What a container lacks, in words. */
interface MemoryNeed {
  readonly found: string;
  readonly program: string;
  readonly amount: string;
}

/** What a container needs and does not have; undefined where it has it, or nobody asks. */
function findNeed(delivery: Delivery, measure: 'least' | 'ample'): MemoryNeed | undefined {
  const { target, beside, pod, ref } = delivery;
  const bytes = AGENTS[target.language].memory?.[measure];
  if (bytes === undefined || !isMemoryChecked(delivery)) return undefined;
  const limit = findMemoryLimit(pod.spec, ref, getLimitRanges(delivery));
  const others = beside.filter((language) => AGENTS[language].memory !== undefined);
  const sum = others.reduce((total, language) => total + (AGENTS[language].memory?.share ?? 0), bytes);
  if (limit === undefined || limit.bytes >= sum) return undefined;
  return {
    found: `${limit.field} is ${limit.text}`,
    program:
      others.length === 0 ? 'a program with the agent' : `a program with this agent and ${others.join(', ')}`,
    amount: `${Math.ceil(sum / MEBIBYTE).toString()}Mi`,
  };
}

/** Tells whether limits are looked at: the pod has the last word, then its namespace, then the platform. */
function isMemoryChecked(context: PodContext): boolean {
  const said = findAnnotation(context, MEMORY_CHECK)?.value ?? '';
  if (isTrue(said) || isFalse(said)) return isTrue(said);
  return context.platform?.agents.memoryCheck ?? true;
}

interface MemoryLimit {
  readonly bytes: number;
  /** As it is written. */
  readonly text: string;
  readonly field: string;
}

/**
 * The limit that a container comes under: its own, else that of the pod as a whole, else what a LimitRange will fill in.
 * Undefined where there is none, and where what is written is zero or no quantity.
 */
function findMemoryLimit(
  spec: PodSpec,
  ref: ContainerRef,
  limitRanges: readonly LimitRange[],
): MemoryLimit | undefined {
  const own = getContainer(spec, ref).resources?.limits?.['memory'];
  const found =
    own === undefined
      ? (findPodLimit(spec) ?? findDefaultLimit(limitRanges))
      : { quantity: own, field: `limits.memory of ${ref.name}` };
  const bytes = parseQuantity(found?.quantity);
  if (found === undefined || bytes === undefined || bytes <= 0) return undefined;
  return { bytes, text: cutName(String(found.quantity)), field: found.field };
}

interface WrittenLimit {
  readonly quantity: string | number;
  readonly field: string;
}

function findPodLimit({ resources }: PodSpec): WrittenLimit | undefined {
  const quantity = resources?.limits?.['memory'];
  return quantity === undefined ? undefined : { quantity, field: 'limits.memory of the pod' };
}

/**
 * What the API server writes into containers without a limit, before webhooks see them: the default of a LimitRange, for
 * which its maximum is used where it names none. https://kubernetes.io/docs/concepts/policy/limit-range/
 */
function findDefaultLimit(limitRanges: readonly LimitRange[]): WrittenLimit | undefined {
  for (const { name, limits } of limitRanges)
    for (const { type, ...item } of limits) {
      const kind = (['default', 'max'] as const).find((each) => item[each]?.['memory'] !== undefined);
      const quantity = kind && item[kind]?.['memory'];
      if (type === 'Container' && kind !== undefined && quantity !== undefined)
        return { quantity, field: `${kind}.memory of LimitRange ${cutName(name)}` };
    }
  return undefined;
}
