import { getBackendRow } from '../../core/backends/backends.js';
import type { Backend } from '../../core/domain.js';
import type { BackendSettings, Platform } from '../../core/platform/platform.js';
import { findQueryAddress } from '../../core/platform/query-address.js';
import { buildFixedTenantHeaders, formatHeaderVariable } from '../collector/exporters.js';
import { escapeDollars } from '../escape-dollars.js';
import {
  listEnabledBackends,
  listIdleBackends,
  listReceivingBackends,
} from '../../core/platform/platform.js';
import {
  GRAFANA_PLUGINS,
  listAskedBackends,
  type GrafanaPlugin,
  type GrafanaPlugins,
} from '../rendered-backends.js';
import type { RenderSettings } from '../settings.js';
import type { Comment, CommentedDocument } from '../yaml-text.js';
import { formatYaml } from '../yaml-text.js';
import {
  buildLinkedDatasources,
  buildSpanLinks,
  describeSpanLinks,
  METRICS_UID,
  type Datasource,
} from './span-links.js';

/** Identifiers of datasources, with a prefix so that they do not collide with existing ones. */
export const formatDatasourceUid = (backend: Backend): string => `doka-${backend}`;

/** Where the platform's Grafana is, and the labels by which its sidecars find datasources and dashboards. */
export const GRAFANA = {
  namespace: 'monitoring',
  datasourceLabel: { grafana_datasource: '1' },
  dashboardLabel: { grafana_dashboard: '1' },
} as const;

/** A datasource for each enabled backend that Grafana can ask, and one for the metrics of traces where there are any. */
export function buildDatasources(settings: RenderSettings, plugins = GRAFANA_PLUGINS): readonly Datasource[] {
  const { platform, metrics } = settings;
  return [
    ...listAskedBackends(platform, plugins).map(([backend, { type }]) =>
      buildBackendDatasource(settings, backend, type),
    ),
    ...(metrics === undefined ? [] : [buildMetricsDatasource(metrics.queryUrl)]),
    ...buildLinkedDatasources(settings),
  ];
}

type DatasourceAddress = Pick<Datasource, 'type' | 'url'>;

/** Datasources that also work, but are not rendered: for other APIs, and for backends that pods may pick. */
export const listOtherDatasources = ({ platform }: RenderSettings): readonly DatasourceAddress[] =>
  listEnabledBackends(platform).flatMap((backend) => {
    const plugin = GRAFANA_PLUGINS[backend];
    const url = findQueryAddress(platform, backend)?.url;
    if (url === undefined || plugin === undefined) return [];
    const other = findOtherApi(plugin, url, platform.backends[backend]?.chart ?? '');
    const isIdle = listIdleBackends(platform).includes(backend);
    return [...(isIdle ? [{ type: plugin.type, url }] : []), ...(other === undefined ? [] : [other])];
  });

/** The second API of a backend, at another path of its address; undefined if its chart has none. */
function findOtherApi({ other }: GrafanaPlugin, url: string, chart: string): DatasourceAddress | undefined {
  if (!other?.isIn(chart)) return undefined;
  const [rendered, path] = other.paths;
  return url.endsWith(rendered)
    ? { type: other.type, url: `${url.slice(0, -rendered.length)}${path}` }
    : undefined;
}

function buildBackendDatasource(settings: RenderSettings, backend: Backend, type: string): Datasource {
  const { platform } = settings;
  const { jsonData, secureJsonData } = buildHeaderFields(backend, platform.backends[backend]);
  return {
    name: `${getBackendRow(backend).title} (doka-tracing)`,
    uid: formatDatasourceUid(backend),
    type,
    access: 'proxy',
    url: escapeDollars(findQueryAddress(platform, backend)?.url ?? ''),
    jsonData: {
      ...jsonData,
      ...buildSpanLinks(settings, type),
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
  // The interval in which the Collector writes; rates need four of them.
  jsonData: { httpMethod: 'POST', timeInterval: '15s' },
});

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

/** The datasources in a ConfigMap that the sidecar of Grafana loads; undefined where there are none. */
export function buildDatasourceConfigMap(
  settings: RenderSettings,
  plugins = GRAFANA_PLUGINS,
): CommentedDocument | undefined {
  const datasources = buildDatasources(settings, plugins);
  if (datasources.length === 0) return undefined;
  const comments = buildComments(settings, plugins);
  const text = formatYaml({ value: { apiVersion: 1, datasources }, comments });
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

/** Says which backends have no datasource; undefined where all have. */
export function describeUnseenBackends(
  { platform }: RenderSettings,
  plugins = GRAFANA_PLUGINS,
): string | undefined {
  const unseen = listReceivingBackends(platform).filter((backend) => plugins[backend] === undefined);
  if (unseen.length === 0) return undefined;
  const titles = unseen.map((backend) => getBackendRow(backend).title).join(' and ');
  return `Grafana has no data source for ${titles}; render access says where its traces are seen.`;
}

function buildComments(settings: RenderSettings, plugins: GrafanaPlugins): readonly Comment[] {
  const { platform, stacks } = settings;
  const secured = listAskedBackends(platform, plugins).flatMap(([backend], index): readonly Comment[] =>
    hasTlsFiles(platform.backends[backend])
      ? [
          {
            path: ['datasources', index],
            text: 'Add the TLS files of this backend: Grafana takes them as text.',
          },
        ]
      : [],
  );
  const all = [
    describeUnseenBackends(settings, plugins),
    describeIdleBackends(platform),
    stacks.length === 0 ? NO_GRAFANA : undefined,
    ...describeSpanLinks(settings),
  ];
  const text = all.filter((each) => each !== undefined).join('\n');
  return text === '' ? secured : [{ path: ['datasources'], text }, ...secured];
}

/** Says which enabled backends have no datasource because they get no traces. */
function describeIdleBackends(platform: Platform): string | undefined {
  const idle = listIdleBackends(platform);
  if (idle.length === 0) return undefined;
  const titles = idle.map((backend) => getBackendRow(backend).title).join(' and ');
  return `There is no datasource for ${titles}: without a Collector agents send to ${platform.primary.value} alone.`;
}

const NO_GRAFANA = 'No flag installs a Grafana: these are for your own Grafana.';

const hasTlsFiles = (settings: BackendSettings | undefined): boolean =>
  settings?.tls?.caFile !== undefined || settings?.tls?.certFile !== undefined;
