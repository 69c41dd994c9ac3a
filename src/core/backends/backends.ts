import { assertNever, type Backend, type Origin } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { trimTrailingSlashes } from '../text-ends.js';
import { endpointText, parseEndpoint, protocolOfPort } from './endpoint.js';
import { OTLP, type Port, PRESETS } from './presets.js';

/** An address that agents send to over one protocol. */
export interface Address extends Pick<Port, 'exporter' | 'protocol' | 'form'> {
  readonly url: string;
  readonly origin: Origin;
}

/** Host name of a Service: `<service>.<namespace>.svc`, with the cluster's domain where the platform names one. */
export function serviceHost(service: string, namespace: string, domain: string | undefined): string {
  return `${service}.${namespace}.svc${domain === undefined ? '' : `.${domain}`}`;
}

/** What the Operator calls the Service of an OpenTelemetryCollector, and `render` that of its own. */
export const collectorService = (name: string): string => `${name}-collector`;

/** Host name of the Collector's Service. */
export function collectorHost({ collector, cluster }: Platform): string {
  return serviceHost(collectorService(collector.name), collector.namespace, cluster.domain);
}

/** Every address that the route of a platform offers to agents, in order of preference. */
export function addressesOf(platform: Platform, backend: Backend): readonly Address[] {
  return platform.route.value === 'direct'
    ? backendAddresses(platform, backend)
    : collectorAddresses(platform);
}

function collectorAddresses(platform: Platform): readonly Address[] {
  const { endpoint } = platform.collector;
  if (endpoint !== undefined) return overridden(endpoint, OTLP);
  const host = collectorAgentHost(platform);
  return OTLP.map(({ exporter, protocol, port, form }) => ({
    exporter,
    protocol,
    form,
    url: `http://${host}:${port.toString()}`,
    origin: platform.route.origin,
  }));
}

/**
 * In the agent topologies the Collector runs on each node. A pod knows the address of its node, which needs no DNS but
 * a port of the node; a Service whose traffic stays on the node needs DNS and no such port.
 * https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/
 */
function collectorAgentHost(platform: Platform): string {
  const { topology, nodeAddress } = platform.collector;
  switch (topology) {
    case 'gateway':
      return collectorHost(platform);
    case 'agent':
    case 'agent-gateway':
      return nodeAddress === 'service' ? collectorHost(platform) : '$(OTEL_NODE_IP)';
    default:
      return assertNever(topology);
  }
}

/** Where a backend takes spans in, by its preset or as the platform writes it out; none for one that is off. */
export function backendAddresses(platform: Platform, backend: Backend): readonly Address[] {
  const settings = platform.backends[backend];
  if (settings === undefined) return [];
  const preset = PRESETS[backend];
  const offered = preset.ports(settings.chart);
  if (settings.endpoint !== undefined) return overridden(settings.endpoint, offered, preset.onRequest);
  const scheme = settings.tls === undefined || settings.tls.insecure === true ? 'http' : 'https';
  const host = serviceHost(preset.service(settings.chart), settings.namespace, platform.cluster.domain);
  return offered.map(({ port, path, ...rest }) => ({
    ...rest,
    url: `${scheme}://${host}:${port.toString()}${path}`,
    origin: 'preset',
  }));
}

/**
 * The addresses behind an endpoint that the platform writes out. A port that it names is kept, and tells the protocol
 * where it is a registered one; https without a port is 443, where a proxy stands. A path that it names is kept, and
 * ends in that of the signal where the URL is taken as it is, whether the platform writes that end or not.
 */
function overridden(
  text: string,
  offered: readonly Port[],
  onRequest: readonly Port[] = [],
): readonly Address[] {
  const endpoint = parseEndpoint(trimTrailingSlashes(text));
  if (endpoint === undefined) return [];
  const hasPort = endpoint.port !== undefined || endpoint.scheme === 'https';
  const told = protocolOfPort(endpoint) ?? offered[0]?.protocol;
  const ports = hasPort ? [...offered, ...onRequest].filter(({ protocol }) => protocol === told) : offered;
  return ports.map(({ port, path, ...rest }) => {
    const whole = { ...endpoint, path: endpoint.path === '' ? path : SIGNAL_PATHS[rest.form](endpoint.path) };
    return { ...rest, url: endpointText(hasPort ? whole : { ...whole, port }), origin: 'platform' };
  });
}

const ending =
  (end: string) =>
  (path: string): string =>
    path.endsWith(end) ? path : `${path}${end}`;

const TRACES = '/v1/traces';

/** What a written path becomes by how its URL is used. Zipkin answers under `/zipkin` too, where its page is. */
const SIGNAL_PATHS: Readonly<Record<Port['form'], (path: string) => string>> = {
  base: (path) => (path.endsWith(TRACES) ? path.slice(0, -TRACES.length) : path),
  traces: ending(TRACES),
  zipkin: ending('/api/v2/spans'),
};
