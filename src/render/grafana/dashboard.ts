import type { Dashboard, DashboardLink, DataSourceRef, Panel, VariableModel } from '@grafana/schema';
import type { Backend, Route } from '../../core/domain.js';
import { findCountingBackend, GRAFANA_PLUGINS, listAskedBackends } from '../rendered-backends.js';
import type { RenderSettings } from '../settings.js';
import type { CommentedDocument } from '../yaml-text.js';
import { formatDatasourceUid, GRAFANA } from './datasources.js';
import { METRICS, SERVICE_LABELS } from './metric-names.js';
import { layOutPanels } from './panels.js';
import { SERVICE_MAP_PANELS } from './service-map.js';
import { METRICS_UID } from './span-links.js';

/** Grafana's model without its enums, which are values of a package that is there for its types alone. */
type QueryVariable = Omit<VariableModel, 'hide' | 'refresh' | 'sort'> & {
  /** When the shown time changes. */
  readonly refresh: 2;
  /** By name. */
  readonly sort: 1;
};

/** A dashboard in the model of Grafana. */
type DashboardModel = Omit<Dashboard, 'templating'> & {
  readonly templating: { readonly list: readonly QueryVariable[] };
};

/**
 * The dashboard with the service map as Grafana imports it; undefined where neither metrics nor a backend tell who
 * calls whom.
 */
export function buildDashboard(
  settings: RenderSettings,
  plugins = GRAFANA_PLUGINS,
): DashboardModel | undefined {
  const { platform, metrics } = settings;
  const links = listAskedBackends(platform, plugins).map(([backend]) => buildExploreLink(backend));
  if (metrics !== undefined)
    return buildDashboardModel(links, layOutPanels(SERVICE_MAP_PANELS, METRICS_UID), VARIABLES);
  const counting = findCountingBackend(settings, plugins);
  if (counting === undefined) return undefined;
  const [backend, { type }] = counting;
  const datasource = { type, uid: formatDatasourceUid(backend) };
  return buildDashboardModel(links, [buildDependencyPanel(datasource, platform.route.value)], []);
}

/** Tells whether there is a dashboard, without making it. */
export const hasDashboard = (settings: RenderSettings): boolean =>
  settings.metrics !== undefined || findCountingBackend(settings) !== undefined;

/** In the version of the schema that Grafana writes today; an older Grafana reads it as well. */
export const SCHEMA_VERSION = 42;

function buildDashboardModel(
  links: DashboardLink[],
  panels: Panel[],
  list: readonly QueryVariable[],
): DashboardModel {
  return {
    uid: 'doka-service-map',
    title: 'Service map',
    description: 'Services, the calls between them, and how fast and how well they are answered.',
    tags: ['tracing'],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    templating: { list },
    links,
    panels,
  };
}

/** A choice among the values of a label of the span metrics. */
const buildVariable = (name: string, label: string, values: string): QueryVariable => ({
  name,
  label,
  type: 'query',
  datasource: { type: 'prometheus', uid: METRICS_UID },
  query: { refId: name, query: `label_values(${values})` },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
});

const { namespace: NAMESPACE, name: NAME } = SERVICE_LABELS.service;

const VARIABLES: readonly QueryVariable[] = [
  buildVariable('namespace', 'Namespace', `${METRICS.calls}, ${NAMESPACE}`),
  buildVariable('service', 'Service', `${METRICS.calls}{${NAMESPACE}=~"$namespace"}, ${NAME}`),
];

/** Opens the traces of a backend. */
function buildExploreLink(backend: Backend): DashboardLink {
  const pane = {
    datasource: formatDatasourceUid(backend),
    queries: [{ refId: 'A' }],
    range: { from: 'now-1h', to: 'now' },
  };
  const panes = encodeURIComponent(JSON.stringify({ traces: pane }));
  return {
    title: `Traces in ${backend}`,
    type: 'link',
    url: `/explore?schemaVersion=1&panes=${panes}`,
    icon: 'external link',
    tooltip: '',
    tags: [],
    asDropdown: false,
    includeVars: false,
    keepTime: false,
    targetBlank: false,
  };
}

/** What is missing for metrics of traces: the Collector makes them, and a stack keeps them. */
const MORE_BY_METRICS: Readonly<Record<Route, string>> = {
  collector: 'With a metrics stack, as by enable_victoria_metrics_k8s_stack',
  direct: 'With a Collector and a metrics stack',
};

/** Who calls whom, as the backend itself counts it: neither latency nor errors. */
function buildDependencyPanel(datasource: DataSourceRef, route: Route): Panel {
  return {
    id: 1,
    title: 'Topology',
    type: 'nodeGraph',
    description: `Services and the number of calls between them, as the backend counts them. ${MORE_BY_METRICS[route]}, this dashboard shows latency, errors and traffic too.`,
    datasource,
    targets: [{ refId: 'A', datasource, queryType: 'dependencyGraph' }],
    gridPos: { h: 20, w: 24, x: 0, y: 0 },
  };
}

/** The dashboard in a ConfigMap that the sidecar of Grafana loads; undefined where there is none. */
export function buildDashboardConfigMap(settings: RenderSettings): CommentedDocument | undefined {
  const content = buildDashboard(settings);
  if (content === undefined) return undefined;
  return {
    value: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'doka-tracing-service-map',
        namespace: GRAFANA.namespace,
        labels: GRAFANA.dashboardLabel,
      },
      data: { 'doka-tracing-service-map.json': `${JSON.stringify(content, null, 2)}\n` },
    },
  };
}
