import { type Backend, type Exporter, isMember, type Origin, PROTOCOLS, type Protocol } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, finding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { accessRefusal, type Certificates, certificatesOf, headerVariables } from './access.js';
import { askedEndpoint, askedValue } from './asked.js';
import { type Address, addressesOf } from '../backends/backends.js';
import { shared } from './capabilities.js';
import { isSetIn, valueIn } from './container-view.js';
import { type Endpoint, parseEndpoint, portOf, protocolOfPort, shownUrl } from '../backends/endpoint.js';
import { fitted } from './fitted-endpoint.js';
import type { Refusal } from './refusal.js';
import { addressOrigin, isPicked, readersOf, type Scope } from './scope.js';
import type { Variable } from './variable.js';
import {
  ENDPOINT,
  PROTOCOL,
  TRACES_ENDPOINT,
  TRACES_EXPORTER,
  TRACES_PROTOCOL,
  ZIPKIN_ENDPOINT,
} from './variable-names.js';

/** An address that was chosen, and the variables that say so. */
export interface Chosen {
  readonly exporter: Exporter;
  readonly url: string | undefined;
  readonly origin: Origin | 'container';
  readonly variables: readonly Variable[];
  readonly findings: readonly Finding[];
  readonly certificates?: Certificates;
}

/** Chooses the container's own endpoint, else the Instrumentation's, else the platform's. */
export function addressFor(
  platform: Platform,
  scope: Scope,
  protocols: readonly Protocol[],
): Result<Chosen, Refusal> {
  if (isSetIn(scope.view, TRACES_ENDPOINT) || isSetIn(scope.view, ENDPOINT))
    return ok(containersOwn(scope, protocols));
  const asked = isPicked(scope) ? undefined : askedEndpoint(scope.targets);
  const parsed = asked === undefined ? undefined : parseEndpoint(asked.value);
  if (asked !== undefined && parsed !== undefined)
    return ok(instrumentations(platform, scope, { asked, parsed, protocols }));
  return platforms(platform, scope, protocols);
}

function containersOwn(scope: Scope, protocols: readonly Protocol[]): Chosen {
  const { view } = scope;
  const url = valueIn(view, TRACES_ENDPOINT) ?? valueIn(view, ENDPOINT);
  const told = protocolOfPort(url === undefined ? undefined : parseEndpoint(url));
  const protocol = told !== undefined && protocols.includes(told) ? told : protocols[0];
  const findings =
    told === undefined || told === protocol || isSetIn(view, PROTOCOL)
      ? []
      : [
          finding(
            'endpoint-protocol-mismatch',
            `${scope.targets[0]?.container.name ?? 'The container'} sends to ${shownUrl(url)}, a port for ${told}, which the agent does not speak.`,
          ),
        ];
  return {
    exporter: 'otlp',
    url: undefined,
    origin: 'container',
    findings,
    variables: protocolVariable(protocol, 'default'),
  };
}

interface Asked {
  readonly asked: { readonly name: string; readonly value: string };
  readonly parsed: Endpoint;
  readonly protocols: readonly Protocol[];
}

function instrumentations(platform: Platform, scope: Scope, { asked, parsed, protocols }: Asked): Chosen {
  const protocol = wantedProtocol(scope, protocols, parsed);
  const { url, findings } = fitted(asked.value, platform, protocol);
  return {
    exporter: 'otlp',
    url,
    origin: 'instrumentation',
    findings,
    variables: [
      { name: asked.name, value: url, origin: 'instrumentation' },
      ...protocolVariable(protocol, 'instrumentation'),
    ],
  };
}

/** The container's protocol, else the Instrumentation's, else the port's; one that all agents speak. */
function wantedProtocol(
  { view, targets }: Scope,
  protocols: readonly Protocol[],
  endpoint: Endpoint,
): Protocol | undefined {
  const own = protocolIn(view);
  if (own !== undefined) return own;
  const asked = askedValue(targets, TRACES_PROTOCOL) ?? askedValue(targets, PROTOCOL);
  const told = protocolOfPort(endpoint);
  const wanted = [asked, told].find((protocol) => isMember(protocols, protocol));
  return isMember(PROTOCOLS, wanted) ? wanted : protocols[0];
}

