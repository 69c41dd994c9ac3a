import {
  EXPORTERS,
  type Exporter,
  type Language,
  PROPAGATORS,
  type Propagator,
  type Protocol,
  SAMPLERS,
  type Sampler,
} from '../domain.js';

/** What an agent can be given beside an address, so that a backend lets it in. */
export const ACCESS = ['headers', 'TLS'] as const;
export type AccessKind = (typeof ACCESS)[number];

/** What the agent of a language, in its pinned image, can be told. */
export interface Capabilities {
  /** Where the agent reads its exporter from; `none` for one that only passes variables on. */
  readonly configuredBy: 'environment' | 'file' | 'unknown-sdk';
  readonly exporters: readonly Exporter[];
  /** OTLP protocols in order of preference. */
  readonly protocols: readonly Protocol[];
  readonly samplers: readonly Sampler[];
  readonly propagators: readonly Propagator[];
  readonly access: readonly AccessKind[];
  /** Values with which the agent, or the program with it, does not start; by variable. Lists are checked item by item. */
  readonly fatal: Readonly<Record<string, readonly string[]>>;
  /** Where this was read. */
  readonly source: string;
}

const BASIC_SAMPLERS: readonly Sampler[] = SAMPLERS.slice(0, 6);
const BASIC_PROPAGATORS: readonly Propagator[] = ['tracecontext', 'baggage', 'b3', 'b3multi', 'none'];
const FORMER_EXPORTERS = ['jaeger', 'jaeger_thrift'];
/** No agent but Java's has the remote samplers, and none has X-Ray's. */
const UNKNOWN_TO_JAVA = ['xray', 'probabilistic'];

const webServer: Capabilities = {
  configuredBy: 'file',
  exporters: ['otlp'],
  protocols: ['grpc'],
  samplers: [],
  propagators: [],
  access: [],
  fatal: {},
  source: 'opentelemetry-webserver-sdk 1.0.4: the module loads libopentelemetry_exporter_otlp_grpc.so only',
};

/** Per language, from the sources that docs/backends.md names. */
export const CAPABILITIES: Readonly<Record<Language, Capabilities>> = {
  java: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf', 'grpc'],
    samplers: [...BASIC_SAMPLERS, 'jaeger_remote', 'parentbased_jaeger_remote'],
    propagators: PROPAGATORS,
    access: ACCESS,
    fatal: {
      OTEL_TRACES_EXPORTER: FORMER_EXPORTERS,
      OTEL_EXPORTER_OTLP_PROTOCOL: ['http/json'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['http/json'],
      OTEL_TRACES_SAMPLER: UNKNOWN_TO_JAVA,
    },
    source:
      'opentelemetry-javaagent 2.30.0: sdk-extensions/autoconfigure, exporters/otlp OtlpConfigUtil; a bad value is a ConfigurationException',
  },
  nodejs: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf', 'grpc', 'http/json'],
    samplers: BASIC_SAMPLERS,
    propagators: [...BASIC_PROPAGATORS, 'jaeger'],
    access: ACCESS,
    fatal: {},
    source: '@opentelemetry/auto-instrumentations-node 0.78.0: sdk-node; a bad value is logged and replaced',
  },
  python: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: PROPAGATORS,
    access: ACCESS,
    fatal: {
      OTEL_TRACES_EXPORTER: ['zipkin', ...FORMER_EXPORTERS],
      OTEL_EXPORTER_OTLP_PROTOCOL: ['grpc', 'http/json'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['grpc', 'http/json'],
    },
    source:
      'autoinstrumentation-python 0.64b0: requirements.txt has opentelemetry-exporter-otlp-proto-http only; a bad value is a RuntimeError',
  },
  dotnet: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: BASIC_PROPAGATORS,
    access: ACCESS,
    fatal: {},
    source:
      'opentelemetry-dotnet-instrumentation 1.16.0: docs/config.md; gRPC only where the program itself ships Grpc.Net.Client',
  },
  go: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf', 'grpc'],
    samplers: BASIC_SAMPLERS,
    propagators: ['tracecontext'],
    access: ACCESS,
    fatal: {
      OTEL_TRACES_EXPORTER: ['zipkin', 'logging', ...FORMER_EXPORTERS],
      OTEL_EXPORTER_OTLP_PROTOCOL: ['http/json'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['http/json'],
      OTEL_TRACES_SAMPLER: ['jaeger_remote', 'parentbased_jaeger_remote', ...UNKNOWN_TO_JAVA],
    },
    source:
      'go.opentelemetry.io/auto v0.24.0: sampling.go:23-31,232-276, cli/main.go:132-181, internal/include/trace/span_context.h (traceparent only, OTEL_PROPAGATORS is not read); contrib/exporters/autoexport v0.65.0: spans.go:71-98; a bad value ends the agent',
  },
  'apache-httpd': webServer,
  nginx: webServer,
  sdk: {
    configuredBy: 'unknown-sdk',
    exporters: ['otlp'],
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: PROPAGATORS,
    access: ACCESS,
    fatal: {},
    source: 'the program brings its own SDK; http/protobuf is the default of the OpenTelemetry specification',
  },
};

/** Languages whose agents read the exporter from variables; these must agree when they share a container. */
export const canReadVariables = (language: Language): boolean =>
  CAPABILITIES[language].configuredBy !== 'file';

/** What all of the given languages can be told; the order of the first is kept. */
export function listSharedCapabilities<T>(
  languages: readonly Language[],
  of: (capabilities: Capabilities) => readonly T[],
): readonly T[] {
  const [first, ...others] = languages.map((language) => of(CAPABILITIES[language]));
  return (first ?? []).filter((value) => others.every((values) => values.includes(value)));
}
