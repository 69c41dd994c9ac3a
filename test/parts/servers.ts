// The tracing servers as their charts deploy them: names of their Services, ports, and a configuration.
import { stringify } from 'yaml';
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
}

/** Names a Service is called by from other namespaces. */
const service = (name: string, namespace = 'monitoring'): readonly string[] => [
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.cluster.local`,
];

const any = (port: number): { readonly endpoint: string } => ({ endpoint: `0.0.0.0:${port}` });
const OTLP_PORTS = [4317, 4318];
const OTLP = { protocols: { grpc: any(4317), http: any(4318) } };

/** Grafana Tempo as the chart `tempo` deploys it: one process, traces on disk. */
export const TEMPO: TracingServer = {
  part: 'tempo',
  hosts: service('tempo'),
  port: 3200,
  spanPorts: OTLP_PORTS,
  readyPath: '/ready',
  command: ['{part}/tempo', '-config.file={config}'],
  config: stringify({
    server: { http_listen_port: 3200, grpc_listen_port: 9095 },
    memberlist: { bind_addr: ['127.0.0.1'], bind_port: 7946 },
    distributor: { receivers: { otlp: OTLP } },
    ingester: {
      lifecycler: {
        address: '127.0.0.1',
        ring: { kvstore: { store: 'inmemory' }, replication_factor: 1 },
        // A member of a larger ring waits here until the others know it.
        min_ready_duration: '0s',
      },
      trace_idle_period: '1s',
    },
    storage: {
      trace: { backend: 'local', wal: { path: '/var/tempo/wal' }, local: { path: '/var/tempo/blocks' } },
    },
    usage_report: { reporting_enabled: false },
  }),
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
