import { AGENTS } from '../agents/agents.js';
import { CONTAINER_NAMES, CONTAINER_NAMES_OF } from '../annotations.js';
import { LONGEST_LIST, MOST_TOLD } from '../bounds.js';
import type { Language } from '../domain.js';
import { IGNORED_CONTAINERS } from '../platform/platform.js';
import { DNS_LABEL, hasForm } from '../objects/text-forms.js';
import { listArgoContainers } from '../kubernetes/argo-pods.js';
import { type ContainerRef, indexContainers } from '../kubernetes/pod.js';
import { type Finding, buildFinding } from '../reasons.js';
import { cutName, listSome } from '../shown-text.js';
import { buildCorrection, findMeantName } from './correction.js';
import type { LanguageRequest } from './language-requests.js';
import { findAnnotation, type PodContext } from './pod-context.js';

/** The containers of one language, and the requests for it that cannot be met. */
export interface ContainerSelection {
  readonly containers: readonly ContainerRef[];
  readonly findings: readonly Finding[];
}

/**
 * Chooses the containers of one language: the named ones, or the default target. `languages` are all that may be
 * injected; several share a default target only where exactly one container is eligible.
 */
export function selectContainers(
  request: LanguageRequest,
  context: PodContext,
  languages: readonly Language[],
): ContainerSelection {
  const { language } = request;
  const keys = [CONTAINER_NAMES, ...CONTAINER_NAMES_OF[language]];
  const long = keys.find((key) => getAnnotationText(context, key).length > LONGEST_LIST);
  if (long !== undefined) {
    const message = `${language}: ${long} has more than ${LONGEST_LIST} characters.`;
    return { containers: [], findings: [buildFinding('too-large', message, { language })] };
  }
  const named = request.containers ?? [...new Set(keys.flatMap((key) => listAnnotationItems(context, key)))];
  return named.length === 0
    ? selectDefaultContainer(request, context, languages)
    : selectNamedContainers(request, named, context);
}

const getAnnotationText = (context: PodContext, key: string): string =>
  findAnnotation(context, key)?.value ?? '';

/** The items of a comma-separated annotation, trimmed, without empty ones. */
const listAnnotationItems = (context: PodContext, key: string): readonly string[] =>
  getAnnotationText(context, key)
    .split(',')
    .flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));

function selectDefaultContainer(
  { language, origin }: LanguageRequest,
  context: PodContext,
  languages: readonly Language[],
): ContainerSelection {
  const eligible = listEligibleContainers(context);
  const [first] = eligible;
  if (first === undefined) {
    const message = `${language}: the pod only has containers that are never a default target.`;
    return { containers: [], findings: [buildFinding('no-eligible-container', message, { language })] };
  }
  if (languages.length === 1 || eligible.length === 1) return { containers: [first], findings: [] };
  const names = eligible.map(({ name }) => name).join(', ');
  const message = `${language}: several languages are asked for, so the annotations must say which of the containers ${names} is meant.`;
  // Languages seldom share a container.
  const likely = eligible[languages.indexOf(language)] ?? first;
  const [key = CONTAINER_NAMES] = CONTAINER_NAMES_OF[language];
  const correction = buildCorrection(key, likely.name, origin === 'rule' ? origin : 'pod');
  return {
    containers: [],
    findings: [buildFinding('ambiguous-containers', message, { language, ...correction })],
  };
}

/** Regular containers that may be a default target: none that other systems inject or add. */
function listEligibleContainers({ pod, platform }: PodContext): readonly ContainerRef[] {
  const ignored = new Set([
    ...(platform?.injection.ignoreContainers ?? IGNORED_CONTAINERS),
    ...listArgoContainers(pod),
  ]);
  return pod.spec.containers.flatMap(({ name }, index) =>
    ignored.has(name) ? [] : [{ list: 'containers' as const, index, name }],
  );
}

function selectNamedContainers(
  { language }: LanguageRequest,
  names: readonly string[],
  context: PodContext,
): ContainerSelection {
  const byName = indexContainers(context.pod.spec);
  const judged = names.map((name) => ({ name, answer: lookUpContainer(language, name, byName) }));
  const found = judged.flatMap(({ answer }) => ('list' in answer ? [answer] : []));
  const refused = judged.flatMap(({ name, answer }) => ('list' in answer ? [] : [{ name, finding: answer }]));
  // With so many wrong names, something else was meant.
  const isCorrected = context.snapshot.hasCorrections === true && refused.length <= MOST_TOLD;
  const findings = refused.map(({ name, finding }) =>
    isCorrected ? { ...finding, ...correctNames(name, { language, byName }, context) } : finding,
  );
  if (language !== 'go' || found.length <= 1) return { containers: sortForInjection(found), findings };
  return selectGoContainer(found, findings, context);
}

/**
 * The whole list with a refused name in it, in which each such name is replaced by what was meant. It is for the
 * pod alone, which may have other containers than those of its namespace.
 */
function correctNames(
  name: string,
  { language, byName }: { readonly language: Language; readonly byName: ReadonlyMap<string, ContainerRef> },
  context: PodContext,
): Pick<Finding, 'correction'> {
  const key = [CONTAINER_NAMES, ...CONTAINER_NAMES_OF[language]].find((each) =>
    listAnnotationItems(context, each).includes(name),
  );
  if (key === undefined) return {};
  const usable = [...byName.keys()].filter((each) => 'list' in lookUpContainer(language, each, byName));
  const isUsable = new Set(usable);
  const meant = [...new Set(listAnnotationItems(context, key))].flatMap((each) =>
    isUsable.has(each) ? each : (findMeantName(each, usable) ?? []),
  );
  return buildCorrection(key, meant.length === 0 ? undefined : [...new Set(meant)].join(','), 'pod');
}

function lookUpContainer(
  language: Language,
  name: string,
  byName: ReadonlyMap<string, ContainerRef>,
): ContainerRef | Finding {
  const where = { language, container: name };
  if (!hasForm(DNS_LABEL, name))
    return buildFinding(
      'container-names-invalid',
      `${language}: "${cutName(name)}" cannot be the name of a container.`,
      { language },
    );
  const ref = byName.get(name);
  if (ref === undefined)
    return buildFinding(
      'container-not-found',
      `${language}: the pod has no container ${name}; it has ${listSome([...byName.keys()].sort().map(cutName))}.`,
      where,
    );
  if (ref.list === 'initContainers' && !AGENTS[language].isForInitContainers)
    return buildFinding('init-container-unsupported', `${language}: ${name} is an init container.`, where);
  return ref;
}

/** The Go agent watches one process: its own list must name one; of a list for all languages the first counts. */
function selectGoContainer(
  found: readonly ContainerRef[],
  findings: readonly Finding[],
  context: PodContext,
): ContainerSelection {
  const own = CONTAINER_NAMES_OF.go.flatMap((key) => listAnnotationItems(context, key));
  if (own.length <= 1) return { containers: found.slice(0, 1), findings };
  const message = `go: ${own.join(', ')} are named, but one agent watches one process.`;
  return {
    containers: [],
    findings: [...findings, buildFinding('go-single-container', message, { language: 'go' })],
  };
}

/** Init containers first, by their place in the pod; then regular ones as the annotation lists them. */
function sortForInjection(refs: readonly ContainerRef[]): readonly ContainerRef[] {
  const init = refs
    .filter(({ list }) => list === 'initContainers')
    .sort((left, right) => left.index - right.index);
  return [...init, ...refs.filter(({ list }) => list === 'containers')];
}
