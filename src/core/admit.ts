import { checkAdditions } from './additions.js';
import { PodDraft } from './apply/pod-draft.js';
import { decideTargets } from './decide/decide.js';
import { checkMeantKeys } from './decide/meant-keys.js';
import { judgePod, checkInjectLabel } from './decide/pod-kind.js';
import type { Target } from './decide/target.js';
import { listLanguageRequests } from './decide/language-requests.js';
import { findMalformedPart, readMetadata, readPod } from './decide/shape.js';
import { buildPodContext, type PodContext } from './decide/pod-context.js';
import type { Injection, Outcome, Status } from './outcome.js';
import { computeConfigHash } from './config-hash.js';
import { injectAll, type InjectionResult } from './inject.js';
import type { Pod } from './kubernetes/pod.js';
import type { NamespaceFacts } from './objects/facts.js';
import type { Platform } from './platform/platform.js';
import { formatPath } from './objects/paths.js';
import { type Finding, buildFinding, isRefusal } from './reasons.js';
import { checkReportSize, countFreeBytes, buildReportEdits } from './report-annotations.js';
import { checkMemoryAnnotation } from './plan/memory-check.js';
import { checkInstrumentations } from './resolve/instrumentation-check.js';
import { resolveBackend, checkIgnoredBackend } from './resolve/resolve.js';
import type { AdmissionRequest } from './review.js';
import { LONGEST } from './bounds.js';
import { cutText } from './shown-text.js';
import type { SnapshotLookups } from './snapshot.js';

type DecidedOutcome = Outcome & { readonly kind: 'decided' };

/**
 * Answers one admission request from a snapshot of the cluster: whether the pod asked, what was decided and why, and
 * the operations that do it. Pure and synchronous: the same request and snapshot give the same answer, wherever it is
 * asked for. Throws only on a bug; the caller then admits the pod unchanged.
 */
export function admit(request: AdmissionRequest, snapshot: SnapshotLookups): Outcome {
  if (!isPodCreation(request)) return { kind: 'unchanged', why: 'not-a-pod-creation' };
  const { metadata, namespace, platform } = readPlace(request, snapshot);
  const facts = snapshot.namespaces.get(namespace) ?? NO_FACTS;
  const requests = listLanguageRequests(metadata, facts, platform);
  const isAsking = requests.length > 0;
  const meant = checkMeantKeys(metadata, facts, { namespaceName: namespace, isAsking });
  if (!isAsking) return answerMeantRequest(meant, request.object, { namespace, snapshot });
  const pod = readPod(request.object);
  if (pod === undefined) return buildMalformedOutcome(request.object);
  const context = buildPodContext(pod, namespace, snapshot);
  const verdict = decideTargets(requests, context);
  return verdict.kind === 'done'
    ? { kind: 'unchanged', why: 'already-injected' }
    : buildOutcome(verdict.targets, [...verdict.findings, ...meant], context);
}

/** Tells whether a request is for a pod that asks for a language, by itself, its namespace or a rule. */
export function asksForInjection(request: AdmissionRequest, snapshot: SnapshotLookups): boolean {
  if (!isPodCreation(request)) return false;
  const { metadata, namespace, platform } = readPlace(request, snapshot);
  const facts = snapshot.namespaces.get(namespace) ?? NO_FACTS;
  return listLanguageRequests(metadata, facts, platform).length > 0;
}

/** Where a pod is created, before its shape is known. */
function readPlace(
  request: AdmissionRequest,
  { platform }: SnapshotLookups,
): {
  readonly metadata: ReturnType<typeof readMetadata>;
  readonly namespace: string;
  readonly platform: Platform | undefined;
} {
  const metadata = readMetadata(request.object);
  return {
    metadata,
    namespace: request.namespace === '' ? (metadata.namespace ?? 'default') : request.namespace,
    platform: platform.kind === 'ready' ? platform.platform : undefined,
  };
}

