import { isChartOlder } from './backends/charts.js';
import type { Pin } from './pins.js';

/** What a version of a chart pulls; `version` is that of the chart. */
export interface ChartPin extends Pin {
  readonly chart: string;
  /** What runs, by the chart's defaults and the values that `render` gives. */
  readonly images: readonly string[];
  /** What `helm test` alone runs. */
  readonly tests?: readonly string[];
  /** The value by which the chart takes `images` from elsewhere. */
  readonly registryValue: string;
}

const DATE = '2026-11-30';

/** A chart that was read at the tag of its version. */
function readChart(home: string, { chart, version, ...rest }: Omit<ChartPin, 'source' | 'date'>): ChartPin {
  const source = `https://github.com/${home}/tree/${chart}-${version}/charts/${chart}`;
  return { chart, version, ...rest, source, date: DATE };
}

/** VictoriaTraces, whose parts have one image. */
const readVictoriaTraces = (chart: string, version: string, app: string): ChartPin =>
  readChart('VictoriaMetrics/helm-charts', {
    chart,
    version,
    images: [`victoriametrics/victoria-traces:${app}`],
    registryValue: 'global.image.registry',
  });

/** Zipkin; its image has one value for registry and name. */
const readZipkin = (version: string, app: string): ChartPin =>
  readChart('openzipkin/zipkin-helm', {
    chart: 'zipkin',
    version,
    images: [`openzipkin/zipkin-slim:${app}`],
    tests: ['ghcr.io/openzipkin/alpine:3.19.1'],
    registryValue: 'image.repository',
  });

/**
 * What the charts of backends pull, as `helm template` writes it; the source of the chart jaeger 4.12.0 was not to be had,
 * so its row is that of the newest that was.
 */
export const CHART_IMAGES: readonly ChartPin[] = [
  readChart('grafana/helm-charts', {
    chart: 'tempo',
    version: '1.18.2',
    images: ['grafana/tempo:2.7.1'],
    registryValue: 'tempo.repository',
  }),
  readChart('grafana/helm-charts', {
    chart: 'tempo',
    version: '1.24.4',
    images: ['docker.io/grafana/tempo:2.9.0'],
    registryValue: 'tempo.registry',
  }),
  readChart('grafana-community/helm-charts', {
    chart: 'tempo',
    version: '2.2.4',
    images: ['docker.io/grafana/tempo:2.10.8'],
    registryValue: 'tempo.registry',
  }),
  readChart('grafana/helm-charts', {
    chart: 'tempo-distributed',
    version: '1.61.3',
    images: ['docker.io/grafana/tempo:2.9.0', 'docker.io/memcached:1.6.39-alpine'],
    registryValue: 'global.image.registry',
  }),
  readChart('grafana-community/helm-charts', {
    chart: 'tempo-distributed',
    version: '3.3.0',
    images: ['docker.io/grafana/tempo:3.0.3', 'docker.io/memcached:1.6.45-alpine'],
    registryValue: 'global.image.registry',
  }),
  readChart('jaegertracing/helm-charts', {
    chart: 'jaeger',
    version: '3.4.0',
    images: ['jaegertracing/all-in-one:1.53.0'],
    registryValue: 'global.imageRegistry',
  }),
  readChart('jaegertracing/helm-charts', {
    chart: 'jaeger',
    version: '4.11.1',
    images: ['jaegertracing/jaeger:2.19.0'],
    registryValue: 'global.imageRegistry',
  }),
  readVictoriaTraces('victoria-traces-single', '0.0.3', 'v0.5.0'),
  readVictoriaTraces('victoria-traces-single', '0.1.10', 'v0.9.4'),
  readVictoriaTraces('victoria-traces-single', '0.1.11', 'v0.11.0'),
  readVictoriaTraces('victoria-traces-cluster', '0.2.10', 'v0.11.0'),
  readZipkin('0.3.4', '3.4.1'),
  readZipkin('0.4.0', '3.5.1'),
];

/** What a version of a chart pulls; undefined where that was not read. */
export const findChartPin = (chart: string, version: string): ChartPin | undefined =>
  CHART_IMAGES.find((pin) => pin.chart === chart && pin.version === version);

/** Where charts are published. */
const REPOSITORIES: Readonly<Record<string, string>> = {
  jaeger: 'https://jaegertracing.github.io/helm-charts',
  'victoria-traces-single': 'https://victoriametrics.github.io/helm-charts',
  'victoria-traces-cluster': 'https://victoriametrics.github.io/helm-charts',
  zipkin: 'https://zipkin.io/zipkin-helm',
  'opentelemetry-operator': 'https://open-telemetry.github.io/opentelemetry-helm-charts',
  'victoria-metrics-k8s-stack': 'https://victoriametrics.github.io/helm-charts',
  'kube-prometheus-stack': 'https://prometheus-community.github.io/helm-charts',
};

/** Tempo's charts moved with their second version. */
function findRepository(chart: string, version: string | undefined): string | undefined {
  if (!chart.startsWith('tempo')) return REPOSITORIES[chart];
  const isMoved = version === undefined || !isChartOlder(version, '2.0.0');
  return `https://grafana${isMoved ? '-community' : ''}.github.io/helm-charts`;
}

/** The command that prints what a chart installs, its images among it. */
export function formatChartCommand({
  chart,
  version,
}: {
  readonly chart: string;
  readonly version?: string;
}): string {
  const repository = findRepository(chart, version);
  return [
    `helm template ${chart} ${chart}`,
    ...(repository === undefined ? [] : [`--repo ${repository}`]),
    ...(version === undefined ? [] : [`--version ${version}`]),
  ].join(' ');
}
