import type { Component } from './component.js';

// Since 0.104 receivers listen on localhost unless they are told otherwise.
const buildListenEndpoint = (port: number): { readonly endpoint: string } => ({
  endpoint: `0.0.0.0:${port.toString()}`,
});

/** What agents and the second tier send to. */
const OTLP: Component = {
  kind: 'receivers',
  id: 'otlp',
  config: { protocols: { grpc: buildListenEndpoint(4317), http: buildListenEndpoint(4318) } },
};

const JAEGER: Component = {
  kind: 'receivers',
  id: 'jaeger',
  config: { protocols: { grpc: buildListenEndpoint(14250), thrift_http: buildListenEndpoint(14268) } },
};

const ZIPKIN: Component = { kind: 'receivers', id: 'zipkin', config: buildListenEndpoint(9411) };

/** Every format that clients of the platform send. */
export const RECEIVERS: readonly Component[] = [OTLP, JAEGER, ZIPKIN];

export interface CollectorPort {
  /** Of a Service, and of a container, where it may have 15 characters. */
  readonly name: string;
  readonly port: number;
  readonly appProtocol?: 'grpc' | 'http';
}

const OTLP_GRPC: CollectorPort = { name: 'otlp-grpc', port: 4317, appProtocol: 'grpc' };

/** Ports of `RECEIVERS`. */
export const PORTS: readonly CollectorPort[] = [
  OTLP_GRPC,
  { name: 'otlp-http', port: 4318, appProtocol: 'http' },
  { name: 'jaeger-grpc', port: 14250, appProtocol: 'grpc' },
  { name: 'jaeger-thrift', port: 14268, appProtocol: 'http' },
  { name: 'zipkin', port: 9411, appProtocol: 'http' },
];

/** What the second tier takes in from the first. */
export const TIER_PORTS: readonly CollectorPort[] = [OTLP_GRPC];

/** Receiver of the second tier. */
export const OTLP_GRPC_ONLY: Component = {
  kind: 'receivers',
  id: 'otlp',
  config: { protocols: { grpc: buildListenEndpoint(4317) } },
};
