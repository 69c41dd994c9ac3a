import { performance } from 'node:perf_hooks';
import type { Result } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { createIsolatedJudge, type IsolatedJudge } from '../http/isolation/isolated-judge.js';
import { LEASE_SECONDS } from '../kube/bounds.js';
import type { KubeClient } from '../kube/client.js';
import { buildBugFailure, type KubeFailure } from '../kube/failure.js';
import type { Lease } from '../kube/lease.js';
import { createFailureLog } from '../kube/watch-log.js';
import { PACE, pause, type WatchPace } from '../kube/watch-pace.js';
import type { Logger } from '../telemetry/logger.js';
import type { AuditEnd, AuditJob, AuditJobs } from './audit-jobs.js';
import { auditNamespace, type NamespaceTools } from './audit-namespace.js';
import { AUDIT_MEMORY, AUDIT_MS, LEAST_REST_MS, LONGEST_REST_MS } from './bounds.js';
import { runRound, type AuditRound } from './round.js';

/** A round that has ended, and when. */
export interface FinishedRound extends AuditRound {
  readonly endedAt: Date;
  readonly seconds: number;
}

/** Compares again and again what workloads ask for with what their pods are. */
export interface Auditor {
  /** The last result; undefined in a replica that does not hold the Lease, and until its first round has ended. */
  readonly current: () => FinishedRound | undefined;
  readonly stop: () => void;
}

export interface AuditorOptions {
  readonly client: Pick<KubeClient, 'listBytes' | 'now'>;
  readonly lease: Lease;
  readonly snapshot: () => ClusterSnapshot;
  /** Whether the cluster has been read; until then, nothing is audited. */
  readonly isRead: () => boolean;
  readonly logger: Logger;
  /** Seconds from the end of a round to the next one. */
  readonly everySeconds: number;
  readonly pace?: WatchPace;
  /** The compiled module of the thread, for a process that runs from sources. */
  readonly threadFile?: URL;
}

const THREAD = new URL('./audit-thread.js', import.meta.url);

/**
 * Starts an auditor. One replica audits, the one that holds the Lease; the others look every few seconds whether they do.
 * The pods are read by pages and judged in a thread, so that answers wait for neither, and only counts are kept.
 */
export function createAuditor(options: AuditorOptions): Auditor {
  const { lease, logger, everySeconds, isRead, pace = PACE } = options;
  const ending = new AbortController();
  const reportLease = createFailureLog(logger, 'Nothing is audited.');
  const isolated = createThread(options);
  const state: AuditorState = { heldUntilMs: 0, dueMs: 0, round: undefined, last: undefined };
  const isHeld = (): boolean => performance.now() < state.heldUntilMs;
  const holdLease = async (): Promise<void> => {
    const held = await lease.tryHold().catch(convertBug);
    reportLease(held.ok ? undefined : held.error);
    // A Lease that could not be renewed is valid until it expires.
    if (held.ok) state.heldUntilMs = held.value ? performance.now() + LEASE_SECONDS * 1000 : 0;
    if (isHeld()) return;
    state.round?.abort();
    state.last = undefined;
  };
  const start = async (): Promise<void> => {
    const round = new AbortController();
    state.round = round;
    const finished = await finishRound(options, isolated, round.signal).catch(logBug(logger));
    if (finished !== undefined && isHeld()) state.last = finished;
    state.dueMs = performance.now() + everySeconds * 1000;
    state.round = undefined;
  };
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await holdLease();
      if (isHeld() && isRead() && state.round === undefined && performance.now() >= state.dueMs) void start();
      await pause(pace.lookMs, ending.signal);
    }
    state.round?.abort();
    await Promise.all([isolated.stop(), lease.release()]);
  };
  void work();
  return {
    current: () => (isHeld() ? state.last : undefined),
    stop: () => {
      ending.abort();
    },
  };
}

interface AuditorState {
  /** Until when this replica holds the Lease, by a clock that never goes back. */
  heldUntilMs: number;
  /** When the next round is to begin. */
  dueMs: number;
  /** The round that is under way. */
  round: AbortController | undefined;
  last: FinishedRound | undefined;
}

const convertBug = (error: unknown): { readonly ok: false; readonly error: KubeFailure } => ({
  ok: false,
  error: buildBugFailure(error),
});

const logBug =
  (logger: Logger) =>
  (error: unknown): undefined => {
    logger.error({ err: error }, 'A round of the auditor failed; the next one will be tried. Report this.');
  };

function createThread({ snapshot, logger, threadFile = THREAD }: AuditorOptions): IsolatedJudge<AuditJobs> {
  return createIsolatedJudge<AuditJobs>({
    ...{ file: threadFile, times: AUDIT_MS, memory: AUDIT_MEMORY, snapshot },
    onThreadEnd: (why) => {
      // The error may quote what is in a pod.
      if (why === 'failure') logger.error('The thread of the auditor failed.');
    },
  });
}

async function finishRound(
  { client, snapshot, logger, pace = PACE }: AuditorOptions,
  isolated: IsolatedJudge<AuditJobs>,
  signal: AbortSignal,
): Promise<FinishedRound | undefined> {
  const began = performance.now();
  const tools: NamespaceTools = {
    client,
    ask: (kind, bytes) => askThread(isolated, kind, bytes),
    isEnded: () => signal.aborted,
    rest: (workedMs) => pause(computeRest(workedMs, pace.restFactor), signal),
  };
  const result = await runRound({
    namespaces: [...snapshot().namespaces.keys()],
    audit: (namespace) => auditNamespace(tools, namespace),
    signal,
  });
  reportRound(result, logger);
  if (!result.ok || result.value === undefined) return undefined;
  return { ...result.value, endedAt: client.now(), seconds: (performance.now() - began) / 1000 };
}

const computeRest = (workedMs: number, factor: number): number =>
  Math.min(Math.max(workedMs * factor, LEAST_REST_MS), LONGEST_REST_MS);

const askThread = <K extends AuditJob>(
  isolated: IsolatedJudge<AuditJobs>,
  kind: K,
  bytes: Buffer,
): Promise<AuditEnd<K>> =>
  new Promise((resolve) => {
    isolated.judge(kind, bytes, resolve);
  });

function reportRound(result: Result<AuditRound | undefined, KubeFailure>, logger: Logger): void {
  if (!result.ok)
    logger.error(
      { failure: result.error.kind },
      `The audit of the cluster was interrupted; the earlier counts stay. ${result.error.message}`,
    );
  else if (result.value !== undefined && result.value.leftOut > 0)
    logger.warn(
      { leftOut: result.value.leftOut, namespaces: result.value.leftOutTold },
      'Namespaces were left out of the audit.',
    );
}
