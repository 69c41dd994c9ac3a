import { PodDraft } from './apply/pod-draft.js';
import { decide } from './decide/decide.js';
import type { Target } from './decide/target.js';
import { requestsOf } from './decide/request.js';
import { metadataOf, podOf } from './decide/shape.js';
import { subjectOf, type Subject } from './decide/subject.js';
import type { Injection, Outcome, Status } from './outcome.js';
import { configHashOf } from './config-hash.js';
import { injectAll } from './inject.js';
import type { Pod } from './kubernetes/pod.js';
import { type Finding, finding, isRefusal } from './reasons.js';
import { judgeRoom, measureRoom, reportEdits } from './report-annotations.js';
import { backendOf, ignoredBackend } from './resolve/resolve.js';
import type { AdmissionRequest } from './review.js';
import type { SnapshotLookups } from './snapshot.js';

type Decided = Outcome & { readonly kind: 'decided' };

/**
 * Answers one admission request from a snapshot of the cluster: whether the pod asked, what was decided and why, and
 * the operations that do it. Pure and synchronous: the same request and snapshot give the same answer, wherever it is
 * asked for. Throws only on a bug; the caller then admits the pod unchanged.
 */
export function admit(request: AdmissionRequest, snapshot: SnapshotLookups): Outcome {
  if (!isPodCreation(request)) return { kind: 'unchanged', why: 'not-a-pod-creation' };
  const metadata = metadataOf(request.object);
  const namespace = request.namespace === '' ? (metadata.namespace ?? 'default') : request.namespace;
  const platform = snapshot.platform.kind === 'ready' ? snapshot.platform.platform : undefined;
  const facts = snapshot.namespaces.get(namespace) ?? { annotations: {}, labels: {} };
  const requests = requestsOf(metadata, facts, platform);
  if (requests.length === 0) return { kind: 'unchanged', why: 'not-requested' };
  const pod = podOf(request.object);
  if (pod === undefined) return malformed(request.object);
  const subject = subjectOf(pod, namespace, snapshot);
  const verdict = decide(requests, subject);
  return verdict.kind === 'done'
    ? { kind: 'unchanged', why: 'already-injected' }
    : carryOut(verdict.targets, verdict.findings, subject);
}

/** Updates and subresources (exec, binding, ephemeral containers) are answered unchanged. */
const isPodCreation = ({ operation, kind, subResource }: AdmissionRequest): boolean =>
  operation === 'CREATE' && kind === 'Pod' && subResource === '';

/** The API server refuses such a pod itself, so nothing is written on it. */
function malformed(object: unknown): Decided {
  return {
    kind: 'decided',
    status: 'skipped',
    findings: [finding('pod-malformed')],
    injections: [],
    operations: [],
    configHash: '',
    pod: object as Pod,
  };
}

/** Injects the targets; a pod that has no room for the marks of that is left as it is. */
function carryOut(targets: readonly Target[], found: readonly Finding[], subject: Subject): Decided {
  const draft = new PodDraft(subject.pod);
  const backend = backendOf(subject);
  const injected = backend.ok
    ? injectAll(targets, subject, backend.value, draft)
    : { findings: targets.length === 0 ? [] : [backend.error], injections: [] };
  const ignored = targets.length === 0 ? [] : ignoredBackend(subject);
  const findings = distinct([...found, ...ignored, ...injected.findings]);
  const { injections } = injected;
  const status = statusOf(injections, findings);
  const configHash = configHashOf(targets, subject, backend.ok ? backend.value : undefined);
  const report = { status, findings, injections, configHash };
  const room = measureRoom(draft.annotations.current());
  const noRoom = judgeRoom(report, room);
  if (noRoom !== undefined) return carryOut([], [...found, noRoom], subject);
  draft.apply(reportEdits(report, room));
  return { kind: 'decided', ...report, operations: draft.operations(), pod: draft.result() };
}

function statusOf(injections: readonly Injection[], findings: readonly Finding[]): Status {
  if (injections.length === 0) return 'skipped';
  return findings.some(isRefusal) ? 'partial' : 'injected';
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map(
    findings.map((each) => [
      `${each.code} ${each.language ?? ''} ${each.container ?? ''} ${each.message}`,
      each,
    ]),
  );
  return [...seen.values()];
}
