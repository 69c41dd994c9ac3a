import type { Backend } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { trimTrailingSlashes } from '../text-ends.js';
import { isOlder } from '../version.js';
import { formatServiceHost } from './backends.js';
import { parseChart } from './charts.js';
import { PRESETS } from './presets.js';

/** Where a backend answers queries: a Service of its chart, or the address that the platform writes out. */
export interface QueryAddress {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  /** Where it is in the cluster; absent when the platform writes the address out. */
  readonly service?: { readonly name: string; readonly namespace: string; readonly port: number };
}

interface QueryPreset {
  readonly service: string;
  readonly port: number;
  readonly path: string;
}

/** Query addresses by chart and version, beside the presets for spans. */
const QUERY_PRESETS: Readonly<Record<Backend, (chart: string) => QueryPreset>> = {
  tempo: (chart) =>
    parseChart(chart).name === 'tempo-distributed'
      ? { service: 'tempo-query-frontend', port: isChartOlder(chart, '1.41.0') ? 3100 : 3200, path: '' }
      : {
          service: PRESETS.tempo.service(chart),
          port: isChartOlder(chart, '1.23.1') ? 3100 : 3200,
          path: '',
        },
  jaeger: (chart) => ({
    service: isChartOlder(chart, '4.0.0') ? 'jaeger-query' : 'jaeger',
    port: 16686,
    path: '',
  }),
  // The JSON API of Jaeger, under a path of its own.
  'victoria-traces': (chart) =>
    parseChart(chart).name === 'victoria-traces-cluster'
      ? { service: 'victoria-traces-cluster-vt-cluster-vtselect', port: 10471, path: '/select/jaeger' }
      : { service: PRESETS['victoria-traces'].service(chart), port: 10428, path: '/select/jaeger' },
  zipkin: (chart) => ({ service: PRESETS.zipkin.service(chart), port: 9411, path: '' }),
};

const isChartOlder = (chart: string, version: string): boolean =>
  isOlder(parseChart(chart).version.replace(/^v/, ''), version);

/** The query address of an enabled backend; undefined for one that is off. */
export function findQueryAddress(
  { backends, cluster }: Platform,
  backend: Backend,
): QueryAddress | undefined {
  const settings = backends[backend];
  if (settings === undefined) return undefined;
  if (settings.queryEndpoint !== undefined) return { url: trimTrailingSlashes(settings.queryEndpoint) };
  const { namespace, chart } = settings;
  const { service: name, port, path } = QUERY_PRESETS[backend](chart);
  const host = formatServiceHost(name, namespace, cluster.domain);
  return { url: `http://${host}:${port.toString()}${path}`, service: { name, namespace, port } };
}
