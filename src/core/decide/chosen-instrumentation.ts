import { getInjectKey } from '../annotations.js';
import { MOST_TOLD } from '../bounds.js';
import { assertNever, type Language } from '../domain.js';
import { getSectionName, SECTIONS } from '../objects/instrumentation-sections.js';
import type { Instrumentation } from '../objects/instrumentation.js';
import { type Finding, buildFinding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { listSome, quoteValue } from '../shown-text.js';
import { listInstrumentationNamespaces } from '../snapshot.js';
import { buildCorrection, findMeantName } from './correction.js';
import { isTrue } from './merge.js';
import type { LanguageRequest } from './language-requests.js';
import { findNearestKey } from './nearest-key.js';
import type { PodContext } from './pod-context.js';

/** The Instrumentation that a request means; undefined where the platform alone decides. Never a guess. */
export function resolveInstrumentation(
  request: LanguageRequest,
  context: PodContext,
): Result<Instrumentation | undefined, Finding> {
  return isTrue(request.value)
    ? resolveOnlyInstrumentation(request, context)
    : resolveNamedInstrumentation(request, context);
}

function resolveOnlyInstrumentation(
  { language, origin }: LanguageRequest,
  context: PodContext,
): Result<Instrumentation | undefined, Finding> {
  const { namespaceName, snapshot } = context;
  const all = snapshot.instrumentations.get(namespaceName);
  const names = [...(all?.keys() ?? [])];
  if (names.length > 1) {
    const message = `${language}: "true" could mean each of the Instrumentations ${names.sort().join(', ')} in namespace ${namespaceName}.`;
    const correction = buildCorrection(getInjectKey(language), names[0], origin);
    return err(buildFinding('instrumentation-ambiguous', message, { language, ...correction }));
  }
  const only = names[0] === undefined ? undefined : all?.get(names[0]);
  if (only !== undefined) return ok(only);
  switch (snapshot.platform.kind) {
    case 'ready':
      return ok(undefined);
    case 'invalid':
      return err(buildFinding('platform-invalid', undefined, { language }));
    case 'absent': {
      const message = `${language}: "true", but there is no Instrumentation in namespace ${namespaceName} and no TracingPlatform.`;
      return err(buildFinding('instrumentation-missing', message, { language }));
    }
    default:
      return assertNever(snapshot.platform);
  }
}

function resolveNamedInstrumentation(
  { language, value, origin }: LanguageRequest,
  context: PodContext,
): Result<Instrumentation, Finding> {
  const slash = value.indexOf('/');
  const namespace = slash < 0 ? context.namespaceName : value.slice(0, slash);
  const name = value.slice(slash + 1);
  const key = getInjectKey(language);
  if (!canUseNamespace(namespace, context)) {
    const message = `${language}: pods of namespace ${context.namespaceName} may not name Instrumentations of namespace ${namespace}.`;
    const correction = buildCorrection(key, findOwnInstead(name, context), origin);
    return err(buildFinding('instrumentation-namespace-forbidden', message, { language, ...correction }));
  }
  const known = context.snapshot.instrumentations.get(namespace);
  const found = known?.get(name);
  if (found !== undefined) return ok(found);
  const [instead, hint] =
    findElsewhere(name, context) ??
    findMeantSwitch(value, language) ??
    findMeantInstrumentation(name, { namespace, known: [...(known?.keys() ?? [])] }, context);
  const message = `${language}: ${describeMissing({ value, namespace, name }, hint)}`;
  const correction = buildCorrection(key, instead, origin);
  return err(buildFinding('instrumentation-not-found', message, { language, ...correction }));
}

/** That there is no such Instrumentation, as a sentence. */
function describeMissing(
  { value, namespace, name }: { readonly value: string; readonly namespace: string; readonly name: string },
  hint: string,
): string {
  if (name === '' || namespace === '')
    return `${quoteValue(value)} names no Instrumentation; allowed: a name, or namespace/name${hint}.`;
  const shown = name === name.trim() ? name : quoteValue(name);
  return `there is no Instrumentation ${shown} in namespace ${namespace}${hint}.`;
}

/** A value that could be written instead of one that is refused, and the end of the sentence that says so. */
type Instead = readonly [value: string | undefined, hint: string];

/** The Instrumentations of that name that the pod may name instead. */
function findElsewhere(name: string, context: PodContext): Instead | undefined {
  const others = listInstrumentationNamespaces(context.snapshot.instrumentations, name)
    .filter((other) => canUseNamespace(other, context))
    .slice(0, MOST_TOLD)
    .map((other) => (other === context.namespaceName ? name : `${other}/${name}`));
  if (others.length === 0) return undefined;
  return [others[0], `; there is one elsewhere: write ${others.map((other) => `"${other}"`).join(' or ')}`];
}

/** What people write who mean that it is to be injected. */
const MEANS_TRUE = ['yes', 'y', 'on', '1', 'enable', 'enabled'];

/** What people write who mean that it is not. */
const MEANS_FALSE = ['no', 'n', 'off', '0', 'disable', 'disabled', 'none'];

function findMeantSwitch(value: string, language: Language): Instead | undefined {
  const word = value.trim().replaceAll('"', '').toLowerCase();
  const meant = [...MEANS_TRUE, 'true', language].includes(word)
    ? 'true'
    : [...MEANS_FALSE, 'false'].includes(word)
      ? 'false'
      : undefined;
  if (meant === undefined) return undefined;
  return [meant, `; any word but "true" and "false" is read as a name, so write "${meant}" if that is meant`];
}

/** Of the Instrumentations of the namespace that was meant, the one with a name like it; else what "true" would find. */
function findMeantInstrumentation(
  name: string,
  { namespace, known }: { readonly namespace: string; readonly known: readonly string[] },
  context: PodContext,
): Instead {
  const near = findNearestKey(name, known);
  if (near === undefined) return [findOwnInstead(name, context), ''];
  const value = namespace === context.namespaceName ? near : `${namespace}/${near}`;
  return [value, `; write "${value}" if that is meant`];
}

/** What a pod may write that has only its own namespace: the name there that was meant, or "true" where it needs none. */
function findOwnInstead(name: string, { namespaceName, snapshot }: PodContext): string | undefined {
  const own = [...(snapshot.instrumentations.get(namespaceName)?.keys() ?? [])];
  if (own.length > 0) return own.includes(name) ? name : findMeantName(name, own);
  return snapshot.platform.kind === 'ready' ? 'true' : undefined;
}

function canUseNamespace(namespace: string, { namespaceName, platform }: PodContext): boolean {
  const allowed = platform?.injection.instrumentationNamespaces ?? ['*'];
  return namespace === namespaceName || allowed.includes('*') || allowed.includes(namespace);
}

/** One finding where values of an Instrumentation that concern a language are ignored: its section's, or those of all. */
export function checkIgnoredValues(
  language: Language,
  instrumentation: Instrumentation | undefined,
): readonly Finding[] {
  const others = SECTIONS.filter((section) => section !== getSectionName(language));
  const places = (instrumentation?.ignored ?? [])
    .map(({ path }) => path)
    .filter((path) => !others.some((section) => path.startsWith(`spec.${section}.`)));
  if (instrumentation === undefined || places.length === 0) return [];
  const { namespace, name } = instrumentation.metadata;
  const message = `${language}: values of Instrumentation ${namespace}/${name} that a pod must not carry are ignored: ${listSome(places)}.`;
  return [buildFinding('instrumentation-value-ignored', message, { language })];
}
