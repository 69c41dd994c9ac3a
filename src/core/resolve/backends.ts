import { assertNever, type Backend, type Exporter, type Origin, type Protocol } from '../domain.js';
import type { Platform } from '../platform.js';
import { endpointText, parseEndpoint, portOf, protocolOfPort } from './endpoint.js';

/** An address that agents send to over one protocol. */
export interface Address {
  readonly exporter: Exporter;
  readonly protocol: Protocol;
  readonly url: string;
  /** `base`: the SDK appends the path of the signal; `traces`: the URL is taken as it is. */
  readonly form: 'base' | 'traces' | 'zipkin';
  readonly origin: Origin;
}

interface Port {
  readonly exporter: Exporter;
  readonly protocol: Protocol;
  readonly port: number;
  readonly path: string;
  readonly form: Address['form'];
}

/** How the chart of a backend names its Service, and what that Service takes in. */
export interface Preset {
  readonly service: (chart: string) => string;
  /** In order of preference. */
  readonly ports: readonly Port[];
  readonly source: string;
}

const otlp = (protocol: Protocol): Port => ({
  exporter: 'otlp',
  protocol,
  port: portOf(protocol),
  path: '',
  form: 'base',
});

/** Presets by chart and version; every part of an address can be overridden in the TracingPlatform. */
export const PRESETS: Readonly<Record<Backend, Preset>> = {
  tempo: {
    service: () => 'tempo',
    ports: [otlp('http/protobuf'), otlp('grpc')],
    source: 'chart tempo (single binary) 1.18.2 and 1.24.4: Service tempo',
  },
  jaeger: {
    service: (chart) => (majorOf(chart) < 4 ? 'jaeger-collector' : 'jaeger'),
    ports: [otlp('http/protobuf'), otlp('grpc')],
    source: 'chart jaeger: Service jaeger-collector up to 3.x (all-in-one), jaeger from 4.0',
  },
  'victoria-traces': {
    service: () => 'victoria-traces-single-vt-single-server',
    ports: [
      {
        exporter: 'otlp',
        protocol: 'http/protobuf',
        port: 10428,
        path: '/insert/opentelemetry/v1/traces',
        form: 'traces',
      },
    ],
    source:
      'chart victoria-traces-single 0.0.3 and 0.1.10: OTLP over HTTP only, unless the server is started with more flags',
  },
  zipkin: {
    service: () => 'zipkin',
    ports: [{ exporter: 'zipkin', protocol: 'http/json', port: 9411, path: '/api/v2/spans', form: 'zipkin' }],
    source: 'chart zipkin 0.3.4 and 0.4.0: no OTLP',
  },
};

const majorOf = (chart: string): number => Number.parseInt(chart, 10);

/** Host name of a Service: `<service>.<namespace>.svc`, with the cluster's domain where the platform names one. */
export function serviceHost(service: string, namespace: string, domain: string | undefined): string {
  return `${service}.${namespace}.svc${domain === undefined ? '' : `.${domain}`}`;
}

/** Host name of the Collector's Service; the Operator calls it `<name>-collector`. */
export function collectorHost({ collector, cluster }: Platform): string {
  return serviceHost(`${collector.name}-collector`, collector.namespace, cluster.domain);
}

/** Every address that the route of a platform offers to agents, in order of preference. */
export function addressesOf(platform: Platform, backend: Backend): readonly Address[] {
  return platform.route.value === 'direct'
    ? backendAddresses(platform, backend)
    : collectorAddresses(platform);
}

function collectorAddresses(platform: Platform): readonly Address[] {
  const host = collectorAgentHost(platform);
  return [otlp('http/protobuf'), otlp('grpc')].map(({ exporter, protocol, port, form }) => ({
    exporter,
    protocol,
    form,
    url: `http://${host}:${port.toString()}`,
    origin: platform.route.origin,
  }));
}

/** In the agent topologies the Collector runs on each node and is reached by the node's address. */
function collectorAgentHost(platform: Platform): string {
  const { topology } = platform.collector;
  switch (topology) {
    case 'gateway':
      return collectorHost(platform);
    case 'agent':
    case 'agent-gateway':
      return '$(OTEL_NODE_IP)';
    default:
      return assertNever(topology);
  }
}

function backendAddresses(platform: Platform, backend: Backend): readonly Address[] {
  const settings = platform.backends[backend];
  if (settings === undefined) return [];
  const preset = PRESETS[backend];
  if (settings.endpoint !== undefined) return overridden(settings.endpoint, preset);
  const host = serviceHost(preset.service(settings.chart), settings.namespace, platform.cluster.domain);
  return preset.ports.map(({ port, path, ...rest }) => ({
    ...rest,
    url: `http://${host}:${port.toString()}${path}`,
    origin: 'preset',
  }));
}

/**
 * The addresses behind an endpoint that the platform writes out. A port that it names is kept, and tells the protocol
 * where it is a registered one; https without a port is 443, where a proxy stands. A path that it names is kept too.
 */
function overridden(text: string, preset: Preset): readonly Address[] {
  const endpoint = parseEndpoint(text.replace(/\/+$/, ''));
  if (endpoint === undefined) return [];
  const hasPort = endpoint.port !== undefined || endpoint.scheme === 'https';
  const told = protocolOfPort(endpoint) ?? preset.ports[0]?.protocol;
  const ports = hasPort ? preset.ports.filter(({ protocol }) => protocol === told) : preset.ports;
  return ports.map(({ port, path, ...rest }) => {
    const whole = { ...endpoint, path: endpoint.path === '' ? path : endpoint.path };
    return { ...rest, url: endpointText(hasPort ? whole : { ...whole, port }), origin: 'platform' };
  });
}
