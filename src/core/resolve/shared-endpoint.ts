import { AGENTS } from '../agents/agents.js';
import { findPortProtocol, parseEndpoint, redactUrl } from '../backends/endpoint.js';
import type { Target } from '../decide/target.js';
import { type Finding, buildFinding } from '../reasons.js';
import { isSetByContainer } from './container-view.js';
import { type ContainerContext, isBackendPicked } from './container-context.js';
import { findInstrumentationEndpoint, findLanguageSection, findSpecField } from './instrumentation-values.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

/** The endpoints that the languages of a container would have, where they differ; redacted, since they go into sentences. */
interface EndpointConflict {
  /** Of the languages that were there before. */
  readonly first: string;
  readonly own: string;
}

/**
 * Looks at a language that joins others on a container, which has one variable for the endpoint. Where its Instrumentation
 * names another one but sends alike, the first endpoint serves both, as with the OpenTelemetry Operator; otherwise it is
 * refused. `accepted` has the others, `wider` this language too; undefined where the endpoints agree.
 */
export function checkSharedEndpoint(
  accepted: ContainerContext,
  wider: ContainerContext,
): Finding | undefined {
  const conflict = findEndpointConflict(accepted, wider);
  const [target] = wider.targets.slice(-1);
  if (conflict === undefined || target === undefined) return undefined;
  const { language, container } = target;
  const where = { language, container: container.name };
  const { first, own } = conflict;
  if (accepted.targets.every((other) => isSentAlike(other, target)))
    return buildFinding(
      'endpoint-shared',
      `${language}: ${container.name} has one endpoint for all its languages, so traces go to ${first} and not to ${own}.`,
      where,
    );
  return buildFinding(
    'languages-conflict',
    `${language}: its Instrumentation sends to ${own}, and that of an earlier language to ${first}.`,
    where,
  );
}

function findEndpointConflict(
  accepted: ContainerContext,
  { targets, view }: ContainerContext,
): EndpointConflict | undefined {
  const first = findInstrumentationEndpoint(accepted.targets)?.value;
  const own = findInstrumentationEndpoint(targets.slice(-1))?.value;
  const isContainers = isSetByContainer(view, ENDPOINT) || isSetByContainer(view, TRACES_ENDPOINT);
  if (isContainers || isBackendPicked(accepted) || first === undefined || own === undefined || first === own)
    return undefined;
  return { first: redactUrl(first), own: redactUrl(own) };
}

/** Tells whether two languages send in one way, so that the endpoint of one also works for the other. */
const isSentAlike = (first: Target, second: Target): boolean =>
  describeSender(first) === describeSender(second);

/** All that decides how a language sends, apart from the host. Headers, user, password and certificates are meant for one endpoint alone. */
function describeSender(target: Target): string {
  const { capabilities, isPortFollowed } = AGENTS[target.language];
  const { configuredBy, protocols } = capabilities;
  const asked = findInstrumentationEndpoint([target]);
  const endpoint = parseEndpoint(asked?.value ?? '');
  const told = findPortProtocol(endpoint);
  const protocol = told === 'grpc' && isPortFollowed ? told : protocols[0];
  const variables = [
    ...(findLanguageSection(target)?.env ?? []),
    ...(target.instrumentation?.spec.env ?? []),
  ].filter((variable) => isOfExporter(variable.name));
  return JSON.stringify([
    [configuredBy, protocol],
    [asked?.name, told],
    { ...endpoint, host: '' },
    variables.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    findSpecField([target], ({ exporter }) => exporter?.tls),
  ]);
}

const isOfExporter = (name: string): boolean =>
  (name.startsWith('OTEL_EXPORTER_') || name === 'OTEL_TRACES_EXPORTER') &&
  name !== ENDPOINT &&
  name !== TRACES_ENDPOINT;
