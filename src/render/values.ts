import { AGENTS } from '../core/agents/agents.js';
import type { Fields } from '../core/json.js';
import { LANGUAGES } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { parseChart, parseMajorVersion } from '../core/backends/charts.js';
import type { ChartValues } from './chart-values.js';
import { formatHeaderVariable } from './collector/exporters.js';
import { listEnabledBackends } from './collector/pipelines.js';
import { GRAFANA } from './grafana/datasources.js';
import { buildJaegerRemoteValues } from './jaeger-values.js';
import type { RenderSettings } from './settings.js';

type ValuesBuilder = (settings: RenderSettings) => readonly ChartValues[];

/** Values for the charts of the platform; only what its choice needs. */
export const buildChartValues = (settings: RenderSettings): readonly ChartValues[] =>
  [
    buildOperatorValues,
    buildTempoValues,
    buildJaegerValues,
    buildVictoriaTracesValues,
    buildGrafanaValues,
  ].flatMap((build) => build(settings));

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

const buildTempoValues: ValuesBuilder = ({ platform, metrics }) => {
  const settings = platform.backends.tempo;
  if (settings === undefined) return [];
  const chart = parseChart(settings.chart).name ?? 'tempo';
  const own = {
    ...(settings.tenant === undefined ? {} : { multitenancyEnabled: true }),
    ...(metrics === undefined ? {} : { metricsGenerator: { enabled: false } }),
  };
  // The chart of the single binary has its settings under one key, and takes OTLP in as it is.
  const values =
    chart === 'tempo' ? nestFields('tempo', own) : { ...own, traces: { otlp: DISTRIBUTED_OTLP } };
  const why = [
    ...(settings.tenant === undefined ? [] : [TEMPO_WHY.tenant]),
    ...(metrics === undefined ? [] : [TEMPO_WHY.metrics]),
    ...(chart === 'tempo' ? [] : [TEMPO_WHY.ports]),
  ].join(' ');
  return Object.keys(values).length === 0 ? [] : [{ chart, why, values }];
};

const DISTRIBUTED_OTLP = { grpc: { enabled: true }, http: { enabled: true } };

/** Why Tempo needs values, by what needs them. */
const TEMPO_WHY = {
  tenant: 'Every request names its tenant.',
  metrics:
    'The Collector makes the metrics of traces; with Tempo’s generator besides, every call would count twice.',
  ports: 'Without these its distributor takes no OTLP in.',
} as const;

const nestFields = (key: string, fields: Fields): Fields =>
  Object.keys(fields).length === 0 ? {} : { [key]: fields };

const buildJaegerValues: ValuesBuilder = ({ platform }) => {
  const settings = platform.backends.jaeger;
  if (settings === undefined) return [];
  if (parseMajorVersion(settings.chart) < 4) return [{ chart: 'jaeger', ...ALL_IN_ONE }];
  return buildSamplingValues(platform);
};

/** Without these the chart also starts the parts that all-in-one holds, under the names of its Services. */
const ALL_IN_ONE: Omit<ChartValues, 'chart'> = {
  why: 'All-in-one alone: by its defaults this chart starts collector, query, agent and Cassandra too, and two Services of one name.',
  values: {
    allInOne: { enabled: true },
    agent: { enabled: false },
    collector: { enabled: false },
    query: { enabled: false },
    provisionDataStore: { cassandra: false },
    storage: { type: 'memory' },
  },
};

function buildSamplingValues({ sampling }: Platform): readonly ChartValues[] {
  if (sampling?.strategy !== 'adaptive' || sampling.mode !== 'jaeger-remote') return [];
  if (sampling.endpoint !== undefined) return [];
  return [{ chart: 'jaeger', ...buildJaegerRemoteValues(sampling.ratio) }];
}

const buildVictoriaTracesValues: ValuesBuilder = ({ platform, metrics }) => {
  const settings = platform.backends['victoria-traces'];
  if (settings === undefined || metrics !== undefined) return [];
  const chart = parseChart(settings.chart).name ?? 'victoria-traces-single';
  const why = 'Counts who calls whom, which the dashboard shows where no metrics are made of traces.';
  // In a cluster what stores the traces counts. https://docs.victoriametrics.com/victoriatraces/cluster/
  const server = chart === 'victoria-traces-cluster' ? 'vtstorage' : 'server';
  return [{ chart, why, values: { [server]: { extraArgs: { 'servicegraph.enableTask': 'true' } } } }];
};

const buildGrafanaValues: ValuesBuilder = ({ platform, metrics }) => {
  if (metrics === undefined) return [];
  const [datasourceLabel, dashboardLabel] = [GRAFANA.datasourceLabel, GRAFANA.dashboardLabel].map(
    (label) => Object.entries(label)[0],
  );
  const sidecar = (label: [string, string] | undefined): Fields => ({
    enabled: true,
    label: label?.[0],
    labelValue: label?.[1],
  });
  const env = buildGrafanaEnv(platform);
  return [
    {
      chart: 'victoria-metrics-k8s-stack',
      why: 'Grafana loads the rendered datasources and the dashboard from ConfigMaps with these labels.',
      values: {
        grafana: {
          sidecar: { datasources: sidecar(datasourceLabel), dashboards: sidecar(dashboardLabel) },
          ...(Object.keys(env).length === 0 ? {} : { envValueFrom: env }),
        },
      },
    },
  ];
};

/** Values of headers, from Secrets in the namespace of Grafana. */
function buildGrafanaEnv(platform: Platform): Fields {
  const all = listEnabledBackends(platform).flatMap((backend) =>
    (platform.backends[backend]?.headers ?? []).map(({ secretName, key }, index) => [
      formatHeaderVariable(backend, index),
      { secretKeyRef: { name: secretName, key } },
    ]),
  );
  return Object.fromEntries(all) as Fields;
}
