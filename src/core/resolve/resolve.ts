import { BACKEND } from '../annotations.js';
import { buildCorrection, findMeantName } from '../decide/correction.js';
import type { Target } from '../decide/target.js';
import { findAnnotation, type PodContext } from '../decide/pod-context.js';
import { BACKENDS, type Backend, isMember, type Setting } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import { type Finding, buildFinding, isRefusal } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { AGENTS } from '../agents/agents.js';
import { cutName } from '../shown-text.js';
import type { ExporterCertificates } from './backend-access.js';
import { type ResolvedExporter, resolveExporterWithPlatform } from './exporter-with-platform.js';
import { resolvePropagators } from './propagators.js';
import type { ExportFinding } from './export-finding.js';
import { resolveSampler } from './sampling.js';
import { listVariableReaders, type ContainerContext } from './container-context.js';
import { resolveExporterWithoutPlatform } from './exporter-without-platform.js';
import type { Variable } from './variable.js';
import { checkSharedEndpoint } from './shared-endpoint.js';
import { resolveWebServerEndpoint } from './web-server-endpoint.js';

/** The settings for the languages of one container, and the languages that were accepted. */
export interface Resolution {
  readonly targets: readonly Target[];
  readonly findings: readonly Finding[];
  /** Exporter variables, then those of propagators and sampler; each is added only where it is absent. */
  readonly exporter: readonly Variable[];
  readonly sdk: readonly NamedSetting[];
  /** Certificates for the platform's own address; undefined if another address is used, or none are needed. */
  readonly certificates: ExporterCertificates | undefined;
  /** Variables of Instrumentations that the resolved ones replace. */
  readonly dropped: ReadonlySet<string>;
  /** Endpoint for the configuration file of a web server module. */
  readonly fileEndpoint: NamedSetting | undefined;
}

/** The backend of a pod: the annotation's, else the platform's primary one; undefined without a platform. */
export function resolveBackend(context: PodContext): Result<Setting<Backend> | undefined, Finding> {
  const { platform } = context;
  const picked = findAnnotation(context, BACKEND);
  if (picked !== undefined && hasInvalidPlatform(context)) return err(buildFinding('platform-invalid'));
  if (platform === undefined || picked === undefined) return ok(platform?.primary);
  const { value, origin } = picked;
  if (isMember(BACKENDS, value) && platform.backends[value] !== undefined) return ok({ value, origin });
  const enabled = BACKENDS.filter((backend) => platform.backends[backend] !== undefined);
  const message = `The backend ${cutName(value)} is not enabled; enabled: ${enabled.join(', ')}.`;
  const instead = findMeantName(value, enabled) ?? platform.primary.value;
  return err(buildFinding('backend-not-enabled', message, buildCorrection(BACKEND, instead, origin)));
}

/** Tells whether there is a TracingPlatform that cannot be used, and there never was a good one. */
const hasInvalidPlatform = ({ snapshot }: PodContext): boolean => snapshot.platform.kind === 'invalid';

/** Without an endpoint of its own a target needs the platform, and must not fall back to the agent's own default. */
function checkRequiredPlatform(target: Target, context: ContainerContext): Finding | undefined {
  if (!hasInvalidPlatform(context)) return undefined;
  const { language, container } = target;
  const isLost = resolveExporterWithoutPlatform({ ...context, targets: [target] }).findings.some(
    ({ code }) => code === 'endpoint-missing',
  );
  return isLost
    ? buildFinding('platform-invalid', undefined, { language, container: container.name })
    : undefined;
}

/** A notice for a backend annotation without effect, since there is no platform. */
export function checkIgnoredBackend(context: PodContext): readonly Finding[] {
  const picked = findAnnotation(context, BACKEND);
  if (context.snapshot.platform.kind !== 'absent' || picked === undefined) return [];
  const message = `The backend ${cutName(picked.value)} is picked, but there is no TracingPlatform to find it by.`;
  return [buildFinding('backend-ignored', message)];
}

