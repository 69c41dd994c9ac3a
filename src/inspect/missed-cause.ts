import { OPERATOR_PREFIX } from '../core/annotations.js';
import { listRecords, readRecord, type Fields } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import { readCreation } from './cluster-workloads.js';
import type { NamespaceSelection } from './judged-workload.js';
import type { WebhookTimes } from './webhook-times.js';

/** Why a pod that asks has no word of the webhook. */
export const MISSED_CAUSES = [
  'not-registered',
  'namespace-not-selected',
  'asked-later',
  'before-registration',
  'not-ready',
  'unknown',
] as const;
type MissedCauseCode = (typeof MISSED_CAUSES)[number];

export interface MissedCause {
  readonly code: MissedCauseCode;
  /** Goes on behind the word that says that it was missed. */
  readonly message: string;
}

/** What is known around a pod that was missed. */
export interface MissedSurroundings {
  readonly selection: NamespaceSelection;
  /** Undefined where the webhook is not installed, or that may not be read. */
  readonly times: WebhookTimes | undefined;
}

/** Finds the likely cause, from what the cluster tells now; the first that holds. */
export function findMissedCause(
  pod: KubeObject,
  createdAt: string,
  { selection, times }: MissedSurroundings,
): MissedCause {
  if (selection.kind === 'not-registered')
    return { code: 'not-registered', message: 'the webhook is not registered in this cluster' };
  if (selection.kind === 'unselected')
    return { code: 'namespace-not-selected', message: 'the webhook does not get the pods of its namespace' };
  const created = `created ${showTime(createdAt)}`;
  const asked = findLaterRequest(pod);
  if (asked !== undefined)
    return {
      code: 'asked-later',
      message: `${created}, annotated later, ${showTime(asked)}; pods are injected only when they are created`,
    };
  const late = times === undefined ? undefined : findLateStart(createdAt, times);
  if (late !== undefined) return { ...late, message: `${created}${late.message}` };
  return {
    code: 'unknown',
    message: `${created}; the webhook did not answer in time, or nothing asked for injection yet`,
  };
}

/** Tells whether somebody wrote an annotation that asks on a pod that was there already. */
export const isAskedLater = (pod: KubeObject): boolean => findLaterRequest(pod) !== undefined;

/** What tells that the webhook did not answer yet, or does not now. */
function findLateStart(
  createdAt: string,
  { registeredAt, readySince, availableSince }: WebhookTimes,
): MissedCause | undefined {
  if (registeredAt !== undefined && createdAt < registeredAt)
    return {
      code: 'before-registration',
      message: `, before the webhook was installed, ${showTime(registeredAt)}`,
    };
  if (readySince === undefined) return { code: 'not-ready', message: '; no replica of the webhook is ready' };
  const since = [readySince, availableSince ?? readySince].sort()[0] ?? readySince;
  return createdAt <= since
    ? {
        code: 'not-ready',
        message: `, while no replica of the webhook was ready; one is since ${showTime(since)}`,
      }
    : undefined;
}

/** A time of the API server as people read it. */
export const showTime = (time: string): string => time.replace('T', ' ').replace(/(?:\.\d+)?Z$/, 'Z');

/**
 * When somebody last wrote an annotation that asks on a pod that was there already, by the API server's notes on who wrote
 * what. Their times are whole seconds, so that of a change may be that of the creation, which is the note that has the
 * containers, too. https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
function findLaterRequest(pod: KubeObject): string | undefined {
  const { managedFields } = readRecord(pod, 'metadata');
  const createdAt = readCreation(pod);
  return listRecords(managedFields)
    .flatMap((entry) => {
      const { time } = entry;
      const fields = readRecord(entry, 'fieldsV1');
      if (typeof time !== 'string' || !hasRequest(fields)) return [];
      return time > createdAt || (time === createdAt && !hasContainers(fields)) ? [time] : [];
    })
    .sort()
    .at(-1);
}

const hasRequest = (fields: Fields): boolean =>
  Object.keys(readRecord(readRecord(fields, 'f:metadata'), 'f:annotations')).some((key) =>
    key.startsWith(`f:${OPERATOR_PREFIX}inject-`),
  );

const hasContainers = (fields: Fields): boolean =>
  Object.hasOwn(readRecord(fields, 'f:spec'), 'f:containers');
