import type { Fields } from '../core/json.js';
import type { ChartValues } from './chart-values.js';

/** Without these the chart also starts the parts that all-in-one holds, under the names of its Services. */
export const ALL_IN_ONE: Omit<ChartValues, 'chart'> = {
  why: 'All-in-one alone: by its defaults this chart starts collector, query, agent and Cassandra too, and two Services of one name.',
  values: {
    allInOne: { enabled: true },
    agent: { enabled: false },
    collector: { enabled: false },
    query: { enabled: false },
    provisionDataStore: { cassandra: false },
    storage: { type: 'memory' },
  },
};

const buildListenEndpoint = (port: number): Fields => ({ endpoint: `0.0.0.0:${port.toString()}` });

/**
 * Jaeger 2 that tells agents to keep a ratio, and what a file of strategies says where one is named. The chart takes the
 * configuration as a whole; this one keeps traces in memory, as its own does.
 *
 * Jaeger's `adaptive` would not do: the Java agent refuses its answer for a service that it has not computed yet, and
 * does not tell in its spans how they were sampled, from which Jaeger computes.
 * https://github.com/open-telemetry/opentelemetry-java/issues/4860 and 5468
 * https://www.jaegertracing.io/docs/latest/architecture/sampling/
 */
function buildJaegerRemoteConfig(ratio: number): Fields {
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'remote_sampling', 'healthcheckv2'],
      pipelines: {
        traces: {
          receivers: ['otlp', 'jaeger', 'zipkin'],
          processors: ['batch'],
          exporters: ['jaeger_storage_exporter'],
        },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: buildListenEndpoint(13133) },
      jaeger_query: {
        storage: { traces: 'traces' },
        http: buildListenEndpoint(16686),
        grpc: buildListenEndpoint(16685),
      },
      jaeger_storage: { backends: { traces: { memory: { max_traces: 100_000 } } } },
      remote_sampling: {
        file: { path: '', default_sampling_probability: ratio, reload_interval: '10s' },
        http: buildListenEndpoint(5778),
        grpc: buildListenEndpoint(5779),
      },
    },
    receivers: {
      otlp: { protocols: { grpc: buildListenEndpoint(4317), http: buildListenEndpoint(4318) } },
      jaeger: {
        protocols: {
          grpc: buildListenEndpoint(14250),
          thrift_http: buildListenEndpoint(14268),
          thrift_compact: buildListenEndpoint(6831),
          thrift_binary: buildListenEndpoint(6832),
        },
      },
      zipkin: buildListenEndpoint(9411),
    },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: 'traces' } },
  };
}

/** Values of the chart from 4.0 on, whose Service has no port for the sampling that Java asks for. */
export function buildJaegerRemoteValues(ratio: number): Omit<ChartValues, 'chart'> {
  const port = { name: 'sampling-grpc', port: 5779, targetPort: 5779, protocol: 'TCP' };
  return {
    why: 'Jaeger tells Java agents how much to keep: the ratio, until path names a file of strategies. The configuration is whole: put your storage into it before you use it.',
    values: { jaeger: { service: { extraPorts: [port] } }, userconfig: buildJaegerRemoteConfig(ratio) },
  };
}
