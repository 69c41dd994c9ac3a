import { judgeForm } from '../agents/value-form.js';
import { type Backend, type Exporter, isMember, type Origin, PROTOCOLS, type Protocol } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import type { Finding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import {
  checkAgentAccess,
  type ExporterCertificates,
  buildExporterCertificates,
  buildHeaderVariables,
} from './backend-access.js';
import { findInstrumentationEndpoint, findInstrumentationValue } from './instrumentation-values.js';
import { type ExporterAddress, listAddresses } from '../platform/addresses.js';
import { listSharedCapabilities } from './capabilities.js';
import {
  type ContainerView,
  findContainerValue,
  isGivenByContainer,
  isSetByContainer,
} from './container-view.js';
import { type Endpoint, parseEndpoint, getRegisteredPort, findPortProtocol } from '../backends/endpoint.js';
import { adjustEndpoint } from './adjusted-endpoint.js';
import { createValueFinder, expandAfterContainer } from './effective-value.js';
import { checkEndpointPort } from './endpoint-protocol.js';
import type { ExportFinding } from './export-finding.js';
import {
  resolveAddressOrigin,
  isBackendPicked,
  listVariableReaders,
  type ContainerContext,
} from './container-context.js';
import type { Variable } from './variable.js';
import { isZipkinOwn } from './zipkin-exporter.js';
import {
  ENDPOINT,
  PROTOCOL,
  TRACES_ENDPOINT,
  TRACES_EXPORTER,
  TRACES_PROTOCOL,
  ZIPKIN_ENDPOINT,
} from './variable-names.js';

/** An address that was chosen, and the variables that say so. */
export interface ResolvedAddress {
  readonly exporter: Exporter;
  /** Undefined if it is not known, because the container takes it from a reference. */
  readonly url: string | undefined;
  readonly origin: Origin | 'container';
  readonly variables: readonly Variable[];
  readonly findings: readonly Finding[];
  readonly certificates?: ExporterCertificates;
}

/** Chooses the container's own endpoint, else the Instrumentation's, else the platform's. */
export function resolveAddress(
  platform: Platform,
  context: ContainerContext,
  protocols: readonly Protocol[],
): Result<ResolvedAddress, ExportFinding> {
  // Beside an empty endpoint for traces agents look at the one for all signals, and an empty one for all is not changed.
  if (isGivenByContainer(context.view, TRACES_ENDPOINT) || isSetByContainer(context.view, ENDPOINT))
    return ok(resolveContainerAddress(context, protocols));
  const asked = isBackendPicked(context) ? undefined : findAskedEndpoint(context);
  if (asked !== undefined) return ok(resolveInstrumentationAddress(platform, context, { asked, protocols }));
  return resolvePlatformAddress(platform, context, protocols);
}

function resolveContainerAddress(context: ContainerContext, protocols: readonly Protocol[]): ResolvedAddress {
  const { view } = context;
  const name = isGivenByContainer(view, TRACES_ENDPOINT) ? TRACES_ENDPOINT : ENDPOINT;
  const url = createValueFinder(context)(name) ?? findContainerValue(view, name);
  const told = findPortProtocol(url === undefined ? undefined : parseEndpoint(url));
  const own = findContainerProtocol(view);
  const protocol = [own, told].find((each) => each !== undefined && protocols.includes(each)) ?? protocols[0];
  return {
    exporter: 'otlp',
    url,
    origin: 'container',
    findings: url === undefined ? [] : checkEndpointPort(context, { url, written: protocol }),
    variables: buildProtocolVariables(protocol, 'default'),
  };
}

/** An endpoint of an Instrumentation as it is written, and, if known, as the agent sees it. */
interface AskedEndpoint {
  readonly name: string;
  readonly value: string;
  readonly seen: string;
}

/** The Instrumentation's endpoint; undefined if it has none, or an invalid one. A reference may hold a whole one. */
function findAskedEndpoint(context: ContainerContext): AskedEndpoint | undefined {
  const asked = findInstrumentationEndpoint(context.targets);
  if (asked === undefined) return undefined;
  const known = expandAfterContainer(asked.value, context);
  const isUsable = known === undefined || judgeForm({ kind: 'url' }, known) === 'fits';
  return isUsable ? { ...asked, seen: known ?? asked.value } : undefined;
}

interface EndpointRequest {
  readonly asked: AskedEndpoint;
  readonly protocols: readonly Protocol[];
}

function resolveInstrumentationAddress(
  platform: Platform,
  context: ContainerContext,
  { asked, protocols }: EndpointRequest,
): ResolvedAddress {
  const protocol = resolveProtocol(context, protocols, parseEndpoint(asked.seen));
  const { url, findings } = adjustEndpoint(asked.seen, platform, protocol);
  const value = url === asked.seen ? asked.value : url;
  return {
    exporter: 'otlp',
    url,
    origin: 'instrumentation',
    findings,
    variables: [
      { name: asked.name, value, origin: 'instrumentation' },
      ...buildProtocolVariables(protocol, 'instrumentation'),
    ],
  };
}

/** The container's protocol, else the Instrumentation's, else the port's; one that all agents speak. */
function resolveProtocol(
  { view, targets }: ContainerContext,
  protocols: readonly Protocol[],
  endpoint: Endpoint | undefined,
): Protocol | undefined {
  const own = findContainerProtocol(view);
  if (own !== undefined) return own;
  const asked =
    findInstrumentationValue(targets, TRACES_PROTOCOL) ?? findInstrumentationValue(targets, PROTOCOL);
  const told = findPortProtocol(endpoint);
  const wanted = [asked, told].find((protocol) => isMember(protocols, protocol));
  return isMember(PROTOCOLS, wanted) ? wanted : protocols[0];
}

/** The protocol that the container itself sets. */
function findContainerProtocol(view: ContainerView): Protocol | undefined {
  const value = findContainerValue(view, TRACES_PROTOCOL) ?? findContainerValue(view, PROTOCOL);
  return isMember(PROTOCOLS, value) ? value : undefined;
}

function resolvePlatformAddress(
  platform: Platform,
  context: ContainerContext,
  protocols: readonly Protocol[],
): Result<ResolvedAddress, ExportFinding> {
  const backend = context.backend?.value ?? platform.primary.value;
  const isOwnZipkin = isZipkinOwn(context);
  const exporters = listSharedCapabilities(
    listVariableReaders(context),
    // An SDK that the program brings has what its container asks for.
    ({ exporters: known, configuredBy }): readonly Exporter[] =>
      isOwnZipkin && configuredBy === 'unknown-sdk' ? [...known, 'zipkin'] : known,
  );
  const own = findContainerProtocol(context.view);
  const addresses = listAddresses(platform, backend);
  const address = addresses.find(
    ({ exporter, protocol }) =>
      exporters.includes(exporter) && (exporter === 'zipkin' || isProtocolAccepted(protocol, own, protocols)),
  );
  const route = platform.route.value === 'direct' ? `${backend} directly` : 'the Collector';
  if (address === undefined) {
    const spoken = exporters.flatMap((each) => listFormats(each, own === undefined ? protocols : [own]));
    return err({ code: 'protocol-unsupported', message: describeFormatMismatch(route, addresses, spoken) });
  }
  const { exporter, url, origin } = address;
  const misfit = checkContainerExporter(context, exporter, route);
  if (misfit !== undefined) return err(misfit);
  const variables = buildAddressVariables(address, resolveAddressOrigin(context, origin));
  const access = resolveBackendAccess(platform, backend, { context, exporter });
  if (!access.ok) return access;
  const { variables: headers, ...certificates } = access.value;
  return ok({ exporter, url, origin, findings: [], variables: [...variables, ...headers], ...certificates });
}

/** Headers and certificates for a backend that agents send to themselves; the Collector has its own. */
function resolveBackendAccess(
  { route, backends }: Platform,
  backend: Backend,
  { context, exporter }: { readonly context: ContainerContext; readonly exporter: Exporter },
): Result<Pick<ResolvedAddress, 'variables' | 'certificates'>, ExportFinding> {
  const settings = backends[backend];
  if (route.value !== 'direct' || settings === undefined || exporter === 'zipkin')
    return ok({ variables: [] });
  const refusal = checkAgentAccess(listVariableReaders(context), backend, settings);
  if (refusal !== undefined) return err(refusal);
  const certificates = buildExporterCertificates(settings);
  const variables = buildHeaderVariables(context, backend, settings);
  return ok(certificates === undefined ? { variables } : { variables, certificates });
}

/** The format of an exporter, as sentences name it. */
const listFormats = (exporter: Exporter, protocols: readonly Protocol[]): readonly string[] =>
  exporter === 'zipkin' ? ['zipkin'] : protocols.map((protocol) => `OTLP over ${protocol}`);

function describeFormatMismatch(
  route: string,
  addresses: readonly ExporterAddress[],
  spoken: readonly string[],
): string {
  const offered = addresses.flatMap(({ exporter, protocol }) => listFormats(exporter, [protocol]));
  return `${route} accepts ${offered.join(' and ')}, but the agents here send ${spoken.join(' or ')}`;
}

/** A backend that accepts only Zipkin's format cannot be reached if the container sets another exporter. */
function checkContainerExporter(
  { view }: ContainerContext,
  exporter: Exporter,
  route: string,
): ExportFinding | undefined {
  const own = findContainerValue(view, TRACES_EXPORTER) ?? exporter;
  if (exporter !== 'zipkin' || own === 'zipkin') return undefined;
  const message = `${route} accepts only zipkin, but the container sets ${TRACES_EXPORTER}=${own}`;
  return { code: 'user-setting-unsupported', message };
}

/**
 * Tells whether an address fits the container's own protocol, or any that the agents speak. The container's protocol is
 * not judged here: values with which the agent would not start were refused before, and for others the program may have
 * what the image lacks.
 */
function isProtocolAccepted(
  offered: Protocol,
  own: Protocol | undefined,
  spoken: readonly Protocol[],
): boolean {
  // Both HTTP encodings share a port.
  return own === undefined ? spoken.includes(offered) : getRegisteredPort(own) === getRegisteredPort(offered);
}

function buildAddressVariables(
  { form, url, protocol }: ExporterAddress,
  origin: Origin,
): readonly NamedSetting[] {
  if (form === 'zipkin') return [{ name: ZIPKIN_ENDPOINT, value: url, origin }];
  return [
    { name: form === 'base' ? ENDPOINT : TRACES_ENDPOINT, value: url, origin },
    ...buildProtocolVariables(protocol, origin),
  ];
}

const buildProtocolVariables = (protocol: Protocol | undefined, origin: Origin): readonly NamedSetting[] =>
  protocol === undefined ? [] : [{ name: PROTOCOL, value: protocol, origin }];
