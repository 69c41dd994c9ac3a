import type { Issue, Result } from '../core/result.js';
import { parseTracingPlatform, type PlatformReading } from '../core/rules/parse-platform.js';
import type { Logger } from '../telemetry/logger.js';
import type { KubeClient } from './client.js';
import {
  buildCondition,
  hasConditions,
  replaceConditions,
  type ConditionType,
  type Statement,
} from './condition.js';
import { buildBugFailure, type KubeFailure } from './failure.js';
import type { Lease } from './lease.js';
import type { KubeAnswer, KubeObject } from './object.js';
import { createFailureLog } from './watch-log.js';
import { PACE, pause, type WatchPace } from './watch-pace.js';

/** What finds out some conditions of the TracingPlatform by looking at the cluster. */
export interface ConditionObserver {
  readonly types: readonly ConditionType[];
  /** What is to be said now; a type that is left out is not said. Undefined leaves what is said already. */
  readonly observe: (reading: PlatformReading) => Promise<KubeAnswer<readonly Statement[] | undefined>>;
}

export interface ObservedConditionsOptions {
  readonly client: Pick<KubeClient, 'patch' | 'now'>;
  readonly observers: readonly ConditionObserver[];
  readonly lease: Lease;
  readonly logger: Logger;
  readonly pace?: WatchPace;
}

export interface ObservedConditions {
  /** Takes a version of the object. */
  readonly judge: (object: KubeObject, notices: Result<readonly Issue[]>) => void;
  readonly stop: () => void;
}

interface ObservedPlatform {
  readonly object: KubeObject;
  readonly reading: PlatformReading;
}

/**
 * Looks every few seconds, and writes what has changed. Only the replica that holds the Lease does, so that two which see
 * the cluster at different times do not write over each other. Of a version that is refused nothing is written.
 */
export function createObservedConditions(options: ObservedConditionsOptions): ObservedConditions {
  const { lease, logger, observers, pace = PACE } = options;
  const ending = new AbortController();
  const report = createFailureLog(logger, 'The conditions of the TracingPlatform are not written.');
  let platform: ObservedPlatform | undefined;
  const look = async ({ object, reading }: ObservedPlatform): Promise<KubeFailure | undefined> => {
    const held = await lease.tryHold();
    if (!held.ok) return held.error;
    if (!held.value) return undefined;
    const failures: KubeFailure[] = [];
    for (const observer of observers) {
      const failure = await writeConditions(options, observer, { object, reading });
      if (failure?.kind === 'not-found') platform = undefined;
      else if (failure !== undefined) failures.push(failure);
    }
    return failures[0];
  };
  const work = async (): Promise<void> => {
    for (;;) {
      await pause(pace.lookMs, ending.signal);
      if (ending.signal.aborted) break;
      if (platform !== undefined) report(await look(platform).catch(buildBugFailure));
    }
    await lease.release();
  };
  void work();
  return {
    judge: (object, notices) => {
      const reading = notices.ok ? parseTracingPlatform(object) : notices;
      platform = reading.ok ? { object, reading: reading.value } : undefined;
    },
    stop: () => {
      ending.abort();
    },
  };
}

async function writeConditions(
  { client }: ObservedConditionsOptions,
  { types, observe }: ConditionObserver,
  { object, reading }: ObservedPlatform,
): Promise<KubeFailure | undefined> {
  const statements = await observe(reading);
  if (!statements.ok) return statements.error;
  if (statements.value === undefined) return undefined;
  const conditions = statements.value.map((statement) => buildCondition(object, statement, client.now()));
  if (hasConditions(object, conditions, types)) return undefined;
  const { name = '', resourceVersion } = object.metadata;
  const answer = await client.patch('platform-status', name, {
    type: 'merge',
    body: {
      metadata: { resourceVersion },
      status: { conditions: replaceConditions(object, conditions, types) },
    },
  });
  // After a conflict the watch brings the version that came between.
  return answer.ok || answer.error.kind === 'conflict' ? undefined : answer.error;
}
