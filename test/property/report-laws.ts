import {
  CONFIG_HASH,
  INJECT_LABEL,
  getInjectKey,
  MESSAGE,
  REASON,
  STATUS,
} from '../../src/core/annotations.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { isRefusal, REASON_CODES, type ReasonCode } from '../../src/core/reasons.js';
import { isRecord } from '../../src/core/json.js';
import type { Admitted, Decision } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { must, mustEqual } from './law.js';

/** What a pod says of injection: it asks, declines, or leaves it to the rules of the platform. */
function voiceOf({ request, snapshot }: Admitted): 'asks' | 'declines' | 'silent' {
  const metadata = isRecord(request.object) ? request.object['metadata'] : undefined;
  const annotations = isRecord(metadata) ? metadata['annotations'] : undefined;
  const ofPod: Readonly<Record<string, unknown>> = isRecord(annotations) ? annotations : {};
  const ofNamespace = snapshot.namespaces.get(NAMESPACE)?.annotations ?? {};
  const values = LANGUAGES.map(getInjectKey).flatMap((key) => merged(ofPod[key], ofNamespace[key]));
  if (values.length === 0) return 'silent';
  return values.some((value) => value.toLowerCase() !== 'false') ? 'asks' : 'declines';
}

/** The Operator's table: a pod's `true` means what the namespace says, unless that is `false`. */
function merged(pod: unknown, namespace: string | undefined): readonly string[] {
  const own = typeof pod === 'string' ? pod : '';
  const other = namespace ?? '';
  if (own === '') return other === '' ? [] : [other];
  const yields = own.toLowerCase() === 'true' && other !== '' && other.toLowerCase() !== 'false';
  return [yields ? other : own];
}

const OF_KEYS: readonly ReasonCode[] = ['annotation-unknown', 'annotation-misplaced'];

/** Nothing is injected into a pod that only meant to ask, and it is told of its keys alone. */
const isToldOfKeys = (outcome: Admitted['outcome']): boolean =>
  outcome.kind === 'decided' &&
  outcome.injections.length === 0 &&
  outcome.findings.length > 0 &&
  outcome.findings.every(({ code }) => OF_KEYS.includes(code));

/** A pod that asked is told, and one that did not is not touched. */
export function answersWhoAsked(admission: Admitted): void {
  const { outcome, snapshot } = admission;
  const voice = voiceOf(admission);
  const hasRules =
    snapshot.platform.kind === 'ready' && snapshot.platform.platform.injection.rules.length > 0;
  const isUndecided = outcome.kind === 'unchanged' && outcome.why === 'not-requested';
  if (voice === 'asks') must(!isUndecided, 'the pod asked and got no answer');
  if (voice === 'declines' || (voice === 'silent' && !hasRules))
    must(isUndecided || isToldOfKeys(outcome), 'the pod did not ask and was decided about');
  if (outcome.kind === 'unchanged') mustEqual(admission.wire, '[]', 'an unchanged pod has operations');
}

/** The annotations of a decided pod say what the outcome says. */
export function annotationsTell({ outcome, after }: Decision): void {
  const annotations = after.metadata?.annotations ?? {};
  const { findings, status, configHash } = outcome;
  const codes = [...new Set(findings.map(({ code }) => code))];
  mustEqual(annotations[STATUS], status, 'the status is not on the pod');
  mustEqual(after.metadata?.labels?.[STATUS], status, 'the status is not a label of the pod');
  mustEqual(
    annotations[REASON],
    codes.length === 0 ? 'injected' : codes.join(','),
    'the reasons are not on the pod',
  );
  mustEqual(annotations[CONFIG_HASH], configHash, 'the hash is not on the pod');
  must((annotations[MESSAGE] ?? '').length > 0, 'the message is not on the pod');
}

/** Every finding has a known code and a sentence. */
export function findingsAreSentences({ outcome }: Decision): void {
  for (const { code, message } of outcome.findings) {
    must(REASON_CODES.includes(code), `${code} is no reason`);
    must(/\S.*\.$/s.test(message), `${code} has no sentence`, message);
  }
}

/** The status is what injections and refusals make it; a skipped pod gets annotations and nothing else. */
export function statusIsTrue({ outcome, before }: Decision): void {
  const { status, injections, findings, operations } = outcome;
  const hasRefusal = findings.some(isRefusal);
  mustEqual(
    status === 'skipped',
    injections.length === 0,
    'a skipped pod has injections, or another has none',
  );
  mustEqual(status === 'partial', injections.length > 0 && hasRefusal, 'the status is not what was done');
  // A label on the pod is the one refusal that nothing overrides.
  if (before.metadata?.labels?.[INJECT_LABEL] === 'disabled')
    mustEqual(status, 'skipped', 'a pod that opted out was injected');
  if (status !== 'skipped') return;
  must(hasRefusal, 'a skipped pod has no reason', findings);
  for (const { path } of operations) must(path.startsWith('/metadata'), 'a skipped pod was changed', path);
}
