import type { LiveCluster } from '../live/live-cluster.js';
import { CHECKS, type CheckName } from './checks/index.js';
import type { ClusterFacts } from './facts.js';
import { readFacts, type ReadingOptions } from './read-facts.js';
import type { NamedFinding } from './report.js';
import { traceInCluster } from './trace-job.js';

/** Judges what was read, by every check. */
export const judgeFacts = (facts: ClusterFacts): readonly NamedFinding[] =>
  (Object.keys(CHECKS) as readonly CheckName[]).map((check) => ({ check, ...CHECKS[check].judge(facts) }));

export interface ExaminationOptions extends ReadingOptions {
  /** Whether a trace is sent from a pod, which is made for that. */
  readonly sendsTrace: boolean;
  readonly signal: AbortSignal;
}

/** Reads a cluster and judges it. Nothing is changed in it, but for what sends a trace, which is removed again. */
export async function examineCluster(
  cluster: LiveCluster,
  options: ExaminationOptions,
): Promise<readonly NamedFinding[]> {
  const facts = await readFacts(cluster, options);
  const findings = judgeFacts(facts);
  if (!options.sendsTrace) return findings;
  const { namespace = facts.probe.kind === 'tried' ? facts.probe.namespace : cluster.namespace } = options;
  const found = await traceInCluster(cluster, facts, { namespace, signal: options.signal });
  return [...findings, { check: 'trace', ...found }];
}
