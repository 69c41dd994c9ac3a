import type { Exporter, Signal } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, buildFinding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import type { ExporterCertificates } from './backend-access.js';
import { resolveAddress, type ResolvedAddress } from './address.js';
import { buildCollectorTenantVariables } from './collector-tenant.js';
import { findInstrumentationValue, findInstrumentationVariable } from './instrumentation-values.js';
import { canReadVariables, listSharedCapabilities } from './capabilities.js';
import { isClusterHost, parseEndpoint } from '../backends/endpoint.js';
import type { ExportFinding } from './export-finding.js';
import {
  hasNodeDns,
  isBackendPicked,
  listVariableReaders,
  type ContainerContext,
} from './container-context.js';
import type { Variable } from './variable.js';
import { isSetByContainer } from './container-view.js';
import { describeVariable } from './value-finding.js';
import { hasZipkin, isZipkinEndpointKept, resolveZipkinExport } from './zipkin-exporter.js';
import {
  ENDPOINT,
  HEADERS,
  PROTOCOL,
  TRACES_ENDPOINT,
  TRACES_EXPORTER,
  TRACES_PROTOCOL,
  ZIPKIN_ENDPOINT,
} from './variable-names.js';

/** Where and how the agents of a container export. */
export interface ResolvedExporter {
  readonly variables: readonly Variable[];
  /** Variables of an Instrumentation that these replace. */
  readonly dropped: readonly string[];
  readonly findings: readonly Finding[];
  /** Certificates that go with the address. */
  readonly certificates?: ExporterCertificates;
}

/** Resolves endpoint, protocol and exporters of a container under a platform, or tells why its languages have none in common. */
export function resolveExporterWithPlatform(
  platform: Platform,
  context: ContainerContext,
): Result<ResolvedExporter, ExportFinding> {
  const readers = listVariableReaders(context);
  if (readers.length === 0) return ok({ variables: [], dropped: [], findings: [] });
  const protocols = listSharedCapabilities(readers, (capabilities) => capabilities.protocols);
  if (protocols.length === 0)
    return err({ code: 'protocol-unsupported', message: 'there is no protocol that all of them speak' });
  const address = resolveAddress(platform, context, protocols);
  if (!address.ok) return address;
  const { exporter, url, origin, variables, findings, certificates } = address.value;
  // What the container itself says is taken as it is.
  const unreachable = origin === 'container' ? undefined : checkClusterDns(url, context);
  if (unreachable !== undefined) return err(unreachable);
  const hasHeaders = origin === 'instrumentation' && hasInstrumentationHeaders(context);
  const tenant = buildCollectorTenantVariables(platform, context, { url, hasHeaders });
  const zipkin = resolveZipkinExport(context, exporter);
  return ok({
    ...(certificates === undefined ? {} : { certificates }),
    variables: [
      ...buildExporterVariables(platform, context, exporter),
      ...variables,
      ...tenant,
      ...zipkin.variables,
    ],
    dropped: listDroppedVariables(context, address.value),
    findings: [
      ...findings,
      ...zipkin.findings,
      ...reportReplacedZipkin(context, exporter),
      ...reportLostSettings(context, address.value),
      ...(origin === 'container' ? [] : reportEmptyEndpoint(variables, context)),
    ],
  });
}

const hasInstrumentationHeaders = ({ targets }: ContainerContext): boolean =>
  HEADERS.some((name) => findInstrumentationVariable(targets, name) !== undefined);

/** Exporters of all signals: traces explicit, the others off unless the platform wants them or somebody else said so. */
function buildExporterVariables(
  platform: Platform,
  context: ContainerContext,
  exporter: Exporter,
): readonly NamedSetting[] {
  const signals: readonly [string, Signal][] = [
    ['OTEL_METRICS_EXPORTER', 'metrics'],
    ['OTEL_LOGS_EXPORTER', 'logs'],
  ];
  const others = signals.map(([name, signal]): NamedSetting => {
    const isWanted = platform.signals.includes(signal) && platform.route.value === 'collector';
    return {
      name,
      value: isWanted ? 'otlp' : 'none',
      origin: platform.signals.includes(signal) ? 'platform' : 'default',
    };
  });
  return [{ name: TRACES_EXPORTER, value: exporter, origin: platform.route.origin }, ...others].filter(
    ({ name }) =>
      name === TRACES_EXPORTER || findInstrumentationVariable(context.targets, name) === undefined,
  );
}

