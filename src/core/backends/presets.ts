import type { Backend, Exporter, Protocol } from '../domain.js';
import { parseChart, parseMajorVersion } from './charts.js';
import { getRegisteredPort } from './endpoint.js';

/** A port of a Service, and what it takes in. */
export interface BackendPort {
  readonly exporter: Exporter;
  readonly protocol: Protocol;
  readonly port: number;
  readonly path: string;
  /** `base`: the SDK appends the path of the signal; `traces`: the URL is taken as it is. */
  readonly form: 'base' | 'traces' | 'zipkin';
}

/** How a chart names the Service of a backend, and what that Service takes in. */
interface ChartPreset {
  readonly service: (chart: string) => string;
  /** In order of preference. */
  readonly ports: readonly BackendPort[];
  /** What it takes in where it is told to, so only where the platform writes out that port. */
  readonly onRequest?: readonly BackendPort[];
  readonly source: string;
}

/** Where a backend is found, by the chart that installed it; every part can be overridden in the TracingPlatform. */
export interface Preset {
  /** Charts that are known; the first is meant where a platform names a version only. */
  readonly charts: readonly string[];
  readonly service: (chart: string) => string;
  readonly ports: (chart: string) => readonly BackendPort[];
  readonly onRequest: readonly BackendPort[];
  readonly source: string;
}

const buildOtlpPort = (protocol: Protocol): BackendPort => ({
  exporter: 'otlp',
  protocol,
  port: getRegisteredPort(protocol),
  path: '',
  form: 'base',
});

/** What a Collector, and most backends, take in. */
export const OTLP: readonly BackendPort[] = [buildOtlpPort('http/protobuf'), buildOtlpPort('grpc')];

const buildVictoriaTracesPort = (port: number): BackendPort => ({
  exporter: 'otlp',
  protocol: 'http/protobuf',
  port,
  path: '/insert/opentelemetry/v1/traces',
  form: 'traces',
});

function mergeChartPresets(presets: Readonly<Record<string, ChartPreset>>): Preset {
  const all = Object.values(presets);
  const of = (chart: string): ChartPreset | undefined => presets[parseChart(chart).name ?? ''] ?? all[0];
  return {
    charts: Object.keys(presets),
    service: (chart) => of(chart)?.service(chart) ?? '',
    ports: (chart) => of(chart)?.ports ?? [],
    onRequest: all.flatMap(({ onRequest = [] }) => onRequest),
    source: Object.entries(presets)
      .map(([name, { source }]) => `chart ${name}${source}`)
      .join('; '),
  };
}

/** Presets by chart and version. */
export const PRESETS: Readonly<Record<Backend, Preset>> = {
  tempo: mergeChartPresets({
    tempo: {
      service: () => 'tempo',
      ports: OTLP,
      source: ' (single binary) 1.18.2 and 1.24.4: Service tempo',
    },
    'tempo-distributed': {
      service: () => 'tempo-distributor',
      ports: OTLP,
      source:
        ' up to 3.3.0: Service tempo-distributor; its values traces.otlp.http.enabled and traces.otlp.grpc.enabled open the ports',
    },
  }),
  jaeger: mergeChartPresets({
    jaeger: {
      service: (chart) => (parseMajorVersion(chart) < 4 ? 'jaeger-collector' : 'jaeger'),
      ports: OTLP,
      source: ': Service jaeger-collector up to 3.x (all-in-one), jaeger from 4.0',
    },
  }),
  'victoria-traces': mergeChartPresets({
    'victoria-traces-single': {
      service: () => 'victoria-traces-single-vt-single-server',
      ports: [buildVictoriaTracesPort(10428)],
      onRequest: [buildOtlpPort('grpc')],
      source:
        ' 0.0.3 and 0.1.10: OTLP over HTTP; over gRPC only where the server is started with -otlpGRPCListenAddr, so only where the platform writes out port 4317',
    },
    'victoria-traces-cluster': {
      service: () => 'victoria-traces-cluster-vt-cluster-vtinsert',
      ports: [buildVictoriaTracesPort(10481)],
      source: ': OTLP over HTTP at vtinsert; the name of the Service was not seen on a cluster',
    },
  }),
  zipkin: mergeChartPresets({
    zipkin: {
      service: () => 'zipkin',
      ports: [
        { exporter: 'zipkin', protocol: 'http/json', port: 9411, path: '/api/v2/spans', form: 'zipkin' },
      ],
      source: ' 0.3.4 and 0.4.0: no OTLP',
    },
  }),
};
