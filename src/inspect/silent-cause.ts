import { NODE_LOADER } from '../core/agents/nodejs.js';
import { getFileName, listCommandWords } from '../core/resolve/program-options.js';
import type { Language } from '../core/domain.js';
import type { Fields } from '../core/json.js';
import type { Container } from '../core/kubernetes/pod.js';
import { parseImageReference } from '../core/kubernetes/image-reference.js';
import { listContainers } from './fresh-pod.js';
import { describeTarget, isDeadEnd, type RouteHop } from './route-hops.js';
import { readVariables } from './setting-changes.js';
import { buildLanguageFix, buildLoaderFix, buildSamplerFix } from './silent-fixes.js';
import type { WorkloadReport } from './workload-report.js';

/** Why an injected pod has no traces, as far as the cluster tells. */
export const SILENT_CAUSES = [
  'dead-end',
  'sampled-out',
  'switched-off',
  'agent-not-loaded',
  'es-module',
  'other-language',
  'unknown',
] as const;

export interface SilentCause {
  readonly code: (typeof SILENT_CAUSES)[number];
  readonly message: string;
  /** What to do about it, as a command; absent where no command does it. */
  readonly command?: string;
}

/** Finds the likely cause; the first that holds. */
export function findSilentCause(
  pod: Fields,
  report: WorkloadReport,
  route: readonly RouteHop[],
): SilentCause {
  const dead = route.find(isDeadEnd);
  if (dead !== undefined)
    return {
      code: 'dead-end',
      message: `nothing listens at ${dead.url}: ${describeTarget(dead.target)}`,
      command: 'doka-tracing doctor',
    };
  const injections = report.decisions.flatMap((decision) => decision.injections);
  const found = injections.map(
    ({ language, container }) =>
      findSampledOut(pod, report, container) ??
      (language === 'nodejs' ? findEsModule(pod, report, container) : undefined) ??
      findOtherLanguage(pod, report, { language, container }),
  );
  return found.find((cause) => cause !== undefined) ?? findToldCause(report) ?? UNKNOWN;
}

/** Reasons of a pod that leave it without traces, and the causes that they are. */
const TOLD = [
  ['tracing-switched-off', 'switched-off'],
  ['agent-doubtful', 'agent-not-loaded'],
  ['django-left-out', 'agent-not-loaded'],
] as const;

function findToldCause({ decisions }: WorkloadReport): SilentCause | undefined {
  const reasons = decisions.flatMap((decision) => decision.reasons);
  for (const [reason, code] of TOLD) {
    const told = reasons.find((each) => each.code === reason);
    if (told !== undefined) return { code, message: told.message };
  }
  return undefined;
}

const UNKNOWN: SilentCause = {
  code: 'unknown',
  message: 'it got no request, or the agent knows none of its libraries',
};

function findSampledOut(pod: Fields, report: WorkloadReport, container: string): SilentCause | undefined {
  const variables = readVariables(pod, container);
  const sampler = variables.get('OTEL_TRACES_SAMPLER') ?? '';
  const argument = variables.get('OTEL_TRACES_SAMPLER_ARG') ?? '';
  const isOff = sampler.endsWith('always_off');
  const isNone = sampler.endsWith('traceidratio') && argument !== '' && Number(argument) === 0;
  if (!isOff && !isNone) return undefined;
  return {
    code: 'sampled-out',
    message: `${container} samples nothing: OTEL_TRACES_SAMPLER ${sampler} ${argument}`.trimEnd(),
    ...buildSamplerFix(report, container),
  };
}

/** The words that start a container. */
function findWords(pod: Fields, name: string): readonly string[] {
  const found = listContainers(pod, 'containers').find((container) => container.name === name);
  return found === undefined ? [] : listCommandWords(found as unknown as Container);
}

/** The agent is loaded by `--require`, and sees what `require` loads. https://nodejs.org/api/esm.html */
function findEsModule(pod: Fields, report: WorkloadReport, container: string): SilentCause | undefined {
  if (readVariables(pod, container).get('NODE_OPTIONS')?.includes(NODE_LOADER) === true) return undefined;
  const word = findWords(pod, container).find(
    (each) => each.endsWith('.mjs') || each === '--input-type=module' || each === '--import',
  );
  return word === undefined
    ? undefined
    : {
        code: 'es-module',
        message: `${container} starts an ES module (${word}); the agent does not see what it imports`,
        ...buildLoaderFix(report),
      };
}

/** Programs and names of images by which a language is known. */
const KNOWN: Partial<Readonly<Record<Language, RegExp>>> = {
  java: /^(java|openjdk|eclipse-temurin|amazoncorretto|tomcat|jetty)$/,
  nodejs: /^(node|nodejs|npm|npx|yarn)$/,
  python: /^(python[\d.]*|gunicorn|uvicorn|celery|django-admin)$/,
  dotnet: /^(dotnet|aspnet)$/,
  ruby: /^(ruby|rails|puma|bundle)$/,
  php: /^(php|php-fpm|artisan)$/,
};

function findOtherLanguage(
  pod: Fields,
  report: WorkloadReport,
  { language, container }: { readonly language: Language; readonly container: string },
): SilentCause | undefined {
  if (KNOWN[language] === undefined) return undefined;
  const found = listContainers(pod, 'containers').find(({ name }) => name === container);
  const image = typeof found?.['image'] === 'string' ? parseImageReference(found['image'])?.name : undefined;
  const [first = ''] = findWords(pod, container);
  const names = [getFileName(first), image ?? ''];
  const told = names.flatMap((name) =>
    (Object.entries(KNOWN) as readonly (readonly [Language, RegExp])[]).flatMap(([each, pattern]) =>
      pattern.test(name) ? [{ each, name }] : [],
    ),
  );
  const [other] = told;
  if (other === undefined || told.some(({ each }) => each === language)) return undefined;
  return {
    code: 'other-language',
    message: `${container} looks like ${other.each} (${other.name}), and ${language} is injected`,
    ...buildLanguageFix(report, language, other.each),
  };
}
