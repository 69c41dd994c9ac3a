import type { Dashboard, VariableModel } from '@grafana/schema';
import { METRICS_STACKS, type MetricsStack } from '../../src/render/metrics-stacks.js';
import { SCHEMA_VERSION } from '../../src/render/grafana/dashboard.js';
import { GRAFANA } from '../../src/render/grafana/datasources.js';
import { layOutPanels } from '../../src/render/grafana/panels.js';
import { formatYaml } from '../../src/render/yaml-text.js';
import { buildWebhookAlertGroups } from './alerts.js';
import { WEBHOOK_PANELS } from './panels.js';

/** What monitors the webhook, as components of kustomize: one for each operator of metrics, and the dashboard. */

const NAME = 'doka-tracing';
const LABELS = { 'app.kubernetes.io/name': NAME };
const HEADER = '# Made by `npm run schemas` from scripts/monitoring; do not edit.\n';

/** The component of each operator, by the flag of its stack. */
export const MONITORING_COMPONENTS: Readonly<Record<MetricsStack['flag'], string>> = {
  enable_kube_prometheus_stack: 'monitoring-prometheus',
  enable_victoria_metrics_k8s_stack: 'monitoring-victoria-metrics',
};

/** Text of every generated manifest by its path below `manifests/components`. */
export const buildMonitoringFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...METRICS_STACKS.flatMap(({ flag, monitoring }) =>
      Object.entries({
        'scrape.yaml': buildScrape(monitoring),
        'rules.yaml': buildRules(monitoring),
      }).map(([file, value]) => [`${MONITORING_COMPONENTS[flag]}/${file}`, formatFile(value)] as const),
    ),
    ['dashboard/dashboard.yaml', formatFile(buildDashboardObject())] as const,
  ]);

const formatFile = (value: object): string => `${HEADER}${formatYaml({ value })}`;

type Monitoring = MetricsStack['monitoring'];

const buildObject = ({ apiVersion, labels }: Monitoring, kind: string, spec: object): object => ({
  apiVersion,
  kind,
  metadata: { name: NAME, namespace: NAME, labels: { ...LABELS, ...labels } },
  spec,
});

/** How the operator has the metrics of every replica read, by the Service. */
const buildScrape = (monitoring: Monitoring): object =>
  buildObject(monitoring, monitoring.scrape, {
    selector: { matchLabels: LABELS },
    endpoints: [{ port: 'metrics' }],
  });

const buildRules = (monitoring: Monitoring): object =>
  buildObject(monitoring, monitoring.rule, { groups: buildWebhookAlertGroups() });

/** What the dashboard is asked of: whichever Prometheus a reader picks; Grafana takes the default one first. */
const DATASOURCE: Pick<VariableModel, 'name' | 'label' | 'type' | 'query'> = {
  name: 'datasource',
  label: 'Metrics',
  type: 'datasource',
  query: 'prometheus',
};

type DashboardModel = Omit<Dashboard, 'templating'> & {
  readonly templating: { readonly list: readonly (typeof DATASOURCE)[] };
};

/** The dashboard of the webhook as Grafana imports it. */
export const buildWebhookDashboard = (): DashboardModel => ({
  uid: NAME,
  title: 'Tracing webhook',
  description: 'What the webhook decides, how fast, and by what; and how its replicas are.',
  tags: ['tracing'],
  schemaVersion: SCHEMA_VERSION,
  editable: true,
  time: { from: 'now-1h', to: 'now' },
  refresh: '30s',
  templating: { list: [DATASOURCE] },
  panels: layOutPanels(WEBHOOK_PANELS, `\${${DATASOURCE.name}}`),
});

/** The dashboard where the sidecar of Grafana looks for it, which in one of the stacks is its own namespace alone. */
const buildDashboardObject = (): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: `${NAME}-dashboard`,
    namespace: GRAFANA.namespace,
    labels: { ...LABELS, ...GRAFANA.dashboardLabel },
  },
  data: { [`${NAME}.json`]: `${JSON.stringify(buildWebhookDashboard(), null, 2)}\n` },
});
