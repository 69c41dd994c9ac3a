import { isOlder } from '../../core/version.js';

interface Renaming {
  readonly before: string;
  readonly now: string;
  /** First version that knows the new name; the old one is an alias from there on, and warns. */
  readonly since: string;
}

/** Component types that the Collector renamed; what is not here has one name in every version. */
export const RENAMED = {
  otlpExporter: { before: 'otlp', now: 'otlp_grpc', since: '0.144.0' },
  otlpHttpExporter: { before: 'otlphttp', now: 'otlp_http', since: '0.144.0' },
  k8sAttributes: { before: 'k8sattributes', now: 'k8s_attributes', since: '0.146.0' },
  spanMetrics: { before: 'spanmetrics', now: 'span_metrics', since: '0.151.0' },
  serviceGraph: { before: 'servicegraph', now: 'service_graph', since: '0.151.0' },
  loadBalancing: { before: 'loadbalancing', now: 'load_balancing', since: '0.153.0' },
  remoteWrite: { before: 'prometheusremotewrite', now: 'prometheus_remote_write', since: '0.154.0' },
} as const satisfies Readonly<Record<string, Renaming>>;

export type RenamedComponent = keyof typeof RENAMED;

/** The name of a component type in a version of the Collector. */
export function getComponentName(type: RenamedComponent, version: string): string {
  const { before, now, since } = RENAMED[type];
  return isOlder(version, since) ? before : now;
}

/** First versions with an option or a policy that older ones refuse to load. */
export const SINCE = {
  /** `drop` policy of tail_sampling. */
  dropPolicy: '0.126.0',
  /** `database_name_attributes` of the service graph; https://github.com/open-telemetry/opentelemetry-collector-contrib/pull/39133 */
  databaseNames: '0.124.0',
  /** `aggregation_cardinality_limit` of the span metrics; seen in 0.140.1, absent in 0.118.0. */
  cardinalityLimit: '0.140.0',
  /** Dimension `collector.instance.id` of the span metrics, on by default. */
  instanceDimension: '0.152.0',
} as const;

/** Tells whether a version of the Collector knows an option. */
export const hasOption = (version: string, option: keyof typeof SINCE): boolean =>
  !isOlder(version, SINCE[option]);
