import { err, ok, type Result } from '../core/result.js';
import type { KubeFailure } from '../kube/failure.js';
import type { NamespaceFailure } from './audit-namespace.js';
import { MOST_LEFT_OUT_TOLD } from './bounds.js';
import { addCounts, limitNamespaces, NO_COUNTS, type AuditCounts } from './counts.js';

/** A namespace that was left out, and why. */
interface LeftOutNamespace {
  readonly namespace: string;
  readonly why: string;
}

/** What one round through a cluster found. */
export interface AuditRound {
  /** Of the namespaces that metrics name, and of all others. */
  readonly namespaces: ReadonlyMap<string, AuditCounts>;
  /** Of the whole cluster. */
  readonly total: AuditCounts;
  readonly leftOut: number;
  /** The first of them. */
  readonly leftOutTold: readonly LeftOutNamespace[];
}

export interface RoundTools {
  readonly namespaces: readonly string[];
  readonly audit: (namespace: string) => Promise<Result<AuditCounts, NamespaceFailure>>;
  readonly signal: AbortSignal;
}

/** Failures that the next namespace would have as well. */
const GENERAL: readonly KubeFailure['kind'][] = ['forbidden', 'unauthorized', 'unreachable'];

/**
 * Goes through the namespaces, one after the other. Undefined where it was asked to stop; refused where the API server
 * does not answer, since a part of a cluster would look like one in which all is well.
 */
export async function runRound({
  namespaces,
  audit,
  signal,
}: RoundTools): Promise<Result<AuditRound | undefined, KubeFailure>> {
  const counted = new Map<string, AuditCounts>();
  const told: LeftOutNamespace[] = [];
  let leftOut = 0;
  for (const namespace of namespaces) {
    const result = await audit(namespace);
    if (signal.aborted) return ok(undefined);
    if (result.ok) {
      if (result.value.workloads > 0 || result.value.unjudged > 0) counted.set(namespace, result.value);
      continue;
    }
    const failure = result.error;
    if (failure.kind !== 'given-up' && GENERAL.includes(failure.kind)) return err(failure);
    leftOut += 1;
    if (told.length < MOST_LEFT_OUT_TOLD) told.push({ namespace, why: describe(failure) });
  }
  return ok({
    namespaces: limitNamespaces(counted),
    total: [...counted.values()].reduce(addCounts, NO_COUNTS),
    ...{ leftOut, leftOutTold: told },
  });
}

const describe = (failure: NamespaceFailure): string =>
  failure.kind === 'given-up'
    ? `judging its pods takes more than it may, or failed: ${failure.why}`
    : failure.message;
