import type { Logger } from '../telemetry/logger.js';
import type { Verb } from './api-calls.js';
import type { KubeFailure } from './failure.js';

/** What became of one watch so far. */
export interface WatchLog {
  readonly onFailure: (verb: Verb, failure: KubeFailure) => void;
  readonly onAbsent: (failure: KubeFailure) => void;
  readonly onSuccess: (verb: Verb) => void;
  /** Why it does not work now. */
  readonly failure: () => KubeFailure | undefined;
  /** Failures so far by kind. */
  readonly counts: () => ReadonlyMap<KubeFailure['kind'], number>;
}

interface CurrentFailure {
  readonly failure: KubeFailure;
  readonly isReported: boolean;
}

/** Logs failures of a watch when they come, change and go; the tries between are counted only. */
export function createWatchLog(row: string, logger: Logger): WatchLog {
  const current = new Map<Verb, CurrentFailure>();
  const counts = new Map<KubeFailure['kind'], number>();
  let hasWorked = false;
  return {
    onFailure: (verb, failure) => {
      counts.set(failure.kind, (counts.get(failure.kind) ?? 0) + 1);
      // Forgetting old versions is what an API server does; the list that follows mends it.
      if (failure.kind === 'gone') return;
      const before = current.get(verb);
      const isSame = before !== undefined && isSameFailure(before.failure, failure);
      const isPassing = hasWorked && !isSame && failure.kind === 'forbidden';
      current.set(verb, { failure, isReported: !isPassing });
      if (isPassing || (isSame && before.isReported)) return;
      const level = failure.kind === 'unreachable' ? 'warn' : 'error';
      logger[level]({ watch: row, ...buildFailureFields(failure) }, `${failure.message} Retrying.`);
    },
    onAbsent: (failure) => {
      const before = current.get('list');
      current.set('list', { failure, isReported: true });
      if (before?.failure.kind === failure.kind) return;
      logger.info({ watch: row }, 'The resource is not installed; until it is, there are no such objects.');
    },
    onSuccess: (verb) => {
      hasWorked = true;
      const before = current.get(verb);
      current.delete(verb);
      if (before?.isReported === true) logger.info({ watch: row, verb }, 'The watch works again.');
    },
    failure: () => [...current.values()][0]?.failure,
    counts: () => counts,
  };
}

/** Tells a failure of what is tried again and again: when it comes or changes, not for each try. */
export function createFailureLog(
  logger: Logger,
  consequence: string,
): (failure: KubeFailure | undefined) => void {
  let last: string | undefined;
  return (failure) => {
    if (failure !== undefined && failure.message !== last)
      logger.error(buildFailureFields(failure), `${consequence} ${failure.message} Retrying.`);
    last = failure?.message;
  };
}

/** A failure for the log, beside its message. */
export const buildFailureFields = (failure: KubeFailure): Readonly<Record<string, string>> => ({
  failure: failure.kind,
  ...(failure.kind === 'forbidden' ? { answer: failure.answer } : {}),
});

/** Of an API server that is away, each try may tell another detail. */
const isSameFailure = (a: KubeFailure, b: KubeFailure): boolean =>
  a.kind === b.kind && (a.kind === 'unreachable' || a.message === b.message);