/** The Instrumentation's variables that do not hold beside the chosen address. */
function listDroppedVariables(
  context: ContainerContext,
  { origin, exporter }: ResolvedAddress,
): readonly string[] {
  const address = [ENDPOINT, TRACES_ENDPOINT, ...PROTOCOLS];
  return [
    // A reference may hold another address than the resolved one; it stays, unless an annotation picked the backend.
    ...address.filter(
      (name) =>
        isBackendPicked(context) ||
        findInstrumentationVariable(context.targets, name)?.valueFrom === undefined,
    ),
    ...(isZipkinEndpointKept(context) && !isBackendPicked(context) ? [] : [ZIPKIN_ENDPOINT]),
    ...(findReplacedExporter(context, exporter) === undefined ? [] : [TRACES_EXPORTER]),
    ...(origin === 'instrumentation' ? [] : HEADERS),
  ];
}

/** The exporter of an Instrumentation that makes room for the resolved one; undefined where it stays. */
function findReplacedExporter({ targets }: ContainerContext, exporter: Exporter): string | undefined {
  const asked = findInstrumentationValue(targets, TRACES_EXPORTER);
  return asked === exporter || ['none', 'console'].includes(asked ?? 'none') ? undefined : asked;
}

/** A notice where that would send to another place. */
function reportReplacedZipkin(context: ContainerContext, exporter: Exporter): readonly Finding[] {
  const asked = findReplacedExporter(context, exporter);
  if (isSetByContainer(context.view, TRACES_EXPORTER) || !hasZipkin(asked)) return [];
  return context.targets.map(({ language, container }) =>
    buildFinding(
      'instrumentation-value-ignored',
      `${language}: the Instrumentation sets ${describeVariable(TRACES_EXPORTER, asked ?? '')}, which makes room for ${exporter}, as the platform has it.`,
      { language, container: container.name },
    ),
  );
}

/**
 * A notice for each variable of an Instrumentation that belongs to an endpoint, where traces go to another one. Headers may be
 * credentials, so they are sent to no other address than theirs.
 */
function reportLostSettings(
  { view, targets }: ContainerContext,
  { origin, variables }: ResolvedAddress,
): readonly Finding[] {
  if (origin === 'instrumentation') return [];
  const written = variables.map((variable) => ('value' in variable ? variable.value : undefined));
  const readers = targets.filter(({ language }) => canReadVariables(language));
  return readers.flatMap((target) =>
    [...HEADERS, ...(origin === 'container' ? [] : PROTOCOLS)].flatMap((name) => {
      const asked = findInstrumentationVariable([target], name);
      const isHeld =
        isSetByContainer(view, name) || (asked?.value !== undefined && written.includes(asked.value));
      if (asked === undefined || isHeld) return [];
      const { language, container } = target;
      const set = describeVariable(name, asked.value ?? 'a reference');
      const message = `${language}: the Instrumentation sets ${set}, which is left out, since traces do not go to an endpoint of the Instrumentation.`;
      return [
        buildFinding('instrumentation-value-ignored', message, { language, container: container.name }),
      ];
    }),
  );
}

const PROTOCOLS = [PROTOCOL, TRACES_PROTOCOL];

/** A notice where an empty variable of the container, which is not changed, is where the address belongs. */
function reportEmptyEndpoint(
  variables: readonly Variable[],
  { view, targets }: ContainerContext,
): readonly Finding[] {
  const isHidden =
    variables.some(({ name }) => name === TRACES_ENDPOINT) && isSetByContainer(view, TRACES_ENDPOINT);
  return (isHidden ? targets : []).map(({ language, container }) =>
    buildFinding(
      'endpoint-doubtful',
      `${language}: ${container.name} sets ${TRACES_ENDPOINT} to an empty text, so that traces go to localhost.`,
      { language, container: container.name },
    ),
  );
}

/** Why a pod that resolves names as its node does cannot reach an address under a platform; undefined where it can. */
export function checkClusterDns(
  url: string | undefined,
  context: ContainerContext,
): ExportFinding | undefined {
  const host = url === undefined ? undefined : parseEndpoint(url)?.host;
  if (!hasNodeDns(context) || host === undefined || !isClusterHost(host, context.platform?.cluster.domain))
    return undefined;
  return { code: 'dns-unreachable', message: `the pod uses the node’s DNS, which does not know ${host}` };
}
