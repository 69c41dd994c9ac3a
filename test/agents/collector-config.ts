import { stringify } from 'yaml';

/** A Collector that passes on everything to a host, over gRPC. */
export const collectorTo = (host: string): string =>
  stringify({
    extensions: { health_check: { endpoint: '0.0.0.0:13133' } },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
    },
    exporters: { otlp_grpc: { endpoint: `${host}:4317`, tls: { insecure: true } } },
    service: {
      extensions: ['health_check'],
      pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_grpc'] } },
    },
  });
