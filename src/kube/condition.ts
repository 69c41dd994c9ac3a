import { isRecord, listRecords, type Fields } from '../core/json.js';
import type { Issue, Result } from '../core/result.js';
import { LONGEST } from '../core/bounds.js';
import { showText } from '../core/shown-text.js';
import type { KubeObject } from './client.js';

/** What is said of a TracingPlatform, each by its own part of the webhook. */
export type ConditionType = 'Accepted' | 'CollectorReady' | 'CollectorCurrent' | 'AgentImages';

/** The condition that says whether an object is in force. */
export const ACCEPTED = 'Accepted';

/** https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties */
export interface Statement {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One word in CamelCase. */
  readonly reason: string;
  readonly message: string;
}

/** A statement about one generation of an object, and since when its status is as it is. */
export interface Condition extends Statement {
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
}

/**
 * What is to be said of an object, given its notices or why it is refused. It depends on the object alone, so that replicas
 * which know other earlier versions of it agree.
 */
export const judgeAcceptance = (notices: Result<readonly Issue[]>): Statement => ({
  type: ACCEPTED,
  status: notices.ok ? 'True' : 'False',
  reason: notices.ok ? 'Accepted' : 'Invalid',
  message: formatMessage(notices),
});

/** The condition that makes a statement about an object as it is. */
export function buildCondition(object: KubeObject, statement: Statement, now: Date): Condition {
  const before = findCondition(object, statement.type);
  const since = before?.['status'] === statement.status ? before['lastTransitionTime'] : undefined;
  return {
    ...statement,
    observedGeneration: object.metadata.generation ?? 0,
    lastTransitionTime: typeof since === 'string' ? since : `${now.toISOString().slice(0, 19)}Z`,
  };
}

/** Tells whether these conditions, and no others of these types, are what an object has. */
export const hasConditions = (
  object: KubeObject,
  conditions: readonly Condition[],
  types: readonly ConditionType[],
): boolean =>
  types.every((type) => {
    const there = findCondition(object, type);
    const wanted = conditions.find((condition) => condition.type === type);
    if (there === undefined || wanted === undefined) return there === wanted;
    return Object.entries(wanted).every(([key, value]) => there[key] === value);
  });

/**
 * The conditions of an object with these in the place of those of these types; all others stay. To be written over the
 * version that was read, as somebody else may write others.
 */
export function replaceConditions(
  object: KubeObject,
  conditions: readonly Condition[],
  types: readonly ConditionType[],
): readonly unknown[] {
  const there = listConditions(object);
  const kept = there.flatMap((each): readonly unknown[] =>
    types.some((type) => type === each['type'])
      ? conditions.filter(({ type }) => type === each['type'])
      : [each],
  );
  return [...kept, ...conditions.filter(({ type }) => there.every((each) => each['type'] !== type))];
}

/** Tells whether something is said of the object's present generation, be it something else. */
export const hasCurrentCondition = (object: KubeObject, type: ConditionType): boolean =>
  findCondition(object, type)?.['observedGeneration'] === object.metadata.generation;

const findCondition = (object: KubeObject, wanted: ConditionType): Fields | undefined =>
  listConditions(object).find(({ type }) => type === wanted);

function listConditions({ status }: KubeObject): readonly Fields[] {
  const conditions = isRecord(status) ? status['conditions'] : undefined;
  return listRecords(conditions);
}

function formatMessage(notices: Result<readonly Issue[]>): string {
  const formatIssues = (issues: readonly Issue[]): string =>
    issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  if (notices.ok)
    return shortenMessage(
      notices.value.length === 0 ? 'In force.' : `In force. ${formatIssues(notices.value)}`,
    );
  return shortenMessage(
    `${formatIssues(notices.error)}. Until that is corrected the last good version stays in force; ` +
      'without one, pods that need the platform are skipped.',
  );
}

const shortenMessage = (text: string): string => showText(text, LONGEST.condition);
