import { resolveJaegerLayout, type JaegerLayout } from '../core/backends/jaeger-layout.js';
import type { Fields } from '../core/json.js';
import type { BackendSettings } from '../core/platform/platform.js';
import type { ChartValues } from './chart-values.js';
import { SPAN_METRICS_NAMESPACE } from './collector/trace-metrics.js';
import type { RenderSettings } from './settings.js';
import { formatYaml } from './yaml-text.js';

/** How Jaeger finds the span metrics, by the names that the Collector writes. */
const SPAN_METRICS = { namespace: SPAN_METRICS_NAMESPACE.replaceAll('.', '_'), unit: 's' };

const STORE = 'extensions.jaeger_storage.metric_backends.span_metrics.prometheus';

/**
 * Arguments by which Jaeger 2 reads the span metrics. Unlike a whole configuration they leave the storage as it is.
 * https://www.jaegertracing.io/docs/latest/architecture/spm/
 */
const listPerformanceArguments = (queryUrl: string): readonly string[] =>
  [
    `${STORE}.endpoint=${queryUrl}`,
    `${STORE}.metric_namespace=${SPAN_METRICS.namespace}`,
    `${STORE}.latency_unit=${SPAN_METRICS.unit}`,
    `${STORE}.normalize_calls=true`,
    `${STORE}.normalize_duration=true`,
    'extensions.jaeger_query.storage.metrics=span_metrics',
  ].map((setting) => `--set=${setting}`);

/** The same for Jaeger 1, as its chart before 4.0 brings it. https://www.jaegertracing.io/docs/1.53/cli/ */
const listPerformanceVariables = (queryUrl: string): readonly Fields[] =>
  Object.entries({
    METRICS_STORAGE_TYPE: 'prometheus',
    PROMETHEUS_SERVER_URL: queryUrl,
    PROMETHEUS_QUERY_SUPPORT_SPANMETRICS_CONNECTOR: 'true',
    PROMETHEUS_QUERY_NAMESPACE: SPAN_METRICS.namespace,
    PROMETHEUS_QUERY_DURATION_UNIT: SPAN_METRICS.unit,
    PROMETHEUS_QUERY_NORMALIZE_CALLS: 'true',
    PROMETHEUS_QUERY_NORMALIZE_DURATION: 'true',
  }).map(([name, value]) => ({ name, value }));

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
export function buildJaegerRemoteConfig(ratio: number): Fields {
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

const WHY = {
  allInOne:
    'Only all-in-one: by default, this chart also starts collector, query, agent and Cassandra, and two Services with the same name.',
  remote:
    'Jaeger tells Java agents how much to keep: the ratio, until path names a file of strategies. The configuration is whole: put your storage into it before you use it.',
  performance:
    'Jaeger’s page Monitor shows latency, errors and traffic of services from the metrics that the Collector makes from traces.',
} as const;

/** Values of Jaeger's chart; none where its defaults do. */
export function buildJaegerValues(
  { chart }: BackendSettings,
  rendered: RenderSettings,
): readonly ChartValues[] {
  const layout = resolveJaegerLayout(chart);
  const performance = rendered.metrics === undefined ? [] : [WHY.performance];
  const ratio = findRemoteRatio(rendered);
  const own = layout.jaeger === 1 ? [WHY.allInOne] : ratio === undefined ? [] : [WHY.remote];
  const why = [...own, ...performance];
  if (why.length === 0) return [];
  const url = rendered.metrics?.queryUrl;
  const values = layout.jaeger === 1 ? buildAllInOneValues(url) : buildJaegerTwoValues(layout, ratio, url);
  return [{ chart: 'jaeger', why: why.join(' '), values }];
}

/** The ratio that Jaeger tells agents; undefined where it is not asked. */
function findRemoteRatio({ platform: { sampling } }: RenderSettings): number | undefined {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'jaeger-remote') return undefined;
  return sampling.endpoint === undefined ? sampling.ratio : undefined;
}

/** Without these the chart before 4.0 also starts the parts that all-in-one holds, under the names of its Services. */
const buildAllInOneValues = (queryUrl: string | undefined): Fields => ({
  allInOne: {
    enabled: true,
    ...(queryUrl === undefined ? {} : { extraEnv: listPerformanceVariables(queryUrl) }),
  },
  agent: { enabled: false },
  collector: { enabled: false },
  query: { enabled: false },
  provisionDataStore: { cassandra: false },
  storage: { type: 'memory' },
});

/** The Service of the newer charts has no port for the sampling that Java asks for. */
const SAMPLING_PORT = { name: 'sampling-grpc', port: 5779, targetPort: 5779, protocol: 'TCP' };

const formatConfig = ({ config }: JaegerLayout, value: Fields): Fields | string =>
  config === 'text' ? formatYaml({ value }) : value;

function buildJaegerTwoValues(
  layout: JaegerLayout,
  ratio: number | undefined,
  queryUrl: string | undefined,
): Fields {
  const own = {
    ...(ratio === undefined || layout.sampling !== 'added'
      ? {}
      : { service: { extraPorts: [SAMPLING_PORT] } }),
    ...(queryUrl === undefined ? {} : { args: listPerformanceArguments(queryUrl) }),
  };
  return {
    ...(Object.keys(own).length === 0 ? {} : { [layout.values]: own }),
    ...(ratio === undefined ? {} : { userconfig: formatConfig(layout, buildJaegerRemoteConfig(ratio)) }),
  };
}
