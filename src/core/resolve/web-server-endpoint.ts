import type { Target } from '../decide/target.js';
import { escapeReferences, listReferences } from '../kubernetes/variable-reference.js';
import type { Language } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import { type Finding, buildFinding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { checkAgentAccess } from './backend-access.js';
import { checkCollectorTenant } from './collector-tenant.js';
import { findInstrumentationEndpoint } from './instrumentation-values.js';
import { listAddresses } from '../platform/addresses.js';
import { AGENTS } from '../agents/agents.js';
import { parseEndpoint, findPortProtocol, redactUrl } from '../backends/endpoint.js';
import { checkClusterDns } from './exporter-with-platform.js';
import { createValueFinder, expandAfterContainer } from './effective-value.js';
import { findContainerValue, isGivenByContainer } from './container-view.js';
import { describeVariable } from './value-finding.js';
import { adjustEndpoint } from './adjusted-endpoint.js';
import type { ExportFinding } from './export-finding.js';
import { resolveAddressOrigin, isBackendPicked, type ContainerContext } from './container-context.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

/** The endpoint for the file of a web server module; undefined where the container has no such module or nothing is asked. */
export interface FileEndpoint {
  readonly endpoint: NamedSetting | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Resolves where the modules of Apache httpd and Nginx export. They read a file, not variables, and speak OTLP over
 * gRPC only, so a backend that does not is refused.
 */
export function resolveWebServerEndpoint(context: ContainerContext): Result<FileEndpoint, ExportFinding> {
  const targets = context.targets.filter(
    ({ language }) => AGENTS[language].capabilities.configuredBy === 'file',
  );
  const [first] = targets;
  if (first === undefined) return ok({ endpoint: undefined, findings: [] });
  const where = { language: first.language, container: first.container.name };
  const languages = targets.map(({ language }) => language);
  const written = findWrittenEndpoint(context, targets, where);
  if (written !== undefined) return requireReachable(written, context, languages);
  const lost = findUnwritableEndpoint(context);
  if (context.platform === undefined)
    return ok({ endpoint: undefined, findings: reportUnwritable(lost, 'localhost', where) });
  const backend = context.backend?.value ?? context.platform.primary.value;
  const address = listAddresses(context.platform, backend).find(
    ({ protocol, exporter }) => exporter === 'otlp' && protocol === 'grpc',
  );
  if (address === undefined)
    return err({
      code: 'protocol-unsupported',
      message: `its module speaks gRPC only, which ${backend} does not accept directly`,
    });
  const settings = context.platform.route.value === 'direct' ? context.platform.backends[backend] : undefined;
  const unlet = settings === undefined ? undefined : checkAgentAccess(languages, backend, settings);
  if (unlet !== undefined) return err(unlet);
  const endpoint = buildEndpointSetting(address.url, resolveAddressOrigin(context, address.origin));
  const findings = reportUnwritable(lost, address.url, where);
  return requireReachable({ endpoint, findings }, context, languages);
}

/** What the container itself says is taken as it is; without a platform a name that may not resolve is only noticed. */
function requireReachable(
  file: FileEndpoint,
  context: ContainerContext,
  languages: readonly Language[],
): Result<FileEndpoint, ExportFinding> {
  const { platform } = context;
  const url = file.endpoint?.value;
  if (platform === undefined || file.endpoint?.origin === 'pod') return ok(file);
  const refusal =
    checkClusterDns(url, context) ?? checkCollectorTenant(platform, context, { url, languages });
  return refusal === undefined ? ok(file) : err(refusal);
}

/** What the container says, else the Instrumentation. */
function findWrittenEndpoint(
  context: ContainerContext,
  targets: readonly Target[],
  where: Pick<Finding, 'language' | 'container'>,
): FileEndpoint | undefined {
  const own = findContainerEndpoint(context);
  if (own !== undefined)
    return { endpoint: buildEndpointSetting(own, 'pod'), findings: checkGrpcPort(own, where) };
  const asked = isBackendPicked(context) ? undefined : findInstrumentationEndpoint(targets)?.value;
  if (asked === undefined) return undefined;
  const resolved = resolveInstrumentationEndpoint(asked, context, where);
  const lost = reportUnwritable(findUnwritableEndpoint(context), resolved.endpoint?.value ?? '', where);
  return { ...resolved, findings: [...resolved.findings, ...lost] };
}

/** The container's own endpoint. References stay in it, where the container has the variables that they name. */
function findContainerEndpoint(context: ContainerContext): string | undefined {
  for (const name of [TRACES_ENDPOINT, ENDPOINT]) {
    const observed = context.view.lookup(name);
    if (observed.kind === 'absent') continue;
    if (observed.kind === 'reference') return `$(${name})`;
    if (observed.value !== '') return findWritableText(name, observed.value, context);
  }
  return undefined;
}

/** A file is written with the variables that the container names in `env`; what a ConfigMap gives is written out. */
function findWritableText(name: string, value: string, context: ContainerContext): string | undefined {
  const { env = [] } = context.container;
  const isNamed = (reference: string): boolean => env.some((variable) => variable.name === reference);
  if (listReferences(value).every(isNamed)) return value;
  const text = createValueFinder(context)(name);
  return text === undefined || listReferences(text).length > 0 ? undefined : escapeReferences(text);
}

/** The container's own endpoint where it refers to what nobody knows; undefined where there is none, or it can be written. */
function findUnwritableEndpoint(context: ContainerContext): SetEndpoint | undefined {
  const { view, ref } = context;
  const name = [TRACES_ENDPOINT, ENDPOINT].find((each) => isGivenByContainer(view, each));
  const value = name === undefined ? undefined : findContainerValue(view, name);
  return name === undefined || value === undefined || findContainerEndpoint(context) !== undefined
    ? undefined
    : { owner: ref.name, name, value };
}

interface SetEndpoint {
  readonly owner: string;
  readonly name: string;
  readonly value: string;
}

/** A notice that traces go elsewhere than the container says. */
function reportUnwritable(
  lost: SetEndpoint | undefined,
  instead: string,
  where: Pick<Finding, 'language' | 'container'>,
): readonly Finding[] {
  if (lost === undefined) return [];
  const { owner, name, value } = lost;
  const message = `${where.language ?? ''}: ${owner} sets ${describeVariable(name, value)}, which refers to what is not known; the module sends to ${redactUrl(instead)}.`;
  return [buildFinding('endpoint-doubtful', message, where)];
}

function resolveInstrumentationEndpoint(
  written: string,
  context: ContainerContext,
  where: Pick<Finding, 'language' | 'container'>,
): FileEndpoint {
  const { platform } = context;
  const known = expandAfterContainer(written, context);
  const text = known?.includes('$') === false ? known : written;
  if (platform !== undefined) {
    const { url, findings } = adjustEndpoint(text, platform, 'grpc');
    return {
      endpoint: buildEndpointSetting(url, 'instrumentation'),
      findings: findings.map((each) => ({ ...each, ...where })),
    };
  }
  return { endpoint: buildEndpointSetting(text, 'instrumentation'), findings: checkGrpcPort(text, where) };
}

function checkGrpcPort(text: string, where: Pick<Finding, 'language' | 'container'>): readonly Finding[] {
  const isHttpPort = findPortProtocol(parseEndpoint(text)) === 'http/protobuf';
  const message = `${where.language ?? ''}: the endpoint ${redactUrl(text)} names the port of http/protobuf, and the module speaks gRPC only.`;
  return isHttpPort ? [buildFinding('endpoint-protocol-mismatch', message, where)] : [];
}

const buildEndpointSetting = (value: string, origin: NamedSetting['origin']): NamedSetting => ({
  name: 'endpoint',
  value,
  origin,
});
