import { EXPORTERS, isMember, type Language, PROTOCOLS, type Protocol } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import { type Finding, buildFinding } from '../reasons.js';
import { findInstrumentationVariable, findSpecEndpoint } from './instrumentation-values.js';
import { AGENTS } from '../agents/agents.js';
import { canReadVariables } from './capabilities.js';
import { findContainerValue, isGivenByContainer, isSetByContainer } from './container-view.js';
import { isClusterHost, parseEndpoint, findPortProtocol } from '../backends/endpoint.js';
import { createValueFinder, expandAfterContainer } from './effective-value.js';
import { checkEndpointPort, describeBroughtProtocol } from './endpoint-protocol.js';
import type { ResolvedExporter } from './exporter-with-platform.js';
import { resolveZipkinExport } from './zipkin-exporter.js';
import { ENDPOINT, PROTOCOL, TRACES_ENDPOINT, TRACES_EXPORTER, TRACES_PROTOCOL } from './variable-names.js';
import { hasNodeDns, listVariableReaders, type ContainerContext } from './container-context.js';

/**
 * Where the agents of a container export without a platform: what the Instrumentation says, as the OpenTelemetry Operator
 * has it. Beyond it, an endpoint that names port 4317 brings `grpc` along where all agents can, and what cannot
 * work is noticed.
 */
export function resolveExporterWithoutPlatform(context: ContainerContext): ResolvedExporter {
  const fromSpec = findSpecEndpoint(context.targets);
  const variables: NamedSetting[] =
    fromSpec === undefined ? [] : [{ name: ENDPOINT, value: fromSpec, origin: 'instrumentation' }];
  const url = findEffectiveEndpoint(context, fromSpec);
  if (url === undefined) return { variables, dropped: [], findings: reportMissingEndpoint(context) };
  const endpoint = parseEndpoint(url);
  const follows = findPortProtocol(endpoint) === 'grpc' && canFollowPort(context);
  return {
    variables: follows ? [...variables, { name: PROTOCOL, value: 'grpc', origin: 'default' }] : variables,
    dropped: [],
    findings: [
      ...checkInstrumentationProtocol(context),
      ...checkInstrumentationExporter(context),
      ...checkEndpointPort(listOthers(context), { url, written: follows ? 'grpc' : undefined }),
      ...checkNodeDns(context, endpoint?.host),
      ...resolveZipkinExport(context, 'otlp').findings,
    ],
  };
}

/** The endpoint that the agents will use, with what is known of its references; undefined where none is set, empty where it is one. */
function findEffectiveEndpoint(context: ContainerContext, fromSpec: string | undefined): string | undefined {
  for (const name of [TRACES_ENDPOINT, ENDPOINT]) {
    const value = isHiddenByEmpty(context, name) ? undefined : findSetEndpoint(context, name);
    if (value !== undefined) return value;
  }
  return fromSpec === undefined ? undefined : (expandAfterContainer(fromSpec, context) ?? fromSpec);
}

/** Beside an empty endpoint for traces agents look at the one for all signals. */
const isHiddenByEmpty = ({ view }: ContainerContext, name: string): boolean =>
  name === TRACES_ENDPOINT && isSetByContainer(view, name) && !isGivenByContainer(view, name);

/** An endpoint in a variable of the container or the Instrumentation; undefined where neither sets it. */
function findSetEndpoint(context: ContainerContext, name: string): string | undefined {
  const { view, targets } = context;
  const known = createValueFinder(context)(name);
  if (isSetByContainer(view, name)) return known ?? findContainerValue(view, name) ?? '';
  const asked = findInstrumentationVariable(targets, name);
  return asked === undefined ? undefined : (known ?? asked.value ?? '');
}

/** Without the agents for which it is already reported that they do not speak what is asked for. */
function listOthers(context: ContainerContext): ContainerContext {
  const protocol = findInstrumentationProtocol(context);
  return {
    ...context,
    targets: context.targets.filter(({ language }) => !hasProtocolMismatch(language, protocol)),
  };
}

/** `grpc` is written only where every agent of the container can speak it and nobody chose a protocol. */
function canFollowPort(context: ContainerContext): boolean {
  const isChosen = [PROTOCOL, TRACES_PROTOCOL].some(
    (name) =>
      isSetByContainer(context.view, name) ||
      findInstrumentationVariable(context.targets, name) !== undefined,
  );
  const readers = listVariableReaders(context);
  return !isChosen && readers.length > 0 && readers.every((language) => AGENTS[language].isPortFollowed);
}

/** The protocol that the Instrumentation asks for in a variable; undefined where the container has its own. */
function findInstrumentationProtocol({ view, targets }: ContainerContext): Protocol | undefined {
  if ([TRACES_PROTOCOL, PROTOCOL].some((name) => isSetByContainer(view, name))) return undefined;
  const asked =
    findInstrumentationVariable(targets, TRACES_PROTOCOL) ?? findInstrumentationVariable(targets, PROTOCOL);
  return isMember(PROTOCOLS, asked?.value) ? asked.value : undefined;
}

const hasProtocolMismatch = (language: Language, protocol: Protocol | undefined): protocol is Protocol =>
  protocol !== undefined &&
  AGENTS[language].capabilities.configuredBy === 'environment' &&
  !AGENTS[language].capabilities.protocols.includes(protocol);

/** Agents that are asked for a protocol which they do not have; the variable is kept, as the Operator does. */
function checkInstrumentationProtocol(context: ContainerContext): readonly Finding[] {
  const protocol = findInstrumentationProtocol(context);
  return context.targets
    .filter(({ language }) => hasProtocolMismatch(language, protocol))
    .map(({ language, container }) => {
      const end = describeBroughtProtocol(language, protocol) ?? 'the agent does not speak';
      const message = `${language}: the Instrumentation asks for ${protocol ?? ''}, which ${end}.`;
      return buildFinding('endpoint-protocol-mismatch', message, { language, container: container.name });
    });
}

/** Agents that are asked for an exporter which their image does not hold. */
function checkInstrumentationExporter({ view, targets }: ContainerContext): readonly Finding[] {
  const asked = isSetByContainer(view, TRACES_EXPORTER)
    ? undefined
    : findInstrumentationVariable(targets, TRACES_EXPORTER)?.value;
  if (!isMember(EXPORTERS, asked)) return [];
  return targets
    .filter(
      ({ language }) =>
        canReadVariables(language) && !AGENTS[language].capabilities.exporters.includes(asked),
    )
    .map(({ language, container }) => {
      const message = `${language}: the Instrumentation asks for the exporter ${asked}, which the agent does not have.`;
      return buildFinding('exporter-unsupported', message, { language, container: container.name });
    });
}

function reportMissingEndpoint({ targets }: ContainerContext): readonly Finding[] {
  return targets.map(({ language, container }) =>
    buildFinding('endpoint-missing', `${language}: no endpoint is set and there is no TracingPlatform.`, {
      language,
      container: container.name,
    }),
  );
}

function checkNodeDns(context: ContainerContext, host: string | undefined): readonly Finding[] {
  if (!hasNodeDns(context) || host === undefined || !isClusterHost(host, undefined)) return [];
  return [buildFinding('dns-may-not-resolve', `The pod uses the node’s DNS, which may not know ${host}.`)];
}
