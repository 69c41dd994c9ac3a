import type { TracingPlatformSpec } from '../core/objects/tracing-platform.js';
import type { Fields } from '../core/json.js';
import type { StringMap } from '../core/kubernetes/pod.js';

type Addons = NonNullable<TracingPlatformSpec['addons']>;

/** A chart that installs a metrics server and a Grafana, as the platform releases it. */
export interface MetricsStack {
  readonly flag: 'enable_victoria_metrics_k8s_stack' | 'enable_kube_prometheus_stack';
  /** Name of the chart, and of its release. */
  readonly chart: string;
  /** Service of the metrics server. */
  readonly store: { readonly service: string; readonly port: number };
  /** Service of Grafana; its port is 80. */
  readonly grafana: string;
  /** The objects by which its operator reads metrics and alerts, and the labels by which it selects them. */
  readonly monitoring: MonitoringKinds;
  /** What the metrics server needs to take metrics in, beside the chart's defaults, and why. */
  readonly values?: { readonly why: string; readonly fields: Fields };
}

/** Kinds of one operator that have the same fields under other names. */
interface MonitoringKinds {
  readonly apiVersion: string;
  /** What metrics are read from. */
  readonly scrape: 'ServiceMonitor' | 'VMServiceScrape';
  readonly rule: 'PrometheusRule' | 'VMRule';
  /** Labels without which its objects are ignored. */
  readonly labels: StringMap;
}

/** Where the platform installs them. */
export const STACK_NAMESPACE = 'monitoring';

/** In both, the sidecar of Grafana and the paths of remote write and of queries are the same. */
export const METRICS_STACKS: readonly MetricsStack[] = [
  {
    // https://github.com/VictoriaMetrics/helm-charts/tree/master/charts/victoria-metrics-k8s-stack
    flag: 'enable_victoria_metrics_k8s_stack',
    chart: 'victoria-metrics-k8s-stack',
    store: { service: 'vmsingle-victoria-metrics-k8s-stack', port: 8428 },
    grafana: 'victoria-metrics-k8s-stack-grafana',
    monitoring: {
      apiVersion: 'operator.victoriametrics.com/v1beta1',
      scrape: 'VMServiceScrape',
      rule: 'VMRule',
      // Its VMAgent and VMAlert have selectAllByDefault.
      labels: {},
    },
  },
  {
    // https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
    flag: 'enable_kube_prometheus_stack',
    chart: 'kube-prometheus-stack',
    store: { service: 'kube-prometheus-stack-prometheus', port: 9090 },
    grafana: 'kube-prometheus-stack-grafana',
    monitoring: {
      apiVersion: 'monitoring.coreos.com/v1',
      scrape: 'ServiceMonitor',
      rule: 'PrometheusRule',
      // The chart lets its Prometheus select by the name of the release.
      labels: { release: 'kube-prometheus-stack' },
    },
    values: {
      why: 'Prometheus takes in what the Collector writes to it.',
      fields: { prometheus: { prometheusSpec: { enableRemoteWriteReceiver: true } } },
    },
  },
];

/** The stacks that flags switch on. */
export const listMetricsStacks = (addons: Addons): readonly MetricsStack[] =>
  METRICS_STACKS.filter(({ flag }) => addons[flag] === true);
