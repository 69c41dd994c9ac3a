import { BACKENDS, type Backend } from '../domain.js';
import { getChartPreset, type BackendPort, type BackendRow } from './backend.js';
import { getBackendRow } from './backends.js';

/** Where a backend is found, by the chart that installed it; every part can be overridden in the TracingPlatform. */
export interface Preset {
  /** Charts that are known; the first is meant where a platform names a version only. */
  readonly charts: readonly string[];
  readonly service: (chart: string) => string;
  readonly ports: (chart: string) => readonly BackendPort[];
  readonly onRequest: readonly BackendPort[];
  readonly source: string;
}

function buildPreset(row: BackendRow): Preset {
  return {
    charts: Object.keys(row.charts),
    service: (chart) => getChartPreset(row, chart).service(chart),
    ports: (chart) => getChartPreset(row, chart).ports,
    onRequest: Object.values(row.charts).flatMap(({ onRequest = [] }) => onRequest),
    source: Object.entries(row.charts)
      .map(([name, { source }]) => `chart ${name}${source}`)
      .join('; '),
  };
}

/** Presets by chart and version. */
export const PRESETS = Object.fromEntries(
  BACKENDS.map((backend) => [backend, buildPreset(getBackendRow(backend))]),
) as Readonly<Record<Backend, Preset>>;
