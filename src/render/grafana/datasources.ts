import type { Fields } from '../../core/json.js';
import type { Backend } from '../../core/domain.js';
import type { BackendSettings } from '../../core/platform/platform.js';
import { findQueryAddress } from '../../core/platform/query-address.js';
import { buildFixedTenantHeaders, formatHeaderVariable } from '../collector/exporters.js';
import { escapeDollars } from '../escape-dollars.js';
import { listEnabledBackends } from '../collector/pipelines.js';
import type { RenderSettings } from '../settings.js';
import type { Comment, CommentedDocument } from '../yaml-text.js';
import { formatYaml } from '../yaml-text.js';
import { ANSWERING, FAILED, METRICS } from './metric-names.js';

/** Plugin by which Grafana asks a backend, and what people call it. */
const PLUGINS: Readonly<Record<Backend, { readonly type: string; readonly title: string }>> = {
  tempo: { type: 'tempo', title: 'Tempo' },
  jaeger: { type: 'jaeger', title: 'Jaeger' },
  // It answers in the API of Jaeger, as the chart of its own stack provisions it.
  'victoria-traces': { type: 'jaeger', title: 'VictoriaTraces' },
  zipkin: { type: 'zipkin', title: 'Zipkin' },
};

/** Identifiers of datasources, under a prefix so that they meet none that is there. */
export const formatDatasourceUid = (backend: Backend): string => `doka-${backend}`;
export const METRICS_UID = 'doka-metrics';

/** Where Grafana of the platform is, and the labels by which its sidecars find what they load. */
export const GRAFANA = {
  namespace: 'monitoring',
  datasourceLabel: { grafana_datasource: '1' },
  dashboardLabel: { grafana_dashboard: '1' },
} as const;

/** A datasource as Grafana reads it from a file. */
export interface Datasource {
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly access: 'proxy';
  readonly url: string;
  readonly jsonData: Fields;
  readonly secureJsonData?: Readonly<Record<string, string>>;
}

/** A datasource for each enabled backend, and one for the metrics of traces where there are any. */
export function buildDatasources(settings: RenderSettings): readonly Datasource[] {
  const { platform, metrics } = settings;
  return [
    ...listEnabledBackends(platform).map((backend) => buildBackendDatasource(settings, backend)),
    ...(metrics === undefined ? [] : [buildMetricsDatasource(metrics.queryUrl)]),
  ];
}

function buildBackendDatasource(settings: RenderSettings, backend: Backend): Datasource {
  const { platform } = settings;
  const { type, title } = PLUGINS[backend];
  const { jsonData, secureJsonData } = buildHeaderFields(backend, platform.backends[backend]);
  return {
    name: `${title} (doka-tracing)`,
    uid: formatDatasourceUid(backend),
    type,
    access: 'proxy',
    url: escapeDollars(findQueryAddress(platform, backend)?.url ?? ''),
    jsonData: {
      ...jsonData,
      ...buildSpanLinks(settings),
      ...(type === 'tempo' && settings.metrics !== undefined
        ? { serviceMap: { datasourceUid: METRICS_UID } }
        : {}),
      nodeGraph: { enabled: true },
    },
    ...(Object.keys(secureJsonData).length === 0 ? {} : { secureJsonData }),
  };
}

const buildMetricsDatasource = (url: string): Datasource => ({
  name: 'Metrics of traces (doka-tracing)',
  uid: METRICS_UID,
  type: 'prometheus',
  access: 'proxy',
  url,
  // As often as the Collector writes; rates need four of them.
  jsonData: { httpMethod: 'POST', timeInterval: '15s' },
});

/** Links from a span to the logs of its pod and to the metrics of its service. */
function buildSpanLinks({ metrics, logsUid }: RenderSettings): Fields {
  return {
    ...(logsUid === undefined ? {} : { tracesToLogsV2: buildLogLink(logsUid) }),
    ...(metrics === undefined ? {} : { tracesToMetrics: METRIC_LINK }),
  };
}

const buildLogLink = (datasourceUid: string): Fields => ({
  datasourceUid,
  spanStartTimeShift: '-5m',
  spanEndTimeShift: '5m',
  tags: [
    { key: 'k8s.namespace.name', value: 'namespace' },
    { key: 'k8s.pod.name', value: 'pod' },
  ],
  filterByTraceID: false,
  filterBySpanID: false,
});

// In a file a dollar sign is written twice, since Grafana puts variables of its environment into files.
const TAGS = '$$__tags';
const PER_SERVICE = `${ANSWERING}, ${TAGS}`;

const METRIC_LINK: Fields = {
  datasourceUid: METRICS_UID,
  spanStartTimeShift: '-30m',
  spanEndTimeShift: '30m',
  tags: [{ key: 'service.name', value: 'service_name' }],
  queries: [
    { name: 'Requests', query: `sum(rate(${METRICS.calls}{${PER_SERVICE}}[5m]))` },
    { name: 'Errors', query: `sum(rate(${METRICS.calls}{${FAILED}, ${PER_SERVICE}}[5m]))` },
    {
      name: 'Latency, 95 %',
      query: `histogram_quantile(0.95, sum by (le) (rate(${METRICS.latency}{${PER_SERVICE}}[5m])))`,
    },
  ],
};

interface HeaderFields {
  readonly jsonData: Readonly<Record<string, string>>;
  readonly secureJsonData: Readonly<Record<string, string>>;
}

/** Headers of the tenant, and those from Secrets, whose values Grafana takes from its own environment. */
function buildHeaderFields(backend: Backend, settings: BackendSettings | undefined): HeaderFields {
  const tenant = settings === undefined ? [] : Object.entries(buildFixedTenantHeaders(backend, settings));
  const secret = (settings?.headers ?? []).map(
    ({ name }, index) => [name, `\${${formatHeaderVariable(backend, index)}}`] as const,
  );
  const headers = [...tenant, ...secret];
  return {
    jsonData: Object.fromEntries(
      headers.map(([name], at) => [`httpHeaderName${(at + 1).toString()}`, escapeDollars(name)]),
    ),
    secureJsonData: Object.fromEntries(
      headers.map(([, value], at) => [`httpHeaderValue${(at + 1).toString()}`, value]),
    ),
  };
}

/** The datasources in a ConfigMap that the sidecar of Grafana loads. */
export function buildDatasourceConfigMap(settings: RenderSettings): CommentedDocument {
  const datasources = buildDatasources(settings);
  const text = formatYaml({ value: { apiVersion: 1, datasources }, comments: buildComments(settings) });
  return {
    value: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'doka-tracing-datasources',
        namespace: GRAFANA.namespace,
        labels: GRAFANA.datasourceLabel,
      },
      data: { 'doka-tracing.yaml': text },
    },
  };
}

function buildComments({ platform, logsUid }: RenderSettings): readonly Comment[] {
  const enabled = listEnabledBackends(platform);
  const secured = enabled.flatMap((backend, index): readonly Comment[] =>
    hasTlsFiles(platform.backends[backend])
      ? [
          {
            path: ['datasources', index],
            text: 'The TLS files of this backend are to be added: Grafana takes them as text.',
          },
        ]
      : [],
  );
  if (logsUid !== undefined) return secured;
  const text = 'Spans link to no logs: name the datasource of the logs with --logs-uid.';
  return [{ path: ['datasources'], text }, ...secured];
}

const hasTlsFiles = (settings: BackendSettings | undefined): boolean =>
  settings?.tls?.caFile !== undefined || settings?.tls?.certFile !== undefined;