/** The protocol that the container itself sets. */
function protocolIn(view: Scope['view']): Protocol | undefined {
  const value = valueIn(view, TRACES_PROTOCOL) ?? valueIn(view, PROTOCOL);
  return isMember(PROTOCOLS, value) ? value : undefined;
}

function platforms(
  platform: Platform,
  scope: Scope,
  protocols: readonly Protocol[],
): Result<Chosen, Refusal> {
  const backend = scope.backend?.value ?? platform.primary.value;
  const exporters = shared(readersOf(scope), (capabilities) => capabilities.exporters);
  const own = protocolIn(scope.view);
  const addresses = addressesOf(platform, backend);
  const address = addresses.find(
    ({ exporter, protocol }) =>
      exporters.includes(exporter) && (exporter === 'zipkin' || takesIn(protocol, own, protocols)),
  );
  const route = platform.route.value === 'direct' ? `${backend} directly` : 'the Collector';
  if (address === undefined) {
    const spoken = exporters.flatMap((each) => formats(each, own === undefined ? protocols : [own]));
    return err({ code: 'protocol-unsupported', message: notTakenIn(route, addresses, spoken) });
  }
  const { exporter, url, origin } = address;
  const misfit = exporterMisfit(scope, exporter, route);
  if (misfit !== undefined) return err(misfit);
  const variables = addressVariables(address, addressOrigin(scope, origin));
  const access = accessTo(platform, backend, { scope, exporter });
  if (!access.ok) return access;
  const { variables: headers, ...certificates } = access.value;
  return ok({ exporter, url, origin, findings: [], variables: [...variables, ...headers], ...certificates });
}

/** Headers and certificates for a backend that agents send to themselves; the Collector has its own. */
function accessTo(
  { route, backends }: Platform,
  backend: Backend,
  { scope, exporter }: { readonly scope: Scope; readonly exporter: Exporter },
): Result<Pick<Chosen, 'variables' | 'certificates'>, Refusal> {
  const settings = backends[backend];
  if (route.value !== 'direct' || settings === undefined || exporter === 'zipkin')
    return ok({ variables: [] });
  const refusal = accessRefusal(readersOf(scope), backend, settings);
  if (refusal !== undefined) return err(refusal);
  const certificates = certificatesOf(settings);
  const variables = headerVariables(scope, backend, settings);
  return ok(certificates === undefined ? { variables } : { variables, certificates });
}

/** What an exporter writes, as a sentence names it. */
const formats = (exporter: Exporter, protocols: readonly Protocol[]): readonly string[] =>
  exporter === 'zipkin' ? ['zipkin'] : protocols.map((protocol) => `OTLP over ${protocol}`);

function notTakenIn(route: string, addresses: readonly Address[], spoken: readonly string[]): string {
  const offered = addresses.flatMap(({ exporter, protocol }) => formats(exporter, [protocol]));
  return `${route} takes in ${offered.join(' and ')}, and what is sent here is ${spoken.join(' or ')}`;
}

/** A backend that takes in Zipkin's format only cannot be reached with another exporter that the container insists on. */
function exporterMisfit({ view }: Scope, exporter: Exporter, route: string): Refusal | undefined {
  const own = valueIn(view, TRACES_EXPORTER) ?? exporter;
  if (exporter !== 'zipkin' || own === 'zipkin') return undefined;
  const message = `${route} takes in zipkin only, and the container sets ${TRACES_EXPORTER}=${own}`;
  return { code: 'user-setting-unsupported', message };
}

/**
 * Tells whether an address fits the container's own protocol, or any that is spoken. The container's is not judged
 * here: what the agent would not start with was refused, and else its program may bring what the image lacks.
 */
function takesIn(offered: Protocol, own: Protocol | undefined, spoken: readonly Protocol[]): boolean {
  // Both HTTP encodings share a port.
  return own === undefined ? spoken.includes(offered) : portOf(own) === portOf(offered);
}

function addressVariables({ form, url, protocol }: Address, origin: Origin): readonly NamedSetting[] {
  if (form === 'zipkin') return [{ name: ZIPKIN_ENDPOINT, value: url, origin }];
  return [
    { name: form === 'base' ? ENDPOINT : TRACES_ENDPOINT, value: url, origin },
    ...protocolVariable(protocol, origin),
  ];
}

const protocolVariable = (protocol: Protocol | undefined, origin: Origin): readonly NamedSetting[] =>
  protocol === undefined ? [] : [{ name: PROTOCOL, value: protocol, origin }];
