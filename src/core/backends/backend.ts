import type { Environment, Exporter, Protocol } from '../domain.js';
import type { StringMap } from '../kubernetes/pod.js';
import { parseChart } from './charts.js';
import { getRegisteredPort } from './endpoint.js';

/** What is known of one backend. What a platform writes goes before all of it. */
export interface BackendRow {
  /** What people call it. */
  readonly title: string;
  /** Flag of the platform that enables it. */
  readonly addon: `enable_${string}`;
  /** Where it is and which chart installed it, as the platform's own development cluster has it. */
  readonly namespace: string;
  readonly chart: string;
  /** Charts that are known, by name; the first is meant where a platform names a version only. */
  readonly charts: Readonly<Record<string, ChartPreset>>;
  /** Versions of charts, beside `chart`, by which other clusters have it: where Services or ports are others. */
  readonly otherCharts: readonly string[];
  /** The version that the platform installs in each environment. */
  readonly pins: Readonly<Record<Environment, string>>;
  /** How its tenants are named, as messages write it; absent where it knows none. */
  readonly tenantForm?: string;
  /** Tells whether it can have a tenant of this name. */
  readonly isTenant: (name: string) => boolean;
  /** The headers that name a tenant to it; the name is one that `isTenant` accepts. */
  readonly buildTenantHeaders: (name: string) => StringMap;
}

/** How a chart names the Services of a backend, and which formats they accept and answer. */
export interface ChartPreset {
  /** Service that takes spans in. */
  readonly service: (chart: string) => string;
  /** In order of preference. */
  readonly ports: readonly BackendPort[];
  /** What it accepts only if it is configured, so only if the platform names that port. */
  readonly onRequest?: readonly BackendPort[];
  /** Service and port that answer queries, and the path below which they do. */
  readonly query: (chart: string) => QueryPreset;
  /** Where this was read. */
  readonly source: string;
}

/** A port of a Service, and the format that it accepts. */
export interface BackendPort {
  readonly exporter: Exporter;
  readonly protocol: Protocol;
  readonly port: number;
  readonly path: string;
  /** `base`: the SDK appends the path of the signal; `traces`: the URL is taken as it is. */
  readonly form: 'base' | 'traces' | 'zipkin';
}

interface QueryPreset {
  readonly service: string;
  readonly port: number;
  readonly path: string;
}

/** A port that takes OTLP in by the number that is registered for it. */
export const buildOtlpPort = (protocol: Protocol): BackendPort => ({
  exporter: 'otlp',
  protocol,
  port: getRegisteredPort(protocol),
  path: '',
  form: 'base',
});

/** The formats that a Collector, and most backends, accept. */
export const OTLP: readonly BackendPort[] = [buildOtlpPort('http/protobuf'), buildOtlpPort('grpc')];

/** The preset of the chart that a platform names; the usual one's where it is not known. */
export function getChartPreset({ charts }: BackendRow, chart: string): ChartPreset {
  const preset = charts[parseChart(chart).name ?? ''] ?? Object.values(charts)[0];
  if (preset === undefined) throw new Error('a backend has no chart');
  return preset;
}
