import { isRecord } from '../core/json.js';
import type { Issue, Result } from '../core/result.js';
import { LONGEST } from '../core/bounds.js';
import { showText } from '../core/shown-text.js';
import type { KubeObject } from './client.js';

/** https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties */
export interface Condition {
  readonly type: 'Accepted';
  readonly status: 'True' | 'False';
  readonly reason: 'Accepted' | 'Invalid';
  readonly message: string;
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
}

/**
 * What is to be said of an object, given its notices or why it is refused. It depends on the object alone, so that replicas
 * which know other earlier versions of it agree.
 */
export function buildCondition(object: KubeObject, notices: Result<readonly Issue[]>, now: Date): Condition {
  const status = notices.ok ? 'True' : 'False';
  const before = findAcceptedCondition(object);
  const since = before?.['status'] === status ? before['lastTransitionTime'] : undefined;
  return {
    type: 'Accepted',
    status,
    reason: notices.ok ? 'Accepted' : 'Invalid',
    message: formatMessage(notices),
    observedGeneration: object.metadata.generation ?? 0,
    lastTransitionTime: typeof since === 'string' ? since : `${now.toISOString().slice(0, 19)}Z`,
  };
}

/** Tells whether an object has that condition already. */
export function hasCondition(object: KubeObject, condition: Condition): boolean {
  const there = findAcceptedCondition(object);
  return there !== undefined && Object.entries(condition).every(([key, value]) => there[key] === value);
}

/** Tells whether something is said of the object's present generation, be it something else. */
export const hasCurrentCondition = ({ metadata, ...object }: KubeObject): boolean =>
  findAcceptedCondition({ ...object, metadata })?.['observedGeneration'] === metadata.generation;

function findAcceptedCondition({ status }: KubeObject): Readonly<Record<string, unknown>> | undefined {
  const conditions = isRecord(status) ? status['conditions'] : undefined;
  if (!Array.isArray(conditions)) return undefined;
  return conditions.filter(isRecord).find(({ type }) => type === 'Accepted');
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
