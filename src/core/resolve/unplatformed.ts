import { EXPORTERS, isMember, type Language, PROTOCOLS, type Protocol } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import { type Finding, finding } from '../reasons.js';
import { askedVariable, specEndpoint } from './asked.js';
import { CAPABILITIES, readsEnvironment } from './capabilities.js';
import { isSetIn, valueIn } from './container-view.js';
import { needsClusterDns, parseEndpoint, protocolOfPort, shownUrl } from '../backends/endpoint.js';
import type { Exporting } from './exporting.js';
import { ENDPOINT, PROTOCOL, TRACES_ENDPOINT, TRACES_EXPORTER, TRACES_PROTOCOL } from './variable-names.js';
import { readersOf, type Scope } from './scope.js';

/** Agents whose protocol follows an endpoint that names the port of gRPC; the others stay as the Operator leaves them. */
const FOLLOWS_PORT: readonly Language[] = ['java', 'nodejs', 'go'];

/**
 * Where the agents of a scope export without a platform: what the Instrumentation says, as the OpenTelemetry Operator
 * has it. Beyond it, an endpoint that names port 4317 brings `grpc` along where all agents can, and what cannot
 * work is noticed.
 */
export function exportingWithout(scope: Scope): Exporting {
  const fromSpec = specEndpoint(scope.targets);
  const variables: NamedSetting[] =
    fromSpec === undefined ? [] : [{ name: ENDPOINT, value: fromSpec, origin: 'instrumentation' }];
  const url = effectiveEndpoint(scope, fromSpec);
  if (url === undefined) return { variables, dropped: [], findings: endpointMissing(scope) };
  const endpoint = parseEndpoint(url);
  const told = protocolOfPort(endpoint);
  const follows = told === 'grpc' && mayFollow(scope);
  return {
    variables: follows ? [...variables, { name: PROTOCOL, value: 'grpc', origin: 'default' }] : variables,
    dropped: [],
    findings: [
      ...unspoken(scope),
      ...lackedExporters(scope),
      ...(follows || told === undefined ? [] : mismatches(scope, told, url)),
      ...dnsNotice(scope, endpoint?.host),
    ],
  };
}

/** The endpoint that the agents will use; undefined where none is set, empty where it is set by reference. */
function effectiveEndpoint({ view, targets }: Scope, fromSpec: string | undefined): string | undefined {
  for (const name of [TRACES_ENDPOINT, ENDPOINT]) {
    if (isSetIn(view, name)) return valueIn(view, name) ?? '';
    const asked = askedVariable(targets, name);
    if (asked !== undefined) return asked.value ?? '';
  }
  return fromSpec;
}

/** `grpc` is written only where every agent of the container can speak it and nobody chose a protocol. */
function mayFollow(scope: Scope): boolean {
  const isChosen = [PROTOCOL, TRACES_PROTOCOL].some(
    (name) => isSetIn(scope.view, name) || askedVariable(scope.targets, name) !== undefined,
  );
  const readers = readersOf(scope);
  return !isChosen && readers.length > 0 && readers.every((language) => FOLLOWS_PORT.includes(language));
}

/** The protocol that the Instrumentation asks for in a variable; undefined where the container has its own. */
function askedProtocol({ view, targets }: Scope): Protocol | undefined {
  if ([TRACES_PROTOCOL, PROTOCOL].some((name) => isSetIn(view, name))) return undefined;
  const asked = askedVariable(targets, TRACES_PROTOCOL) ?? askedVariable(targets, PROTOCOL);
  return isMember(PROTOCOLS, asked?.value) ? asked.value : undefined;
}

const cannotSpeak = (language: Language, protocol: Protocol | undefined): protocol is Protocol =>
  protocol !== undefined &&
  CAPABILITIES[language].configuredBy === 'environment' &&
  !CAPABILITIES[language].protocols.includes(protocol);

/** Agents that are asked for a protocol which they do not have; the variable is kept, as the Operator does. */
function unspoken(scope: Scope): readonly Finding[] {
  const protocol = askedProtocol(scope);
  return scope.targets
    .filter(({ language }) => cannotSpeak(language, protocol))
    .map(({ language, container }) => {
      const message = `${language}: the Instrumentation asks for ${protocol ?? ''}, which the agent does not speak.`;
      return finding('endpoint-protocol-mismatch', message, { language, container: container.name });
    });
}

/** Agents that are asked for an exporter which their image does not hold. */
function lackedExporters({ view, targets }: Scope): readonly Finding[] {
  const asked = isSetIn(view, TRACES_EXPORTER) ? undefined : askedVariable(targets, TRACES_EXPORTER)?.value;
  if (!isMember(EXPORTERS, asked)) return [];
  return targets
    .filter(({ language }) => readsEnvironment(language) && !CAPABILITIES[language].exporters.includes(asked))
    .map(({ language, container }) => {
      const message = `${language}: the Instrumentation asks for the exporter ${asked}, which the agent does not have.`;
      return finding('exporter-unsupported', message, { language, container: container.name });
    });
}

function mismatches(scope: Scope, told: Protocol, url: string): readonly Finding[] {
  return scope.targets.flatMap(({ language, container }) => {
    const { protocols, configuredBy } = CAPABILITIES[language];
    if (configuredBy !== 'environment' || cannotSpeak(language, askedProtocol(scope))) return [];
    const speaks = protocols.includes(told) && (told !== 'grpc' || hasChosen(scope, told));
    if (speaks) return [];
    const message = `${language}: the endpoint ${shownUrl(url)} names the port of ${told}, and the agent will speak ${protocols[0] ?? 'another protocol'}.`;
    return [finding('endpoint-protocol-mismatch', message, { language, container: container.name })];
  });
}

const hasChosen = ({ view, targets }: Scope, protocol: Protocol): boolean =>
  [TRACES_PROTOCOL, PROTOCOL].some(
    (name) => (valueIn(view, name) ?? askedVariable(targets, name)?.value) === protocol,
  );

function endpointMissing({ targets }: Scope): readonly Finding[] {
  return targets.map(({ language, container }) =>
    finding('endpoint-missing', `${language}: no endpoint is set and there is no TracingPlatform.`, {
      language,
      container: container.name,
    }),
  );
}

function dnsNotice({ usesNodeDns }: Scope, host: string | undefined): readonly Finding[] {
  if (!usesNodeDns || host === undefined || !needsClusterDns(host, undefined)) return [];
  return [finding('dns-may-not-resolve', `The pod uses the node’s DNS, which may not know ${host}.`)];
}
