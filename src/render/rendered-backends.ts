import { isChartOlder, parseChart } from '../core/backends/charts.js';
import { BACKENDS, type Backend } from '../core/domain.js';
import type { Fields } from '../core/json.js';
import { listReceivingBackends, type BackendSettings, type Platform } from '../core/platform/platform.js';
import type { ChartValues } from './chart-values.js';
import { buildJaegerValues } from './jaeger-values.js';
import type { RenderSettings } from './settings.js';

/** What is rendered for a backend, beside what its row of `core/backends` says. */
interface RenderedBackend {
  /** Words by which people name it in ids and host names. */
  readonly words: RegExp;
  /** Path of its own page, below the address of its queries; absent where it has none. */
  readonly page?: string;
  /** By what Grafana asks it; absent where nothing can. */
  readonly grafana?: GrafanaPlugin;
  /** What its chart needs beside its defaults. */
  readonly buildValues?: (settings: BackendSettings, rendered: RenderSettings) => readonly ChartValues[];
}

/** A plug-in by which Grafana asks a backend. */
export interface GrafanaPlugin {
  readonly type: string;
  /** Whether it tells who calls whom, without any metrics. */
  readonly hasDependencies?: true;
  /** Another plug-in by which it can be asked; absent where there is none. */
  readonly other?: OtherPlugin;
}

/** A plug-in for a second API of a backend, which is at another path of the same address. */
interface OtherPlugin {
  readonly type: string;
  /** Path of the API that the rendered datasource asks, and of this one. */
  readonly paths: readonly [rendered: string, other: string];
  /** Tells whether a chart brings a version that has it. */
  readonly isIn: (chart: string) => boolean;
}

/** The plug-ins by which Grafana asks backends; there need not be one for each. */
export type GrafanaPlugins = Readonly<Partial<Record<Backend, GrafanaPlugin>>>;

const buildTempoValues: RenderedBackend['buildValues'] = (settings, { metrics }) => {
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
    ...(chart === 'tempo' ? [] : listDistributedReasons(settings.chart)),
  ].join(' ');
  return Object.keys(values).length === 0 ? [] : [{ chart, why, values }];
};

const listDistributedReasons = (chart: string): readonly string[] =>
  isChartOlder(chart, '3.0.0') ? [TEMPO_WHY.ports] : [TEMPO_WHY.ports, TEMPO_WHY.kafka];

const DISTRIBUTED_OTLP = { grpc: { enabled: true }, http: { enabled: true } };

/** Why Tempo needs values, by what needs them. */
const TEMPO_WHY = {
  tenant: 'Every request names its tenant.',
  metrics:
    'The Collector makes the metrics of traces; with Tempo’s generator as well, every call would count twice.',
  ports: 'Without these, its distributor accepts no OTLP.',
  // https://github.com/grafana-community/helm-charts/blob/tempo-distributed-3.0.0/charts/tempo-distributed/templates/validate.yaml
  kafka: 'Add ingest.kafka.address: from 3.0.0 on the chart refuses to be installed without a Kafka.',
} as const;

const nestFields = (key: string, fields: Fields): Fields =>
  Object.keys(fields).length === 0 ? {} : { [key]: fields };

const buildVictoriaTracesValues: RenderedBackend['buildValues'] = (settings, rendered) => {
  if (findCountingBackend(rendered)?.[0] !== 'victoria-traces') return [];
  const chart = parseChart(settings.chart).name ?? 'victoria-traces-single';
  const why = 'Counts who calls whom, which the dashboard shows where no metrics are made of traces.';
  // In a cluster what stores the traces counts. https://docs.victoriametrics.com/victoriatraces/cluster/
  const server = chart === 'victoria-traces-cluster' ? 'vtstorage' : 'server';
  return [{ chart, why, values: { [server]: { extraArgs: { 'servicegraph.enableTask': 'true' } } } }];
};

/** One entry for each backend; a backend without one does not compile. */
export const RENDERED_BACKENDS: Readonly<Record<Backend, RenderedBackend>> = {
  tempo: { words: /tempo/, grafana: { type: 'tempo' }, buildValues: buildTempoValues },
  jaeger: {
    words: /jaeger/,
    page: '',
    grafana: { type: 'jaeger', hasDependencies: true },
    buildValues: buildJaegerValues,
  },
  'victoria-traces': {
    words: /victoria-?traces|vt-?(single|insert)/,
    page: '/select/vmui',
    // It answers in the API of Jaeger, as the chart of its own stack provisions it.
    grafana: {
      type: 'jaeger',
      hasDependencies: true,
      other: {
        type: 'tempo',
        paths: ['/select/jaeger', '/select/tempo'],
        // Grafana can ask it since 0.9.4, which this chart brings. https://docs.victoriametrics.com/victoriatraces/querying/
        isIn: (chart) => !isChartOlder(chart, '0.1.10'),
      },
    },
    buildValues: buildVictoriaTracesValues,
  },
  zipkin: { words: /zipkin/, page: '/zipkin', grafana: { type: 'zipkin' } },
};

/** The plug-ins of those that Grafana can ask. */
export const GRAFANA_PLUGINS: GrafanaPlugins = Object.fromEntries(
  BACKENDS.flatMap((backend) => {
    const { grafana } = RENDERED_BACKENDS[backend];
    return grafana === undefined ? [] : [[backend, grafana] as const];
  }),
);

/** A backend that Grafana asks, with its plug-in. */
type AskedBackend = readonly [Backend, GrafanaPlugin];

/** The backends that get traces and that Grafana can ask, each with its plug-in. */
export const listAskedBackends = (platform: Platform, plugins: GrafanaPlugins): readonly AskedBackend[] =>
  listReceivingBackends(platform).flatMap((backend) => {
    const plugin = plugins[backend];
    return plugin === undefined ? [] : [[backend, plugin] as const];
  });

/** The backend that is asked who calls whom, since no metrics tell; undefined where they do, or none can be asked. */
export const findCountingBackend = (
  { platform, metrics }: Pick<RenderSettings, 'platform' | 'metrics'>,
  plugins = GRAFANA_PLUGINS,
): AskedBackend | undefined =>
  metrics === undefined
    ? listAskedBackends(platform, plugins).find(([, { hasDependencies }]) => hasDependencies === true)
    : undefined;
