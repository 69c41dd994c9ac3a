import { describeForm, judgeForm } from '../agents/value-form.js';
import { findPortProtocol, parseEndpoint, redactUrl } from '../backends/endpoint.js';
import type { Target } from '../decide/target.js';
import type { Language } from '../domain.js';
import { listReferences } from '../kubernetes/variable-reference.js';
import { type Finding, buildFinding } from '../reasons.js';
import { trimTrailingSlashes } from '../text-ends.js';
import { canReadVariables } from './capabilities.js';
import { isSidecar } from '../kubernetes/pod.js';
import type { ContainerContext } from './container-context.js';
import { findContainerValue, isSetByContainer } from './container-view.js';
import type { ValueFinder } from './effective-value.js';
import { completeEndpoint, findOtherService, isLoopback, TRACES_PATH } from './endpoint-text.js';
import { describePort, describeUnreplaced, type SeenValue } from './value-cause.js';
import { describeVariable, listRuledVariables } from './value-finding.js';
import { ENDPOINT, HEADERS, TRACES_ENDPOINT } from './variable-names.js';

/** Endpoints that an agent accepts, but that are unlikely to be an OTLP receiver. */
export function checkContainerEndpoints(
  target: Target,
  context: ContainerContext,
  find: ValueFinder,
): readonly Finding[] {
  const { language, container } = target;
  const names = [TRACES_ENDPOINT, ENDPOINT].filter((name) => isSetByContainer(context.view, name));
  // The one for traces hides the other, unless it is empty.
  const name = names.find((each) => find(each) !== '') ?? names.at(-1);
  const value = name === undefined ? undefined : find(name);
  if (name === undefined || value === undefined) return [];
  const seen = { name, written: findContainerValue(context.view, name) ?? value, seen: value };
  const doubt =
    describeDoubt(name, value, { ...context, targets: [target] }) ?? describeMisfit(seen, language, context);
  if (doubt === undefined) return [];
  const set = value === '' ? `${name} to an empty text` : describeVariable(name, value);
  const message = `${language}: ${container.name} sets ${set}; ${doubt}.`;
  return [buildFinding('endpoint-doubtful', message, { language, container: container.name })];
}

const URL_FORM = { kind: 'url' } as const;

/** What an endpoint should be for all SDKs, where no rules are known of the agent; undefined where it is that, or there are rules. */
export const findUnruledForm = (language: Language, name: string, value: string): string | undefined =>
  listRuledVariables(language).includes(name) || judgeForm(URL_FORM, value) === 'fits'
    ? undefined
    : describeForm(URL_FORM);

/** Why no SDK takes an endpoint of an agent without rules, as the end of a sentence; undefined where it may. */
function describeMisfit(value: SeenValue, language: Language, context: ContainerContext): string | undefined {
  const { name, seen } = value;
  const form = findUnruledForm(language, name, seen);
  if (form === undefined) return undefined;
  // A module of a web server is given another one.
  if (!canReadVariables(language) && (seen === '' || listReferences(seen).length > 0)) return undefined;
  if (seen === '') return name === ENDPOINT ? 'with that, SDKs send to localhost' : undefined;
  const cause = describeUnreplaced(value, context);
  return `this is not ${form}${cause === undefined ? '' : `: ${cause}`}`;
}

/**
 * Why an endpoint is unlikely to be an OTLP receiver, or to know who sends, as the end of a sentence; undefined if it may
 * be one that does.
 */
export function describeDoubt(name: string, value: string, context: ContainerContext): string | undefined {
  const doubts = [describeAddressDoubt(name, value, context), describeCredentials(value, context)];
  const told = doubts.filter((doubt) => doubt !== undefined);
  return told.length === 0 ? undefined : told.join('; ');
}

function describeAddressDoubt(name: string, value: string, context: ContainerContext): string | undefined {
  const { value: meant } = completeEndpoint(name, value);
  if (meant !== value) return `this was probably meant to be ${redactUrl(meant)}${describeBlanks(value)}`;
  const service = findOtherService(value);
  if (service !== undefined) return `this is the port of ${service}, which accepts no OTLP`;
  if (isLoopback(value) && isAlone(context))
    return 'this leads back into the pod, which has no other container yet';
  return describePort(value) ?? describePath(name, value);
}

/** Agents whose clients of HTTP leave out what precedes the host; those of Node.js and Python send it. */
const WITHOUT_CREDENTIALS: readonly Language[] = ['java', 'dotnet', 'go'];

const describeCredentials = (value: string, { targets }: ContainerContext): string | undefined =>
  (parseEndpoint(value)?.userinfo ?? '') !== '' &&
  targets.some(({ language }) => WITHOUT_CREDENTIALS.includes(language))
    ? `the agent does not send the credentials in it, which belong into ${HEADERS[0] ?? ''}`
    : undefined;

/** Says where blanks are, since they cannot be seen in a sentence. */
function describeBlanks(value: string): string {
  const places = [
    ...(value === value.trimStart() ? [] : ['in front']),
    ...(value === value.trimEnd() ? [] : ['at the end']),
  ];
  return places.length === 0 ? '' : `, without the blank ${places.join(' and ')}`;
}

/** Tells whether a pod has one container, and nobody asked for a Collector as a sidecar. */
function isAlone({ pod }: ContainerContext): boolean {
  const { containers, initContainers = [], hostNetwork } = pod.spec;
  const hasSidecar =
    initContainers.some(isSidecar) ||
    Object.keys(pod.metadata?.annotations ?? {}).some((key) => key.startsWith('sidecar.opentelemetry.io/'));
  return containers.length === 1 && hostNetwork !== true && !hasSidecar;
}

/** Why the path of an endpoint hardly is one where OTLP over HTTP is taken in. */
function describePath(name: string, value: string): string | undefined {
  const endpoint = parseEndpoint(value);
  if (endpoint === undefined || findPortProtocol(endpoint) === 'grpc') return undefined;
  const [path = ''] = endpoint.path.split(/[?#]/, 1);
  const isRegistered = findPortProtocol(endpoint) !== undefined;
  if (name === TRACES_ENDPOINT)
    return isRegistered && !path.endsWith(TRACES_PATH)
      ? `a receiver on port 4318 accepts traces at ${TRACES_PATH}`
      : undefined;
  if (path !== endpoint.path) return `agents add ${TRACES_PATH} to it, which does not fit behind ? or #`;
  return isRegistered && trimTrailingSlashes(path) === '/v1'
    ? `agents add ${TRACES_PATH} to it, so that /v1 is too much`
    : undefined;
}