/** Resolves the languages of one container together: they share its variables, so each setting must fit all of them. */
export function resolveContainer(context: ContainerContext): Resolution {
  const findings: Finding[] = [];
  const resolveExporter = createExporterResolver();
  let accepted: ContainerContext = { ...context, targets: [] };
  for (const target of context.targets) {
    const wider = { ...accepted, targets: [...accepted.targets, target] };
    const shared = checkSharedEndpoint(accepted, wider);
    const refusal =
      checkRequiredPlatform(target, wider) ??
      checkModuleRival(accepted, target) ??
      (shared !== undefined && isRefusal(shared) ? shared : undefined) ??
      checkSharedExporter({ accepted, wider, resolveExporter }, target);
    if (refusal === undefined) accepted = wider;
    const finding = refusal ?? shared;
    if (finding !== undefined) findings.push(finding);
  }
  return buildResolution(accepted, findings, resolveExporter(accepted));
}

function buildResolution(
  context: ContainerContext,
  refusals: readonly Finding[],
  exporting: Result<ResolvedExporter, ExportFinding>,
): Resolution {
  const exporter = exporting.ok ? exporting.value : NO_EXPORT;
  const sdk = [resolvePropagators(context), resolveSampler(context)];
  const parts = [exporter, ...sdk];
  const file = resolveWebServerEndpoint(context);
  return {
    targets: context.targets,
    findings: [
      ...refusals,
      ...parts.flatMap(({ findings }) => findings),
      ...(file.ok ? file.value.findings : []),
    ],
    exporter: exporter.variables,
    certificates: exporter.certificates,
    sdk: sdk.flatMap(({ variables }) => variables),
    dropped: new Set(parts.flatMap(({ dropped }) => dropped)),
    fileEndpoint: file.ok ? file.value.endpoint : undefined,
  };
}

const NO_EXPORT: ResolvedExporter = { variables: [], dropped: [], findings: [] };

type ExporterResolver = (context: ContainerContext) => Result<ResolvedExporter, ExportFinding>;

/** Resolves the exporter of a container, and of the same context only once. */
function createExporterResolver(): ExporterResolver {
  const known = new Map<ContainerContext, Result<ResolvedExporter, ExportFinding>>();
  return (context) => {
    const resolved = known.get(context) ?? resolveContainerExporter(context);
    known.set(context, resolved);
    return resolved;
  };
}

function resolveContainerExporter(context: ContainerContext): Result<ResolvedExporter, ExportFinding> {
  if (context.targets.length === 0) return ok(NO_EXPORT);
  return context.platform === undefined
    ? ok(resolveExporterWithoutPlatform(context))
    : resolveExporterWithPlatform(context.platform, context);
}

interface Widening {
  readonly accepted: ContainerContext;
  /** The resolution with one more language. */
  readonly wider: ContainerContext;
  readonly resolveExporter: ExporterResolver;
}

const isModule = ({ language }: Target): boolean => AGENTS[language].capabilities.configuredBy === 'file';

/** Why the module of a web server cannot join another one on a container; undefined where it can. */
function checkModuleRival(accepted: ContainerContext, target: Target): Finding | undefined {
  const rival = accepted.targets.find(isModule);
  if (!isModule(target) || rival === undefined) return undefined;
  const { language, container } = target;
  return buildFinding(
    'languages-conflict',
    `${language}: it cannot share ${container.name} with ${rival.language}: both would put their module into one folder.`,
    { language, container: container.name },
  );
}

/** Why a language has no exporter in common with those that were accepted on this container; undefined where it has. */
function checkSharedExporter(
  { accepted, wider, resolveExporter }: Widening,
  target: Target,
): Finding | undefined {
  const { language, container } = target;
  const where = { language, container: container.name };
  const resolved = isModule(target) ? resolveWebServerEndpoint : resolveExporter;
  const answer = resolved(wider);
  if (answer.ok) return undefined;
  const others = listVariableReaders(accepted);
  const stands = others.length > 0 && resolved({ ...accepted, targets: wider.targets.slice(-1) }).ok;
  if (stands)
    return buildFinding(
      'languages-conflict',
      `${language}: it cannot share ${container.name} with ${others.join(', ')}: ${answer.error.message}.`,
      where,
    );
  return buildFinding(answer.error.code, `${language}: ${answer.error.message}.`, where);
}
