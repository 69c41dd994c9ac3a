import type { Language } from '../domain.js';
import type { Instrumentation } from '../objects/instrumentation.js';
import { type Finding, buildFinding } from '../reasons.js';
import type { SnapshotLookups } from '../snapshot.js';
import { checkPodCost } from './pod-cost.js';
import { selectContainers } from './containers.js';
import { checkIgnoredValues, resolveInstrumentation } from './chosen-instrumentation.js';
import { judgePod } from './pod-kind.js';
import type { LanguageRequest } from './language-requests.js';
import type { PodContext } from './pod-context.js';
import type { Target } from './target.js';

export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'judged'; readonly targets: readonly Target[]; readonly findings: readonly Finding[] };

interface GrantedRequest {
  readonly request: LanguageRequest;
  readonly instrumentation: Instrumentation | undefined;
}

/**
 * Decides which languages go into which containers of a pod that asked. Every request that fails leaves a finding and
 * stops no other. Targets come in the order of injection: by language, then by container.
 */
export function decideTargets(requests: readonly LanguageRequest[], context: PodContext): Verdict {
  const verdict = judgePod(context);
  if (verdict.kind === 'done') return verdict;
  if (verdict.kind === 'refused') return { kind: 'judged', targets: [], findings: [verdict.finding] };
  const granted: GrantedRequest[] = [];
  const findings: Finding[] = context.isNamespaceKnown ? [] : [buildUnknownNamespaceFinding(context)];
  for (const request of requests) {
    const answer = grantRequest(request, context);
    if ('code' in answer) findings.push(answer);
    else granted.push(answer);
  }
  const languages = granted.map(({ request }) => request.language);
  const targets = granted.flatMap(({ request, instrumentation }) => {
    const selection = selectContainers(request, context, languages);
    findings.push(...selection.findings);
    if (selection.containers.length > 0)
      findings.push(...checkIgnoredValues(request.language, instrumentation));
    return selection.containers.map((container) => ({
      language: request.language,
      container,
      instrumentation,
    }));
  });
  const beyond = checkPodCost(targets, context);
  return beyond === undefined
    ? { kind: 'judged', targets, findings }
    : { kind: 'judged', targets: [], findings: [...findings, beyond] };
}

function buildUnknownNamespaceFinding({ namespaceName }: PodContext): Finding {
  const message = `Namespace ${namespaceName} has not been seen yet, so it is treated as having no annotations and enforcing Pod Security restricted.`;
  return buildFinding('namespace-unknown', message);
}

function grantRequest(request: LanguageRequest, context: PodContext): GrantedRequest | Finding {
  const { language } = request;
  const instrumentation = resolveInstrumentation(request, context);
  if (!instrumentation.ok) return instrumentation.error;
  if (isEnabled(language, context)) return { request, instrumentation: instrumentation.value };
  return buildFinding('language-disabled', `${language}: the language is switched off.`, { language });
}

/** Tells whether a language may be injected: the platform has the last word over the flags. */
function isEnabled(
  language: Language,
  { platform, snapshot }: { platform: PodContext['platform']; snapshot: SnapshotLookups },
): boolean {
  return platform?.agents.languages[language]?.enabled ?? snapshot.languages.has(language);
}
