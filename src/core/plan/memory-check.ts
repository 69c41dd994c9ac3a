import { MEBIBYTE } from '../agents/agent.js';
import { AGENTS } from '../agents/agents.js';
import { MEMORY_CHECK } from '../annotations.js';
import { isFalse, isTrue } from '../decide/merge.js';
import { findAnnotation, getLimitRanges, type PodContext } from '../decide/pod-context.js';
import type { LimitRange } from '../kubernetes/limit-range.js';
import { type ContainerRef, getContainer, type PodSpec } from '../kubernetes/pod.js';
import { parseQuantity } from '../kubernetes/quantity.js';
import { type Finding, buildFinding } from '../reasons.js';
import { cutName, listSome, quoteValue } from '../shown-text.js';
import { buildDeliveryFinding, type Delivery } from './delivery.js';
import { type MemoryMeasure, sumAgentMemory, sumPodMemory } from './shared-memory.js';

/** Why a language is left out of a container: the kernel would kill the program with the agent again and again. */
export function checkMemory(delivery: Delivery): Finding | undefined {
  const [need] = listNeeds(delivery, 'least');
  return need === undefined
    ? undefined
    : buildDeliveryFinding(
        delivery,
        'memory-limit',
        `${need.found}, and ${need.program.subject} ${need.program.verb} at least ${need.amount}.`,
      );
}

/** A notice for each limit that leaves little memory beside what the agent takes. */
export const reportTightMemory = (delivery: Delivery): readonly Finding[] =>
  listNeeds(delivery, 'ample').map(({ found, program, amount }) =>
    buildDeliveryFinding(
      delivery,
      'memory-tight',
      `${found}; below ${amount} ${program.subject} may be killed.`,
    ),
  );

/** A notice of an annotation that says neither yes nor no. */
export function checkMemoryAnnotation(context: PodContext): readonly Finding[] {
  const said = findAnnotation(context, MEMORY_CHECK)?.value;
  if (said === undefined || isTrue(said) || isFalse(said)) return [];
  const message = `${MEMORY_CHECK} is ${quoteValue(said)} and is ignored; allowed: true, false.`;
  return [buildFinding('annotation-value-ignored', message)];
}

/** What a limit lacks, in words. */
interface MemoryNeed {
  readonly found: string;
  readonly program: { readonly subject: string; readonly verb: 'need' | 'needs' };
  readonly amount: string;
}

/**
 * What is needed and not allowed by the limits that a container comes under, its own first; none where nobody asks. What
 * several containers need of one limit goes before what one of them needs of it.
 */
function listNeeds(delivery: Delivery, measure: MemoryMeasure): readonly MemoryNeed[] {
  const { target, pod, ref } = delivery;
  if (AGENTS[target.language].memory?.[measure] === undefined || !isMemoryChecked(delivery)) return [];
  const limit = findMemoryLimit(pod.spec, ref, getLimitRanges(delivery));
  const own = limit === undefined ? [] : compareOwnLimit(delivery, measure, limit);
  const shared = comparePodLimit(delivery, measure);
  return [...own.filter(({ found }) => !shared.some((each) => each.found === found)), ...shared];
}

function compareOwnLimit(
  { target, beside }: Delivery,
  measure: MemoryMeasure,
  limit: MemoryLimit,
): readonly MemoryNeed[] {
  const others = beside.filter((language) => AGENTS[language].memory !== undefined);
  const needed = sumAgentMemory(target.language, others, measure);
  const subject =
    others.length === 0 ? 'a program with the agent' : `a program with this agent and ${others.join(', ')}`;
  return limit.bytes >= needed ? [] : [buildNeed(limit, { subject, verb: 'needs' }, needed)];
}

/** The limit of the pod holds for all its containers together, whatever limits they have themselves. */
function comparePodLimit(
  { target, beside, around, pod: { spec }, ref }: Delivery,
  measure: MemoryMeasure,
): readonly MemoryNeed[] {
  const limit = readLimit(findPodLimit(spec));
  if (limit === undefined) return [];
  const container = { ref, languages: [...beside, target.language] };
  const { bytes, names } = sumPodMemory(spec, container, around, measure);
  if (names.length < 2 || limit.bytes >= bytes) return [];
  const subject = `the programs with agents in ${listSome(names.map(cutName))}`;
  return [buildNeed(limit, { subject, verb: 'need' }, bytes)];
}

const buildNeed = (
  { field, text }: MemoryLimit,
  program: MemoryNeed['program'],
  bytes: number,
): MemoryNeed => ({
  found: `${field} is ${text}`,
  program,
  amount: `${Math.ceil(bytes / MEBIBYTE).toString()}Mi`,
});

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
  return readLimit(found);
}

function readLimit(found: WrittenLimit | undefined): MemoryLimit | undefined {
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
