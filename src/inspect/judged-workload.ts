import { listLanguageRequests, type LanguageRequest } from '../core/decide/language-requests.js';
import { readMetadata } from '../core/decide/shape.js';
import { formatPath } from '../core/objects/paths.js';
import { isSelectorMatch } from '../core/kubernetes/label-selector.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import { buildKeyRefusal, type TemplateDecision, type WorkloadFinding } from '../inject/decision.js';
import { decideTemplates } from '../inject/judged-object.js';
import { listJudgedTemplates, type JudgedObjectData } from '../inject/workload.js';
import type { KubeObject } from '../kube/object.js';
import type { PodRegistration } from '../live/installation.js';
import { checkStrayKeys, type KeyHolder } from '../workload/stray-keys.js';
import { findTemplateKind } from '../workload/template-kinds.js';
import { findSelectCommand } from '../workload/workload-warnings.js';

/** What would become of new pods of a workload, and what it asks for. */
export interface JudgedWorkload {
  /** One for each of its pod templates; none for a kind that is not looked into. */
  readonly decisions: readonly TemplateDecision[];
  readonly requests: readonly LanguageRequest[];
}

/** Decides for the pod templates of an object of a cluster, as the webhook does for the pods that they make. */
export function judgeWorkload(object: KubeObject, snapshot: SnapshotLookups): JudgedWorkload {
  const data = describeObject(object);
  const known = findTemplateKind(data, []);
  const decisions = known === undefined ? [] : decideTemplates(listJudgedTemplates(data, known), snapshot);
  return {
    decisions,
    requests: decisions.flatMap(({ workload }) => listRequests(workload.pod, data.namespace, snapshot)),
  };
}

/** What a pod asks for, by itself, its namespace or a rule. */
export function listRequests(
  pod: unknown,
  namespace: string,
  snapshot: SnapshotLookups,
): readonly LanguageRequest[] {
  const facts = snapshot.namespaces.get(namespace) ?? { annotations: {}, labels: {} };
  const platform = snapshot.platform.kind === 'ready' ? snapshot.platform.platform : undefined;
  return listLanguageRequests(readMetadata(pod), facts, platform);
}

function describeObject(object: KubeObject): JudgedObjectData {
  const { apiVersion = '', kind = '', metadata } = object;
  return {
    ...{ apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name ?? '', place: '' },
    data: object,
    locate: formatPath,
  };
}

/** Keys of a Namespace that were meant to ask and do not. */
export function judgeNamespace(namespace: string, snapshot: SnapshotLookups): readonly WorkloadFinding[] {
  return checkStrayKeys(viewNamespace(namespace, snapshot)).map(buildKeyRefusal);
}

/** A Namespace, as far as it is known, to be looked through for keys. */
export const viewNamespace = (namespace: string, snapshot: SnapshotLookups): KeyHolder => ({
  kind: 'Namespace',
  object: { metadata: snapshot.namespaces.get(namespace) ?? {} },
  annotations: [['metadata', 'annotations']],
  labels: [['metadata', 'labels']],
});

/** Whether the API server asks the webhook about the pods of a namespace. */
export type NamespaceSelection =
  | { readonly kind: 'selected' }
  /** The command that selects it; undefined where a label is not enough. */
  | { readonly kind: 'unselected'; readonly command: string | undefined }
  | { readonly kind: 'not-registered' }
  | { readonly kind: 'unknown' };

/** Tells whether the registration of the webhook selects a namespace. */
export function judgeSelection(
  namespace: string,
  snapshot: SnapshotLookups,
  registration: PodRegistration,
): NamespaceSelection {
  if (registration.kind !== 'registered')
    return { kind: registration.kind === 'absent' ? 'not-registered' : 'unknown' };
  const labels = snapshot.namespaces.get(namespace)?.labels;
  if (labels === undefined) return { kind: 'unknown' };
  if (isSelectorMatch(registration.selector, labels)) return { kind: 'selected' };
  return { kind: 'unselected', command: findSelectCommand(namespace, labels, registration.selector) };
}
