import type { ChartValues } from './values.js';

type Fields = Readonly<Record<string, unknown>>;

const everywhere = (port: number): Fields => ({ endpoint: `0.0.0.0:${port.toString()}` });

/**
 * Jaeger 2 with adaptive sampling: it counts the root spans that arrive, and tells agents for each service and operation
 * how much to keep. The chart takes the configuration as a whole; this one keeps traces in memory, as its own does.
 * https://www.jaegertracing.io/docs/latest/architecture/sampling/
 */
function jaegerRemoteConfig(ratio: number): Fields {
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'remote_sampling', 'healthcheckv2'],
      pipelines: {
        traces: {
          receivers: ['otlp', 'jaeger', 'zipkin'],
          processors: ['batch', 'adaptive_sampling'],
          exporters: ['jaeger_storage_exporter'],
        },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: everywhere(13133) },
      jaeger_query: { storage: { traces: 'traces' }, http: everywhere(16686), grpc: everywhere(16685) },
      jaeger_storage: { backends: { traces: { memory: { max_traces: 100_000 } } } },
      remote_sampling: {
        adaptive: { sampling_store: 'traces', initial_sampling_probability: ratio },
        http: everywhere(5778),
        grpc: everywhere(5779),
      },
    },
    receivers: {
      otlp: { protocols: { grpc: everywhere(4317), http: everywhere(4318) } },
      jaeger: {
        protocols: {
          grpc: everywhere(14250),
          thrift_http: everywhere(14268),
          thrift_compact: everywhere(6831),
          thrift_binary: everywhere(6832),
        },
      },
      zipkin: everywhere(9411),
    },
    processors: { batch: {}, adaptive_sampling: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: 'traces' } },
  };
}

/** Values of the chart from 4.0 on, whose Service has no port for the sampling that Java asks for. */
export function jaegerRemoteValues(ratio: number): Omit<ChartValues, 'chart'> {
  const port = { name: 'sampling-grpc', port: 5779, targetPort: 5779, protocol: 'TCP' };
  return {
    why: 'Jaeger tells Java agents how much to keep. The configuration is whole: put your storage into it before you use it.',
    values: { jaeger: { service: { extraPorts: [port] } }, userconfig: jaegerRemoteConfig(ratio) },
  };
}
