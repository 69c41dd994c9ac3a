import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../core/json.js';
import { buildStatusFields, STATUS_FIELDS, type StatusFields } from '../core/platform/status-fields.js';
import type { Issue, Result } from '../core/result.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import type { Logger } from '../telemetry/logger.js';
import type { KubeClient, KubeObject } from './client.js';
import {
  ACCEPTED,
  buildCondition,
  hasConditions,
  hasCurrentCondition,
  judgeAcceptance,
  replaceConditions,
  type Condition,
} from './condition.js';
import type { KubeFailure } from './failure.js';
import { createFailureLog } from './watch-log.js';
import { PACE, pause, computePause, type WatchPace } from './watch-pace.js';

export interface PlatformStatusOptions {
  readonly client: KubeClient;
  readonly logger: Logger;
  readonly pace?: WatchPace;
  /** The wall clock. */
  readonly now?: () => Date;
}

/** Writes the status of the TracingPlatform: the condition `Accepted`, and what a valid one comes to. */
export interface PlatformStatus {
  /** Judges a version of the object; the newest one replaces those that are not written yet. */
  readonly judge: (object: KubeObject, notices: Result<readonly Issue[]>) => void;
  readonly stop: () => void;
}

interface JudgedPlatform {
  readonly object: KubeObject;
  readonly notices: Result<readonly Issue[]>;
}

/**
 * Replicas do not fight over the status: it depends on the object alone, is written only when it says something else,
 * and only over the version that was judged. Replicas of two releases may judge otherwise, so what another one said of a
 * generation is written over once at most.
 */
export function createPlatformStatus(options: PlatformStatusOptions): PlatformStatus {
  const { client, logger, pace = PACE, now = () => new Date() } = options;
  const ending = new AbortController();
  const report = createFailureLog(logger, 'The status of the TracingPlatform is not written.');
  const state: StatusState = {
    waiting: undefined,
    isWriting: false,
    written: undefined,
  };
  const write = async ({ object, notices }: JudgedPlatform): Promise<KubeFailure | undefined> => {
    const condition = buildCondition(object, judgeAcceptance(notices), now());
    const fields = resolveFields(object, notices);
    if (hasConditions(object, [condition], [ACCEPTED]) && hasFields(object, fields)) return undefined;
    if (state.written === formatVersion(object) && hasCurrentCondition(object, ACCEPTED)) return undefined;
    const answer = await client.patch('platform-status', object.metadata.name ?? '', {
      type: 'merge',
      body: buildPatchBody(object, condition, fields),
    });
    if (answer.ok) state.written = formatVersion(object);
    // A conflict: the watch brings the version that came between. Not found: there is nothing to write to.
    return answer.ok || answer.error.kind === 'conflict' || answer.error.kind === 'not-found'
      ? undefined
      : answer.error;
  };
  const work = async (): Promise<void> => {
    for (let failures = 0; state.waiting !== undefined && !ending.signal.aborted;) {
      const judged = state.waiting;
      const failure = await write(judged);
      report(failure);
      failures = failure === undefined ? 0 : failures + 1;
      if (failure !== undefined) await pause(computePause(failures, pace, Math.random()), ending.signal);
      else if (state.waiting === judged) state.waiting = undefined;
    }
    state.isWriting = false;
  };
  return {
    judge: (object, notices) => {
      state.waiting = { object, notices };
      if (state.isWriting) return;
      state.isWriting = true;
      void work();
    },
    stop: () => {
      ending.abort();
    },
  };
}

interface StatusState {
  waiting: JudgedPlatform | undefined;
  isWriting: boolean;
  /** The object's generation that was written of last. */
  written: string | undefined;
}

const formatVersion = ({ metadata }: KubeObject): string =>
  `${metadata.uid ?? ''} ${metadata.generation ?? 0}`;

/** Nothing is said of a version that is refused: what is in force then differs with what a replica has seen before. */
function resolveFields(object: KubeObject, notices: Result<unknown>): Partial<StatusFields> {
  const reading = notices.ok ? parseTracingPlatform(object) : notices;
  return reading.ok ? buildStatusFields(reading.value.spec) : {};
}

function hasFields({ status }: KubeObject, fields: Partial<StatusFields>): boolean {
  const there = isRecord(status) ? status : {};
  return STATUS_FIELDS.every((name) => isDeepStrictEqual(there[name], fields[name]));
}

/**
 * With the version that was judged, so that a newer object is not said to be as this one. It is a merge patch, of which the
 * definition of an older release drops the fields that it lacks; it would refuse a server-side apply as a whole.
 */
const buildPatchBody = (
  object: KubeObject,
  condition: Condition,
  fields: Partial<StatusFields>,
): unknown => ({
  metadata: { resourceVersion: object.metadata.resourceVersion },
  status: {
    observedGeneration: condition.observedGeneration,
    conditions: replaceConditions(object, [condition], [ACCEPTED]),
    ...Object.fromEntries(STATUS_FIELDS.map((name) => [name, fields[name] ?? null])),
  },
});
