import { resolvePlatform } from '../../src/core/platform/defaults.js';
import { formatCode, formatCodes } from './markdown.js';

/** What schemas of a TracingPlatform do not say of their fields: path below `spec` to meaning. */
export const MEANINGS: Readonly<Record<string, string>> = {
  'addons.enable_tempo': 'Enables the backend `tempo`.',
  'addons.enable_jaeger': 'Enables the backend `jaeger`.',
  'addons.enable_zipkin': 'Enables the backend `zipkin`.',
  'addons.enable_victoria_traces': 'Enables the backend `victoria-traces`.',
  'addons.enable_opentelemetry_operator': 'Says that there is a Collector to send to.',
  'addons.enable_victoria_metrics_k8s_stack':
    'Says that there are VictoriaMetrics, for metrics of traces, and Grafana.',
  'addons.enable_kube_prometheus_stack':
    'Says that there are Prometheus, for metrics of traces, and Grafana; one of the two stacks at most.',
  'addons.enable_loki': 'Links spans to their logs in Loki, in Grafana.',
  'addons.enable_victoria_logs':
    'Links spans to their logs in VictoriaLogs, in Grafana; Loki takes precedence.',
  'addons.enable_pyroscope': 'Links spans of Tempo to the profiles of their service, in Grafana.',
  'backends.<backend>': 'One of `tempo`, `jaeger`, `victoria-traces`, `zipkin`; it must be enabled.',
  'backends.<backend>.headers[].name': 'Name of the header.',
  'backends.<backend>.headers[].secretName': 'Secret that holds its value, in the namespace of the sender.',
  'backends.<backend>.headers[].key': 'Key in that Secret.',
  'backends.<backend>.tls.caFile':
    'Certificate authority: an absolute path, or a key of that ConfigMap or Secret.',
  'backends.<backend>.tls.certFile': 'Client certificate: an absolute path, or a key of that Secret.',
  'backends.<backend>.tls.keyFile': 'Client key: an absolute path, or a key of that Secret.',
  'agents.<language>': 'One of the languages, as `java`.',
};

/** Fields that are read and checked, but change no pod: those of what stands beside the way of traces. */
export const WITHOUT_EFFECT: readonly string[] = [
  'addons.enable_victoria_metrics_k8s_stack',
  'addons.enable_kube_prometheus_stack',
  'addons.enable_loki',
  'addons.enable_victoria_logs',
  'addons.enable_pyroscope',
  'backends.<backend>.queryEndpoint',
];

const { backends, collector, propagators, signals, injection, route, primary } = resolvePlatform({});
const { tempo, zipkin } = resolvePlatform({ addons: { enable_tempo: true, enable_zipkin: true } }).backends;

/** Defaults that have one value, as text of a cell; read from the defaults that the engine applies. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'addons.enable_tempo': formatCode(`${backends.tempo !== undefined}`),
  'addons.enable_opentelemetry_operator': formatCode(`${route.value === 'collector'}`),
  'addons.enable_jaeger': formatCode(`${backends.jaeger !== undefined}`),
  'addons.enable_zipkin': formatCode(`${backends.zipkin !== undefined}`),
  'addons.enable_victoria_traces': formatCode(`${backends['victoria-traces'] !== undefined}`),
  backend: `${formatCode(primary.value)}, or the first that is enabled`,
  route: `${formatCode(route.value)}, or ${formatCode(resolvePlatform({ addons: { enable_tempo: true } }).route.value)} where \`addons\` do not enable the Operator`,
  'collector.name': formatCode(collector.name),
  'collector.namespace': formatCode(collector.namespace),
  'collector.topology': formatCode(collector.topology),
  'collector.nodeAddress': formatCode(collector.nodeAddress),
  'collector.version': `${formatCode(collector.version)}, or [that of the environment](tracing-platform.md#environments)`,
  'backends.<backend>.namespace': `${formatCode(tempo?.namespace ?? '')}; ${formatCode(zipkin?.namespace ?? '')} for Zipkin`,
  'backends.<backend>.chart': '[by backend and environment](backends.md#where-backends-are-found)',
  signals: formatCodes(signals),
  propagators: formatCodes(propagators.value),
  'injection.ignoreContainers': formatCodes(injection.ignoreContainers),
  'injection.instrumentationNamespaces': formatCodes(injection.instrumentationNamespaces),
  'agents.<language>.enabled': '[by language](configuration.md#languages)',
  'sampling.keepErrors': formatCode('true'),
};

/** The default of a field as a cell shows it; a dash for none. */
export const getFieldDefault = (path: string): string => DEFAULTS[path] ?? '–';
