import type { Platform } from '../../core/platform/platform.js';
import { escapeDollars } from '../escape-dollars.js';
import type { Component, Pipeline } from './component.js';
import { hasOption, getComponentName } from './names.js';

/** Upper bounds of the latency histograms, shared by services and edges. */
const BUCKETS: readonly string[] = [
  '5ms',
  '10ms',
  '25ms',
  '50ms',
  '100ms',
  '250ms',
  '500ms',
  '1s',
  '2500ms',
  '5s',
  '10s',
];

const FLUSH_INTERVAL = '15s';

/** Variable that distinguishes the instances of the Collector: two instances must not write the same series. */
const POD_NAME = 'K8S_POD_NAME';

/** Identifies a service together with its name, since several namespaces may use one name. */
const SERVICE_NAMESPACE = 'service.namespace';
const SERVICE_ATTRIBUTES: readonly string[] = ['service.name', SERVICE_NAMESPACE];

/**
 * Attributes of a client span that name its target if that sends no spans: the first that is set. Each is followed by
 * its former names in the semantic conventions, which agents still write. https://opentelemetry.io/docs/specs/semconv/
 */
const PEER_ATTRIBUTES: readonly string[] = [
  'service.peer.name',
  'peer.service',
  'db.namespace',
  'db.name',
  'db.system.name',
  'db.system',
  'messaging.destination.name',
  'messaging.destination',
  'server.address',
  'net.peer.name',
];

/** Those of them that make a call one to a database, for which no span of a server is waited for. */
const DATABASE_ATTRIBUTES: readonly string[] = ['db.namespace', 'db.name'];

const DATABASE_SYSTEM = 'db.system.name';

/** The prefix that Grafana asks for in its service graph; Tempo's own generator uses the same. */
export const SPAN_METRICS_NAMESPACE = 'traces.spanmetrics';

function buildSpanMetrics(version: string): Component {
  return {
    kind: 'connectors',
    id: getComponentName('spanMetrics', version),
    config: {
      namespace: SPAN_METRICS_NAMESPACE,
      histogram: { unit: 's', explicit: { buckets: BUCKETS } },
      ...(hasOption(version, 'instanceDimension') ? { exclude_dimensions: ['collector.instance.id'] } : {}),
      ...(hasOption(version, 'cardinalityLimit') ? { aggregation_cardinality_limit: 10_000 } : {}),
      dimensions: [{ name: SERVICE_NAMESPACE }],
      // One set of series for each service, not for each of its pods.
      resource_metrics_key_attributes: SERVICE_ATTRIBUTES,
      metrics_flush_interval: FLUSH_INTERVAL,
      metrics_expiration: '10m',
    },
  };
}

function buildServiceGraph(version: string): Component {
  return {
    kind: 'connectors',
    id: getComponentName('serviceGraph', version),
    comment: 'Pairs the client span of a call with the server span, so both must come to one instance.',
    config: {
      latency_histogram_buckets: BUCKETS,
      // Agents send every 5 s, so the two spans of a call may be that far apart.
      store: { ttl: '10s', max_items: 10_000 },
      dimensions: [SERVICE_NAMESPACE, DATABASE_SYSTEM],
      virtual_node_peer_attributes: PEER_ATTRIBUTES,
      // Adds calls to external targets, whose latency only the client knows.
      virtual_node_extra_label: true,
      // Before, `db.name` alone, and the others name a virtual node.
      ...(hasOption(version, 'databaseNames') ? { database_name_attributes: DATABASE_ATTRIBUTES } : {}),
      metrics_flush_interval: FLUSH_INTERVAL,
    },
  };
}

/** Databases of Redis have a number as `db.namespace`, which alone would name no node. */
const NAMED_NUMBER = `set(attributes["server"], Concat([attributes["client_${DATABASE_SYSTEM}"], attributes["server"]], " ")) where attributes["client_${DATABASE_SYSTEM}"] != nil and IsMatch(attributes["server"], "${escapeDollars('^[0-9]+$')}")`;

const LATENCY = `${SPAN_METRICS_NAMESPACE}.latency`;
const DURATION = `${SPAN_METRICS_NAMESPACE}.duration`;

const COPIED_LATENCY = `copy_metric(name="${LATENCY}", unit="") where name == "${DURATION}"`;
const RENAMED_LATENCY = [
  `set(name, "${LATENCY}") where name == "${DURATION}"`,
  `set(unit, "") where name == "${LATENCY}"`,
];

/**
 * Gives the metrics the names and units by which Grafana finds them, and keeps only the service as their resource.
 * Jaeger asks for the latency by the name that the connector gives it, so that is kept beside the other where there is
 * Jaeger.
 */
const buildRenaming = (hasJaeger: boolean): Component => ({
  kind: 'processors',
  id: 'transform/metrics',
  config: {
    error_mode: 'ignore',
    metric_statements: [
      { context: 'resource', statements: [`keep_keys(attributes, ${JSON.stringify(SERVICE_ATTRIBUTES)})`] },
      {
        context: 'metric',
        statements: [
          ...(hasJaeger ? [COPIED_LATENCY] : RENAMED_LATENCY),
          'set(unit, "s") where IsMatch(name, "^traces_service_graph_request_(client|server)$")',
        ],
      },
      { context: 'datapoint', statements: [NAMED_NUMBER] },
    ],
  },
});

function buildRemoteWrite(version: string, url: string): Component {
  return {
    kind: 'exporters',
    id: getComponentName('remoteWrite', version),
    config: {
      endpoint: url,
      external_labels: { collector: `\${env:${POD_NAME}}` },
      target_info: { enabled: false },
    },
    env: [{ name: POD_NAME, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  };
}

/** Span metrics and the service graph, written to a metrics server. */
export interface TraceMetrics {
  /** What the traces are sent to, before anything samples them. */
  readonly connectors: readonly Component[];
  readonly pipeline: Pipeline;
}

/** Builds the metrics of traces for a platform; `url` is where they are written to. */
export function buildTraceMetrics({ collector: { version }, backends }: Platform, url: string): TraceMetrics {
  const connectors = [buildSpanMetrics(version), buildServiceGraph(version)];
  return {
    connectors,
    pipeline: {
      id: 'metrics',
      receivers: connectors,
      processors: [buildRenaming(backends.jaeger !== undefined)],
      exporters: [buildRemoteWrite(version, url)],
    },
  };
}
