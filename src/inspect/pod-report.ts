import { CONFIG_HASH, MESSAGE, REASON, STATUS } from '../core/annotations.js';
import { admit } from '../core/admit.js';
import { isMember } from '../core/domain.js';
import { readRecord, type Fields } from '../core/json.js';
import { STATUSES, type Outcome } from '../core/outcome.js';
import { buildCreationRequest } from '../core/review.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import type { KubeObject } from '../kube/object.js';
import { redactSentence } from '../telemetry/redaction.js';
import { findWaitingAgent, type WaitingAgent } from './agent-state.js';
import { readCreation } from './cluster-workloads.js';
import { buildFreshPod, type FreshPod } from './fresh-pod.js';
import { isAskedLater } from './missed-cause.js';
import { listSettingChanges, type SettingChange } from './setting-changes.js';

/**
 * What became of a running pod: what the webhook wrote on it; `missed` where it asks and has no word of the webhook;
 * `by-operator` where the OpenTelemetry Operator has injected it; `not-asked` where it does not ask.
 */
export const POD_VERDICTS = [...STATUSES, 'missed', 'by-operator', 'not-asked'] as const;
export type PodVerdict = (typeof POD_VERDICTS)[number];

/** A running pod, and what a new one in its place would be. */
export interface PodReport {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** As the API server writes times. */
  readonly createdAt: string;
  readonly verdict: PodVerdict;
  /** Reason codes that the webhook wrote. */
  readonly reasons: readonly string[];
  /** What the webhook wrote for people. */
  readonly message: string;
  /** Hashes of the settings that the pod was decided by and that hold now; empty where nothing is decided. */
  readonly hash: { readonly then: string; readonly now: string };
  /** Whether it runs no more. */
  readonly isEnded: boolean;
  /** Whether a new pod would come out otherwise. */
  readonly isOutdated: boolean;
  /** In which settings, as far as the pod shows them. */
  readonly changes: readonly SettingChange[];
  /** What keeps its agent from being there. */
  readonly waiting?: WaitingAgent;
}

/** Tells what became of a pod; `templates` are those of its workload, as pods. */
export function buildPodReport(
  pod: KubeObject,
  templates: readonly unknown[],
  snapshot: SnapshotLookups,
): PodReport {
  const { namespace = 'default', name = '', uid = '', annotations = {} } = pod.metadata;
  const fresh = buildFreshPod(pod, templates);
  const now = admit(buildCreationRequest(fresh.pod, namespace), snapshot);
  const recorded: RecordedDecision = {
    verdict: judgePod(pod, now, snapshot),
    then: annotations[CONFIG_HASH] ?? '',
    codes: splitCodes(annotations[REASON]),
    isAsWritten: fresh.isAsWritten,
  };
  const isOutdated = differs(recorded, now);
  const waiting = findWaitingAgent(pod);
  return {
    ...{ namespace, name, uid, createdAt: readCreation(pod), verdict: recorded.verdict },
    reasons: recorded.codes,
    message: redactSentence(annotations[MESSAGE] ?? ''),
    hash: { then: recorded.then, now: now.kind === 'decided' ? now.configHash : '' },
    ...{ isEnded: isEnded(pod), isOutdated },
    changes: isOutdated ? listChanges(pod, fresh, now) : [],
    ...(waiting === undefined ? {} : { waiting }),
  };
}

const listChanges = (pod: KubeObject, fresh: FreshPod, now: Outcome): readonly SettingChange[] =>
  fresh.isAsWritten && now.kind === 'decided'
    ? listSettingChanges(pod, fresh.pod as unknown as Fields, now)
    : [];

/** Tells whether a pod runs no more, as one of a Job that is done. */
export function isEnded(pod: KubeObject): boolean {
  const { phase } = readRecord(pod, 'status');
  return phase === 'Succeeded' || phase === 'Failed';
}

function judgePod(pod: KubeObject, fresh: Outcome, snapshot: SnapshotLookups): PodVerdict {
  const status = pod.metadata.annotations?.[STATUS];
  if (isMember(STATUSES, status)) return status;
  const { namespace = 'default' } = pod.metadata;
  const there = admit(buildCreationRequest(pod as never, namespace), snapshot);
  // Somebody who annotates a running pod means it to be injected, whatever its template says.
  if (fresh.kind === 'unchanged')
    return there.kind === 'decided' && isAskedLater(pod) ? 'missed' : 'not-asked';
  const isOther =
    there.kind === 'decided' && there.findings.some(({ code }) => code === 'injected-by-operator');
  return isOther ? 'by-operator' : 'missed';
}

interface RecordedDecision {
  readonly verdict: PodVerdict;
  readonly then: string;
  readonly codes: readonly string[];
  readonly isAsWritten: boolean;
}

/** Of a pod whose containers are not as written, the hash alone tells, as it is of nothing that containers set. */
function differs({ verdict, then, codes, isAsWritten }: RecordedDecision, now: Outcome): boolean {
  if (verdict === 'not-asked' || verdict === 'by-operator' || verdict === 'missed') return false;
  if (now.kind === 'unchanged') return isAsWritten || now.why === 'not-requested';
  if (now.configHash !== then) return true;
  return isAsWritten && verdict === 'skipped' && now.status !== 'skipped' && codes.length > 0;
}

const splitCodes = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').flatMap((code) => (code === '' ? [] : [code]));
