import type { Protocol } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, finding } from '../reasons.js';
import { collectorHost } from '../backends/backends.js';
import { type Endpoint, endpointText, parseEndpoint, portOf, protocolOfPort } from '../backends/endpoint.js';

/** An endpoint of an Instrumentation as it is used under a platform, and what was changed. */
export interface FittedEndpoint {
  readonly url: string;
  readonly findings: readonly Finding[];
}

/**
 * Fits an Instrumentation's endpoint to the platform: the short name of the Collector's Service is completed, since it
 * resolves only in that Service's own namespace, and a registered port becomes that of the protocol that is spoken.
 */
export function fitted(text: string, platform: Platform, protocol: Protocol | undefined): FittedEndpoint {
  const endpoint = parseEndpoint(text);
  if (endpoint === undefined) return { url: text, findings: [] };
  const changes = [hostChange(endpoint, platform), portChange(endpoint, protocol)].filter(
    (change) => change !== undefined,
  );
  if (changes.length === 0) return { url: text, findings: [] };
  const changed = Object.assign({}, endpoint, ...changes.map(({ part }) => part)) as Endpoint;
  return { url: endpointText(changed), findings: changes.map(({ notice }) => notice) };
}

interface Change {
  readonly part: Partial<Endpoint>;
  readonly notice: Finding;
}

function hostChange({ host }: Endpoint, platform: Platform): Change | undefined {
  if (host !== `${platform.collector.name}-collector`) return undefined;
  const whole = collectorHost(platform);
  return {
    part: { host: whole },
    notice: finding('endpoint-qualified', `The endpoint’s host ${host} was completed to ${whole}.`),
  };
}

function portChange(endpoint: Endpoint, protocol: Protocol | undefined): Change | undefined {
  const told = protocolOfPort(endpoint);
  if (told === undefined || protocol === undefined || portOf(protocol) === endpoint.port) return undefined;
  const port = portOf(protocol);
  const message = `The endpoint’s port ${portOf(told)} is for ${told}; ${port} is used, with ${protocol}.`;
  return { part: { port }, notice: finding('endpoint-port-adjusted', message) };
}