const NO_FACTS: NamespaceFacts = { annotations: {}, labels: {} };

/** Adds findings about keys that were meant to ask; a pod that could not be injected at all is left alone. */
function answerMeantRequest(
  meant: readonly Finding[],
  object: unknown,
  { namespace, snapshot }: { readonly namespace: string; readonly snapshot: SnapshotLookups },
): Outcome {
  const pod = meant.length === 0 ? undefined : readPod(object);
  if (pod === undefined) return NOT_REQUESTED;
  const context = buildPodContext(pod, namespace, snapshot);
  return judgePod(context).kind === 'candidate' ? buildOutcome([], meant, context) : NOT_REQUESTED;
}

const NOT_REQUESTED: Outcome = { kind: 'unchanged', why: 'not-requested' };

/** Updates and subresources (exec, binding, ephemeral containers) are answered unchanged. */
const isPodCreation = ({ operation, kind, subResource }: AdmissionRequest): boolean =>
  operation === 'CREATE' && kind === 'Pod' && subResource === '';

/** The API server refuses such a pod itself, so nothing is written on it. */
function buildMalformedOutcome(object: unknown): DecidedOutcome {
  return {
    kind: 'decided',
    status: 'skipped',
    findings: [buildMalformedFinding(object)],
    injections: [],
    operations: [],
    configHash: '',
    pod: object as Pod,
  };
}

function buildMalformedFinding(object: unknown): Finding {
  const part = findMalformedPart(object);
  return part === undefined
    ? buildFinding('pod-malformed')
    : buildFinding('pod-malformed', part.sentence, {
        place: cutText(formatPath(part.path), LONGEST.objectName),
      });
}

/** Injects the targets; a pod that has no room for all of that is left as it is. */
function buildOutcome(
  targets: readonly Target[],
  found: readonly Finding[],
  context: PodContext,
): DecidedOutcome {
  const draft = new PodDraft(context.pod);
  const backend = resolveBackend(context);
  const checked = checkInstrumentations(targets, context, backend.ok ? backend.value : undefined);
  const injected: InjectionResult = backend.ok
    ? injectAll(checked.targets, context, backend.value, draft)
    : { findings: targets.length === 0 ? [] : [backend.error], injections: [], unaffected: new Map() };
  const beyond = injected.injections.length === 0 ? undefined : checkAdditions(draft);
  if (beyond !== undefined) return buildOutcome([], [...found, beyond], context);
  const ignored =
    targets.length === 0
      ? []
      : [...checkIgnoredBackend(context), ...checkMemoryAnnotation(context), ...checkInjectLabel(context)];
  const findings = deduplicateFindings([...found, ...ignored, ...checked.findings, ...injected.findings]);
  const { injections } = injected;
  const status = deriveStatus(injections, findings);
  const isAsWritten = targets.every((target, index) => target === checked.targets[index]);
  const configHash = computeConfigHash(
    targets,
    context,
    backend.ok ? backend.value : undefined,
    isAsWritten ? injected.unaffected : undefined,
  );
  const report = { status, findings, injections, configHash };
  const room = countFreeBytes(draft.annotations.getCurrent());
  const noRoom = checkReportSize(report, room);
  if (noRoom !== undefined) return buildOutcome([], [...found, noRoom], context);
  draft.apply(buildReportEdits(report, room));
  return { kind: 'decided', ...report, operations: draft.buildOperations(), pod: draft.buildResult() };
}

function deriveStatus(injections: readonly Injection[], findings: readonly Finding[]): Status {
  if (injections.length === 0) return 'skipped';
  return findings.some(isRefusal) ? 'partial' : 'injected';
}

function deduplicateFindings(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map(
    findings.map((each) => [
      `${each.code} ${each.language ?? ''} ${each.container ?? ''} ${each.message}`,
      each,
    ]),
  );
  return [...seen.values()];
}
