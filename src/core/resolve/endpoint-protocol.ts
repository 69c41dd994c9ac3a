import { AGENTS } from '../agents/agents.js';
import { findPortProtocol, getRegisteredPort, parseEndpoint, redactUrl } from '../backends/endpoint.js';
import type { Target } from '../decide/target.js';
import { isMember, type Language, PROTOCOLS, type Protocol } from '../domain.js';
import { type Finding, buildFinding } from '../reasons.js';
import type { ContainerContext } from './container-context.js';
import { isSetByContainer } from './container-view.js';
import { createValueFinder } from './effective-value.js';
import { findInstrumentationVariable } from './instrumentation-values.js';
import { describeVariable } from './value-finding.js';
import { PROTOCOL, TRACES_EXPORTER, TRACES_PROTOCOL } from './variable-names.js';

/** What the agents of a container send to, and the protocol that is written for those without one; undefined if none is. */
export interface SentEndpoint {
  readonly url: string;
  readonly written: Protocol | undefined;
}

/** Agents that speak another protocol than the port that they send to is registered for. */
export function checkEndpointPort(context: ContainerContext, sent: SentEndpoint): readonly Finding[] {
  const told = findPortProtocol(parseEndpoint(sent.url));
  if (told === undefined || !isSentByOtlp(context)) return [];
  return context.targets.flatMap(({ language, container }) => {
    const spoken = findSpokenProtocol(language, sent.written, context);
    if (spoken === undefined || getRegisteredPort(spoken) === getRegisteredPort(told)) return [];
    const message = `${language}: the endpoint ${redactUrl(sent.url)} names the port of ${told}, and the agent will speak ${spoken}; use port ${getRegisteredPort(spoken)}.`;
    return [buildFinding('endpoint-protocol-mismatch', message, { language, container: container.name })];
  });
}

function isSentByOtlp(context: ContainerContext): boolean {
  const exporters = createValueFinder(context)(TRACES_EXPORTER) ?? '';
  return exporters === '' || exporters.split(',').some((exporter) => exporter.trim().startsWith('otlp'));
}

/** The protocol in which an agent will send traces; undefined where that is not known. */
function findSpokenProtocol(
  language: Language,
  written: Protocol | undefined,
  context: ContainerContext,
): Protocol | undefined {
  const { configuredBy, protocols } = AGENTS[language].capabilities;
  if (configuredBy === 'file') return undefined;
  const asked = findAskedProtocol(context);
  if (asked === 'unknown') return undefined;
  const isSpoken = configuredBy === 'unknown-sdk' || isSpokenBy(language, asked);
  if (isMember(PROTOCOLS, asked) && isSpoken) return asked;
  if (configuredBy === 'unknown-sdk') return written;
  return (asked === undefined ? written : undefined) ?? protocols[0];
}

const isSpokenBy = (language: Language, protocol: string | undefined): boolean =>
  isMember(AGENTS[language].capabilities.protocols, protocol) || BROUGHT[language]?.protocol === protocol;

/** The protocol that somebody chose for traces: the container, or without a platform the Instrumentation. */
function findAskedProtocol(context: ContainerContext): string | undefined {
  const { view, targets, platform } = context;
  const find = createValueFinder(context);
  for (const name of [TRACES_PROTOCOL, PROTOCOL]) {
    const isOwn = isSetByContainer(view, name);
    const asked = isOwn ? undefined : findInstrumentationVariable(targets, name);
    // Under a platform those of an Instrumentation make room for the platform's, but for a reference.
    const isRead =
      isOwn || (asked !== undefined && (platform === undefined || asked.valueFrom !== undefined));
    const value = isRead ? (find(name) ?? 'unknown') : '';
    if (value !== '') return value;
  }
  return undefined;
}

/** What a program must bring so that its agent speaks a protocol. */
interface Brought {
  readonly protocol: Protocol;
  readonly part: string;
}

/** https://github.com/open-telemetry/opentelemetry-dotnet-instrumentation/blob/main/docs/config.md#otlp */
const BROUGHT: Partial<Readonly<Record<Language, Brought>>> = {
  dotnet: { protocol: 'grpc', part: 'Grpc.Net.Client' },
};

/** What a program must bring for a protocol, as the end of a sentence; undefined where that is nothing. */
export function describeBroughtProtocol(
  language: Language,
  protocol: string | undefined,
): string | undefined {
  const brought = BROUGHT[language];
  return brought?.protocol === protocol && brought !== undefined
    ? `works only where the program references ${brought.part}`
    : undefined;
}

/** A notice for a protocol that a container chooses, and that its program must bring a part of. */
export function checkBroughtProtocol(
  { language, container }: Target,
  { view }: ContainerContext,
  find: (name: string) => string | undefined,
): readonly Finding[] {
  const name = [TRACES_PROTOCOL, PROTOCOL].find((each) => isSetByContainer(view, each) && find(each) !== '');
  const value = name === undefined ? undefined : find(name);
  const end = describeBroughtProtocol(language, value);
  if (name === undefined || value === undefined || end === undefined) return [];
  const message = `${language}: ${container.name} sets ${describeVariable(name, value)}, which ${end}.`;
  return [buildFinding('endpoint-protocol-mismatch', message, { language, container: container.name })];
}
