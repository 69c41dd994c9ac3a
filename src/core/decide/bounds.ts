import { countLimits, MOST_LIMITS } from '../kubernetes/limit-range.js';
import { countCharacters } from '../objects/instrumentation-size.js';
import { collectResourceAnnotations } from './resource-annotations.js';
import { type Finding, buildFinding } from '../reasons.js';
import type { Target } from './target.js';
import { getLimitRanges, type PodContext } from './pod-context.js';

/**
 * What one pod may ask for. The API server waits two seconds, and whoever may create a pod could hold up those of
 * everybody else: a dry run is enough for it. Pods that work stay far below.
 */
const MOST_INJECTIONS = 64;
/** Characters of all `resource.opentelemetry.io/` annotations, which every container is given. */
const MOST_ANNOTATED = 8 * 1024;

/**
 * Characters of Instrumentations, each counted for every injection that it configures: that many times its variables
 * are written. One injection is always made, as no object is larger than the 1.5 MiB that etcd holds.
 * https://etcd.io/docs/v3.6/dev-guide/limit/
 */
const MOST_CONFIGURED = 512 * 1024;

/** Why so much is not done for one pod; undefined where it is not too much. */
export function checkBounds(targets: readonly Target[], context: PodContext): Finding | undefined {
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
  const annotated = Object.entries(collectResourceAnnotations(context));
  const characters = annotated.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (characters > MOST_ANNOTATED)
    return buildFinding(
      'too-large',
      `The annotations resource.opentelemetry.io/… have ${characters} characters; ${MOST_ANNOTATED} are read at most.`,
    );
  return undefined;
}
