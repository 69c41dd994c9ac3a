import { formatServiceHost } from '../../core/platform/addresses.js';
import type { Fields } from '../../core/json.js';
import type { SpanLink } from '../linked-stores.js';
import { LOG_STORES } from '../linked-stores.js';
import { STACK_NAMESPACE } from '../metrics-stacks.js';
import { GRAFANA_PLUGINS, listAskedBackends } from '../rendered-backends.js';
import type { RenderSettings } from '../settings.js';
import { ANSWERING, FAILED, METRICS, SERVICE_LABELS } from './metric-names.js';

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

export const METRICS_UID = 'doka-metrics';

/** The plug-in that alone links spans to profiles. */
const PROFILING = 'tempo';

/** Links from a span of a datasource to the logs of its pod, and to the metrics and profiles of its service. */
export function buildSpanLinks({ metrics, logs, profiles }: RenderSettings, type: string): Fields {
  return {
    ...(logs === undefined ? {} : { tracesToLogsV2: buildLogLink(logs) }),
    ...(metrics === undefined ? {} : { tracesToMetrics: METRIC_LINK }),
    ...(profiles === undefined || type !== PROFILING ? {} : { tracesToProfiles: buildProfileLink(profiles) }),
  };
}

/** Loki has the names of a datasource of which nothing is known. */
const buildLogLink = ({ uid, store = LOG_STORES[0] }: SpanLink): Fields => ({
  datasourceUid: uid,
  spanStartTimeShift: '-5m',
  spanEndTimeShift: '5m',
  tags: [...(store?.tags ?? [])],
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
  tags: [
    { key: 'service.name', value: SERVICE_LABELS.service.name },
    { key: 'service.namespace', value: SERVICE_LABELS.service.namespace },
  ],
  queries: [
    { name: 'Requests', query: `sum(rate(${METRICS.calls}{${PER_SERVICE}}[5m]))` },
    { name: 'Errors', query: `sum(rate(${METRICS.calls}{${FAILED}, ${PER_SERVICE}}[5m]))` },
    {
      name: 'Latency, 95 %',
      query: `histogram_quantile(0.95, sum by (le) (rate(${METRICS.latency}{${PER_SERVICE}}[5m])))`,
    },
  ],
};

/** https://grafana.com/docs/grafana/latest/datasources/tempo/configure-tempo-data-source/ */
const buildProfileLink = ({ uid, store }: SpanLink): Fields => ({
  datasourceUid: uid,
  tags: [...(store?.tags ?? [])],
  profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
  customQuery: false,
});

/** Datasources for the stores that spans link to, where Grafana has none for them. */
export const buildLinkedDatasources = ({ logs, profiles, platform }: RenderSettings): readonly Datasource[] =>
  [logs, profiles].flatMap((link): readonly Datasource[] => {
    if (link?.store === undefined || link.origin !== 'rendered') return [];
    const { title, type, service, port } = link.store;
    const host = formatServiceHost(service, STACK_NAMESPACE, platform.cluster.domain);
    const url = `http://${host}:${port.toString()}`;
    return [{ name: `${title} (doka-tracing)`, uid: link.uid, type, access: 'proxy', url, jsonData: {} }];
  });

/** What a person should know of the links, a sentence each. */
export const describeSpanLinks = (settings: RenderSettings): readonly string[] => [
  ...describeLogLink(settings),
  ...describeProfileLink(settings),
];

function describeLogLink({ logs, logStores }: RenderSettings): readonly string[] {
  if (logs === undefined) return ['Spans link to no logs: name the datasource of the logs with --logs-uid.'];
  const since = logs.store?.plugin?.since;
  const [first = '', ...others] = logStores.map(({ title }) => title);
  const isOneOfSeveral = others.length > 0 && logs.origin !== 'wished';
  return [
    ...(since === undefined
      ? []
      : [`Grafana follows links to VictoriaLogs from ${since} on, with the plug-in of its datasource.`]),
    ...(isOneOfSeveral
      ? [`Spans link to ${first}; --logs-uid names the datasource of ${others.join(' or ')} instead.`]
      : []),
  ];
}

function describeProfileLink({ profiles, platform }: RenderSettings): readonly string[] {
  const asked = listAskedBackends(platform, GRAFANA_PLUGINS);
  return profiles === undefined || asked.some(([, { type }]) => type === PROFILING)
    ? []
    : ['Spans link to no profiles: Grafana supports that only from a datasource of Tempo.'];
}
