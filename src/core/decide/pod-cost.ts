import { LONGEST_LIST, MOST_CONFIGURED, MOST_INJECTIONS, MOST_LIMITS } from '../bounds.js';
import { countLimits } from '../kubernetes/limit-range.js';
import { countCharacters } from '../objects/instrumentation-size.js';
import { type Finding, buildFinding } from '../reasons.js';
import type { Target } from './target.js';
import { getLimitRanges, type PodContext } from './pod-context.js';

/** Why so much is not done for one pod; undefined where it is not too much. */
export function checkPodCost(targets: readonly Target[], context: PodContext): Finding | undefined {
  if (targets.length > MOST_INJECTIONS)
    return buildFinding(
      'too-large',
      `${targets.length} injections are asked for, of languages into containers; ${MOST_INJECTIONS} are made at most.`,
    );
  if (targets.length === 0) return undefined;
  const configured = targets.reduce(
    (sum, { instrumentation }) =>
      sum + (instrumentation === undefined ? 0 : countCharacters(instrumentation)),
    0,
  );
  if (targets.length > 1 && configured > MOST_CONFIGURED)
    return buildFinding(
      'too-large',
      `The Instrumentations of ${targets.length} injections have ${configured} characters together; ${MOST_CONFIGURED} are read at most.`,
    );
  const limits = countLimits(getLimitRanges(context));
  if (limits > MOST_LIMITS)
    return buildFinding(
      'too-large',
      `The LimitRanges of namespace ${context.namespaceName} set more than ${MOST_LIMITS} quantities; no more than that are read.`,
    );
  const annotated = Object.entries(context.resourceAnnotations);
  const characters = annotated.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (characters > LONGEST_LIST)
    return buildFinding(
      'too-large',
      `The annotations resource.opentelemetry.io/… have ${characters} characters; ${LONGEST_LIST} are read at most.`,
    );
  return undefined;
}
