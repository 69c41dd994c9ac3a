import { assertNever, type Backend, type Origin } from '../domain.js';
import type { Platform } from './platform.js';
import { trimTrailingSlashes } from '../text-ends.js';
import { formatEndpoint, parseEndpoint, findPortProtocol } from '../backends/endpoint.js';
import { OTLP, type BackendPort } from '../backends/backend.js';
import { PRESETS } from '../backends/presets.js';

/** An address that agents send to over one protocol. */
export interface ExporterAddress extends Pick<BackendPort, 'exporter' | 'protocol' | 'form'> {
  readonly url: string;
  readonly origin: Origin;
}

/** Host name of a Service: `<service>.<namespace>.svc`, with the cluster's domain where the platform names one. */
export function formatServiceHost(service: string, namespace: string, domain: string | undefined): string {
  return `${service}.${namespace}.svc${domain === undefined ? '' : `.${domain}`}`;
}

/** What the Operator calls the Service of an OpenTelemetryCollector, and `render` that of its own. */
export const formatCollectorService = (name: string): string => `${name}-collector`;

/** Host name of the Collector's Service. */
export function formatCollectorHost({ collector, cluster }: Platform): string {
  return formatServiceHost(formatCollectorService(collector.name), collector.namespace, cluster.domain);
}

/** Every address that the route of a platform offers to agents, in order of preference. */
export function listAddresses(platform: Platform, backend: Backend): readonly ExporterAddress[] {
  return platform.route.value === 'direct'
    ? listBackendAddresses(platform, backend)
    : listCollectorAddresses(platform);
}

function listCollectorAddresses(platform: Platform): readonly ExporterAddress[] {
  const { endpoint } = platform.collector;
  if (endpoint !== undefined) return overrideAddresses(endpoint, OTLP);
  const host = resolveTopologyHost(platform);
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
function resolveTopologyHost(platform: Platform): string {
  const { topology, nodeAddress } = platform.collector;
  switch (topology) {
    case 'gateway':
      return formatCollectorHost(platform);
    case 'agent':
    case 'agent-gateway':
      return nodeAddress === 'service' ? formatCollectorHost(platform) : '$(OTEL_NODE_IP)';
    default:
      return assertNever(topology);
  }
}

/** Where a backend takes spans in, by its preset or as the platform writes it out; none for one that is off. */
export function listBackendAddresses(platform: Platform, backend: Backend): readonly ExporterAddress[] {
  const settings = platform.backends[backend];
  if (settings === undefined) return [];
  const preset = PRESETS[backend];
  const offered = preset.ports(settings.chart);
  if (settings.endpoint !== undefined) return overrideAddresses(settings.endpoint, offered, preset.onRequest);
  const scheme = settings.tls === undefined || settings.tls.insecure === true ? 'http' : 'https';
  const host = formatServiceHost(preset.service(settings.chart), settings.namespace, platform.cluster.domain);
  return offered.map(({ port, path, ...rest }) => ({
    ...rest,
    url: `${scheme}://${host}:${port.toString()}${path}`,
    origin: 'preset',
  }));
}

/**
 * The addresses behind an endpoint that the platform writes out. A port that it names is kept, and tells the protocol
 * where it is a registered one; https without a port is 443, where a proxy listens. A path that it names is kept, and
 * ends in that of the signal where the URL is taken as it is, whether the platform writes that end or not.
 */
function overrideAddresses(
  text: string,
  offered: readonly BackendPort[],
  onRequest: readonly BackendPort[] = [],
): readonly ExporterAddress[] {
  const endpoint = parseEndpoint(trimTrailingSlashes(text));
  if (endpoint === undefined) return [];
  const hasPort = endpoint.port !== undefined || endpoint.scheme === 'https';
  const told = findPortProtocol(endpoint) ?? offered[0]?.protocol;
  const ports = hasPort ? [...offered, ...onRequest].filter(({ protocol }) => protocol === told) : offered;
  return ports.map(({ port, path, ...rest }) => {
    const whole = { ...endpoint, path: endpoint.path === '' ? path : SIGNAL_PATHS[rest.form](endpoint.path) };
    return { ...rest, url: formatEndpoint(hasPort ? whole : { ...whole, port }), origin: 'platform' };
  });
}

const ensureSuffix =
  (end: string) =>
  (path: string): string =>
    path.endsWith(end) ? path : `${path}${end}`;

const TRACES = '/v1/traces';

/** What a written path becomes by how its URL is used. Zipkin answers under `/zipkin` too, where its page is. */
const SIGNAL_PATHS: Readonly<Record<BackendPort['form'], (path: string) => string>> = {
  base: (path) => (path.endsWith(TRACES) ? path.slice(0, -TRACES.length) : path),
  traces: ensureSuffix(TRACES),
  zipkin: ensureSuffix('/api/v2/spans'),
};
