import { isChartOlder } from './charts.js';

/** How a version of Jaeger's chart lays Jaeger out. */
export interface JaegerLayout {
  /** The first version of the chart that does so. */
  readonly since: string;
  /** The first number of Jaeger's own version. */
  readonly jaeger: 1 | 2;
  /** Key of the values of what holds all parts of Jaeger. */
  readonly values: 'allInOne' | 'jaeger';
  /** Services that take spans in, and that answer queries. */
  readonly service: string;
  readonly query: string;
  /** Port that tells agents over gRPC how much to keep. */
  readonly samplingPort: number;
  /** Whether that port is reached by the Service: always, by a port that the values add, or not at all. */
  readonly sampling: 'open' | 'added' | 'closed';
  /** What the value `userconfig`, a whole configuration of Jaeger 2, has to be; absent where there is none. */
  readonly config?: 'text' | 'object';
}

const THREE_SERVICES = { values: 'allInOne', service: 'jaeger-collector', query: 'jaeger-query' } as const;
const ONE_SERVICE = {
  jaeger: 2,
  values: 'jaeger',
  service: 'jaeger',
  query: 'jaeger',
  samplingPort: 5779,
} as const;

/** In the order of the versions. https://github.com/jaegertracing/helm-charts/tree/jaeger-4.11.1/charts/jaeger */
const LAYOUTS = [
  { since: '0.0.0', jaeger: 1, ...THREE_SERVICES, samplingPort: 14250, sampling: 'open' },
  // Its Services are headless, so that every port of the pod is reached by their names.
  { since: '4.0.0', jaeger: 2, ...THREE_SERVICES, samplingPort: 5779, sampling: 'open', config: 'text' },
  { since: '4.2.0', ...ONE_SERVICE, sampling: 'closed', config: 'text' },
  { since: '4.3.3', ...ONE_SERVICE, sampling: 'closed', config: 'object' },
  { since: '4.4.3', ...ONE_SERVICE, sampling: 'added', config: 'object' },
] as const satisfies readonly JaegerLayout[];

/** The layout of a version of the chart. */
export const resolveJaegerLayout = (chart: string): JaegerLayout =>
  LAYOUTS.findLast(({ since }) => !isChartOlder(chart, since)) ?? LAYOUTS[0];
