import { AGENTS } from '../core/agents/agents.js';
import type { Fields } from '../core/json.js';
import { BACKENDS, LANGUAGES } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { GRAFANA_PLUGINS, listAskedBackends, RENDERED_BACKENDS } from './rendered-backends.js';
import type { ChartValues } from './chart-values.js';
import type { LinkedStore } from './linked-stores.js';
import { formatHeaderVariable } from './collector/exporters.js';
import { hasDashboard } from './grafana/dashboard.js';
import { GRAFANA } from './grafana/datasources.js';
import { resolveStackStore, type RenderSettings } from './settings.js';

type ValuesBuilder = (settings: RenderSettings) => readonly ChartValues[];

/** Values for the charts of the platform; only what its choice needs. */
export const buildChartValues = (settings: RenderSettings): readonly ChartValues[] =>
  [buildOperatorValues, buildBackendValues, buildStackValues].flatMap((build) => build(settings));

const SWITCHED = LANGUAGES.filter((language) => AGENTS[language].hasOperatorFlag);

/** The flags are the same from 0.118 on; the environment and a file of the Operator are overruled by them. */
const buildOperatorValues: ValuesBuilder = ({ hasOperator }) =>
  hasOperator
    ? [
        {
          chart: 'opentelemetry-operator',
          why: 'Leaves injection to this webhook. Leave these flags out to keep the Operator’s; no pod is injected twice either way. It has no switch for inject-sdk.',
          values: {
            manager: { extraArgs: SWITCHED.map((language) => `--enable-${language}-instrumentation=false`) },
          },
        },
      ]
    : [];

const buildBackendValues: ValuesBuilder = (settings) =>
  BACKENDS.flatMap((backend) => {
    const own = settings.platform.backends[backend];
    return own === undefined ? [] : (RENDERED_BACKENDS[backend].buildValues?.(own, settings) ?? []);
  });

const buildStackValues: ValuesBuilder = (settings) =>
  settings.stacks.map((stack) => {
    const { platform, metrics, logs } = settings;
    const isWritten = metrics?.writeUrl === resolveStackStore(stack, platform).writeUrl;
    const written = isWritten ? stack.values : undefined;
    const plugin = logs?.store?.plugin === undefined ? undefined : logs.store;
    const why = [
      describeLoaded(settings),
      plugin === undefined ? undefined : describePlugin(plugin),
      written?.why,
    ];
    return {
      chart: stack.chart,
      why: why.filter((each) => each !== undefined).join(' '),
      values: { ...written?.fields, grafana: buildGrafanaValues(platform, plugin) },
    };
  });

function describeLoaded(settings: RenderSettings): string {
  return `Grafana loads the rendered datasources${hasDashboard(settings) ? ' and the dashboard' : ''} from ConfigMaps with these labels.`;
}

const describePlugin = ({ title }: LinkedStore): string =>
  `Links to logs need its plug-in for ${title}; keep the plug-ins that you have.`;

function buildGrafanaValues(platform: Platform, plugin: LinkedStore | undefined): Fields {
  const env = buildGrafanaEnv(platform);
  return {
    ...(plugin === undefined ? {} : { plugins: [plugin.type] }),
    sidecar: {
      datasources: buildSidecarValues(GRAFANA.datasourceLabel),
      dashboards: buildSidecarValues(GRAFANA.dashboardLabel),
    },
    ...(Object.keys(env).length === 0 ? {} : { envValueFrom: env }),
  };
}

const buildSidecarValues = (labels: Readonly<Record<string, string>>): Fields => {
  const [[label, labelValue] = []] = Object.entries(labels);
  return { enabled: true, label, labelValue };
};

/** Values of headers, from Secrets in the namespace of Grafana. */
function buildGrafanaEnv(platform: Platform): Fields {
  const all = listAskedBackends(platform, GRAFANA_PLUGINS).flatMap(([backend]) =>
    (platform.backends[backend]?.headers ?? []).map(({ secretName, key }, index) => [
      formatHeaderVariable(backend, index),
      { secretKeyRef: { name: secretName, key } },
    ]),
  );
  return Object.fromEntries(all) as Fields;
}
