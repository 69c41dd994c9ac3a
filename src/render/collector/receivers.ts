import type { Fields } from '../../core/json.js';
import type { Platform } from '../../core/platform/platform.js';
import type { Component } from './component.js';
import { buildMetadataOptions } from './tenants.js';

// Since 0.104, receivers listen on localhost by default.
const buildListenEndpoint = (port: number): { readonly endpoint: string } => ({
  endpoint: `0.0.0.0:${port.toString()}`,
});

const buildReceiver = (id: string, config: Fields): Component => ({ kind: 'receivers', id, config });

/** Receivers of every format that clients of the platform send. */
export function buildReceivers(platform: Platform): readonly Component[] {
  const buildServer = (port: number): Fields => ({
    ...buildListenEndpoint(port),
    ...buildMetadataOptions(platform),
  });
  return [
    buildReceiver('otlp', { protocols: { grpc: buildServer(4317), http: buildServer(4318) } }),
    buildReceiver('jaeger', { protocols: { grpc: buildServer(14250), thrift_http: buildServer(14268) } }),
    buildReceiver('zipkin', buildServer(9411)),
  ];
}

/** Receiver of the second tier. */
export const buildTierReceiver = (platform: Platform): Component =>
  buildReceiver('otlp', {
    protocols: { grpc: { ...buildListenEndpoint(4317), ...buildMetadataOptions(platform) } },
  });

export interface CollectorPort {
  /** Of a Service, and of a container, where it may have 15 characters. */
  readonly name: string;
  readonly port: number;
  readonly appProtocol?: 'grpc' | 'http';
}

const OTLP_GRPC: CollectorPort = { name: 'otlp-grpc', port: 4317, appProtocol: 'grpc' };

/** Ports of `buildReceivers`. */
export const PORTS: readonly CollectorPort[] = [
  OTLP_GRPC,
  { name: 'otlp-http', port: 4318, appProtocol: 'http' },
  { name: 'jaeger-grpc', port: 14250, appProtocol: 'grpc' },
  { name: 'jaeger-thrift', port: 14268, appProtocol: 'http' },
  { name: 'zipkin', port: 9411, appProtocol: 'http' },
];

/** What the second tier receives from the first. */
export const TIER_PORTS: readonly CollectorPort[] = [OTLP_GRPC];
