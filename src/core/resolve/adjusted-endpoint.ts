import type { Protocol } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { type Finding, buildFinding } from '../reasons.js';
import { formatCollectorHost } from '../platform/addresses.js';
import {
  type Endpoint,
  formatEndpoint,
  parseEndpoint,
  getRegisteredPort,
  findPortProtocol,
} from '../backends/endpoint.js';

/** An endpoint of an Instrumentation as it is used under a platform, and what was changed. */
export interface AdjustedEndpoint {
  readonly url: string;
  readonly findings: readonly Finding[];
}

/**
 * Fits an Instrumentation's endpoint to the platform: the short name of the Collector's Service is completed, since it
 * resolves only in that Service's own namespace, and a registered port becomes that of the protocol that is spoken.
 */
export function adjustEndpoint(
  text: string,
  platform: Platform,
  protocol: Protocol | undefined,
): AdjustedEndpoint {
  const endpoint = parseEndpoint(text);
  if (endpoint === undefined) return { url: text, findings: [] };
  const changes = [findHostChange(endpoint, platform), findPortChange(endpoint, protocol)].filter(
    (change) => change !== undefined,
  );
  if (changes.length === 0) return { url: text, findings: [] };
  const changed = Object.assign({}, endpoint, ...changes.map(({ part }) => part)) as Endpoint;
  return { url: formatEndpoint(changed), findings: changes.map(({ notice }) => notice) };
}

interface EndpointChange {
  readonly part: Partial<Endpoint>;
  readonly notice: Finding;
}

function findHostChange({ host }: Endpoint, platform: Platform): EndpointChange | undefined {
  if (host !== `${platform.collector.name}-collector`) return undefined;
  const whole = formatCollectorHost(platform);
  return {
    part: { host: whole },
    notice: buildFinding('endpoint-qualified', `The endpoint’s host ${host} was completed to ${whole}.`),
  };
}

function findPortChange(endpoint: Endpoint, protocol: Protocol | undefined): EndpointChange | undefined {
  const told = findPortProtocol(endpoint);
  if (told === undefined || protocol === undefined || getRegisteredPort(protocol) === endpoint.port)
    return undefined;
  const port = getRegisteredPort(protocol);
  const message = `The endpoint’s port ${getRegisteredPort(told)} is for ${told}; ${port} is used, with ${protocol}.`;
  return { part: { port }, notice: buildFinding('endpoint-port-adjusted', message) };
}
