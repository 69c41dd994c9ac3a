// The tracing servers as their charts deploy them: names of their Services, ports, and a configuration.
import { stringify } from 'yaml';
import { compileTempoProgram } from '../stand-ins/program.js';
import type { PartName } from './catalog.js';

/** A server that is made of a part, and how it is run and reached. */
export interface TracingServer {
  readonly part: PartName;
  /** Names that its Service has in the cluster, the shortest that every namespace resolves first. */
  readonly hosts: readonly string[];
  /** Port of its HTTP API. */
  readonly port: number;
  /** Other ports of its Service: what takes spans in. */
  readonly spanPorts: readonly number[];
  readonly readyPath: string;
  /** That of the HTTP API where there is none. */
  readonly readyPort?: number;
  /** `{part}` is the folder of the part, `{config}` the path of the configuration. */
  readonly command: readonly string[];
  readonly config?: string;
  readonly standIn?: StandIn;
}

/** A program on Node.js in the same pod, which answers the HTTP API in the place of a server that the tests do not have. */
export interface StandIn {
  /** Texts of its files by name. */
  readonly files: Readonly<Record<string, string>>;
  /** `{files}` is the folder of the files. */
  readonly command: readonly string[];
  readonly readyPath: string;
}

/** Names a Service is called by from other namespaces. */
const service = (name: string, namespace = 'monitoring'): readonly string[] => [
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.cluster.local`,
];

const any = (port: number): { readonly endpoint: string } => ({ endpoint: `0.0.0.0:${port}` });
const OTLP_PORTS = [4317, 4318];
const OTLP = { protocols: { grpc: any(4317), http: any(4318) } };

/** Where the Collector leaves spans for the program beside it. */
const TEMPO_SPANS_PORT = 4319;

/**
 * NOT Tempo, whose licence is none that the tests may require: a Collector, whose OTLP receiver is the one that Tempo
 * embeds, and beside it a stand-in that answers Tempo's query API; both under the name that the chart `tempo` gives.
 */
export const TEMPO: TracingServer = {
  part: 'collector',
  hosts: service('tempo'),
  port: 3200,
  spanPorts: OTLP_PORTS,
  readyPort: 13133,
  readyPath: '/',
  command: ['{part}/collector', '--config={config}'],
  config: stringify({
    extensions: { health_check: any(13133) },
    receivers: { otlp: OTLP },
    exporters: {
      otlp_http: {
        endpoint: `http://127.0.0.1:${TEMPO_SPANS_PORT}`,
        encoding: 'json',
        compression: 'none',
      },
    },
    service: {
      extensions: ['health_check'],
      pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_http'] } },
    },
  }),
  standIn: {
    files: compileTempoProgram(),
    command: ['node', '{files}/tempo.js', '0.0.0.0', '3200', `${TEMPO_SPANS_PORT}`],
    readyPath: '/ready',
  },
};

/** Jaeger 2 as its chart deploys it, with traces in memory. */
export const JAEGER: TracingServer = {
  part: 'jaeger',
  hosts: service('jaeger'),
  port: 16686,
  spanPorts: OTLP_PORTS,
  readyPort: 13133,
  readyPath: '/status',
  command: ['{part}/jaeger', '--config={config}'],
  config: stringify({
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] },
      },
      telemetry: { metrics: { level: 'none' } },
    },
    extensions: {
      jaeger_storage: { backends: { memory: { memory: { max_traces: 100_000 } } } },
      jaeger_query: { storage: { traces: 'memory' }, http: any(16686), grpc: any(16685) },
      healthcheckv2: { use_v2: true, http: any(13133) },
    },
    receivers: { otlp: OTLP },
    processors: { batch: { timeout: '100ms' } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
  }),
};

/** Zipkin as its chart deploys it, in a namespace of its own, with traces in memory. */
export const ZIPKIN: TracingServer = {
  part: 'zipkin',
  hosts: service('zipkin', 'zipkin'),
  port: 9411,
  spanPorts: [],
  readyPath: '/health',
  command: ['java', '-Xmx256m', '-XX:TieredStopAtLevel=1', '-jar', '{part}/zipkin.jar'],
};

/** Prometheus in the place of VictoriaMetrics: both take in Prometheus' remote write and answer PromQL. */
export const METRICS_SERVER: TracingServer = {
  part: 'prometheus',
  hosts: service('vmsingle-victoria-metrics-k8s-stack'),
  port: 8428,
  spanPorts: [],
  readyPath: '/-/ready',
  command: [
    '{part}/usr/bin/prometheus',
    '--config.file={config}',
    '--storage.tsdb.path=/prometheus',
    '--web.listen-address=0.0.0.0:8428',
    '--web.enable-remote-write-receiver',
  ],
  config: stringify({ global: { scrape_interval: '15s' } }),
};
