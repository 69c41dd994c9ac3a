/** The closed sets of this domain. Each array gives the type, the loop, and its order has a meaning. */

/** Languages in the order in which they are injected; the earlier one wins a conflict on one container. */
export const LANGUAGES = [
  'java',
  'nodejs',
  'php',
  'python',
  'ruby',
  'dotnet',
  'go',
  'apache-httpd',
  'nginx',
  'sdk',
] as const;
export type Language = (typeof LANGUAGES)[number];

/** A value for each language. */
export const mapLanguages = <T>(valueOf: (language: Language) => T): Readonly<Record<Language, T>> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, valueOf(language)])) as Record<Language, T>;

/** Tracing backends in the order in which the primary one is chosen when a platform names none. */
export const BACKENDS = ['tempo', 'jaeger', 'victoria-traces', 'zipkin'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Environments of clusters, in each of which the platform pins versions of its charts. */
export const ENVIRONMENTS = ['dev', 'stg', 'prod'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** How spans reach a backend: through an OpenTelemetry Collector, or straight from the agent. */
export const ROUTES = ['collector', 'direct'] as const;
export type Route = (typeof ROUTES)[number];

/** Where the Collector that agents speak to runs. */
export const TOPOLOGIES = ['gateway', 'agent', 'agent-gateway'] as const;
export type Topology = (typeof TOPOLOGIES)[number];

/** How pods reach a Collector that runs on their node: by the node's address, or by a Service that stays on the node. */
export const NODE_ADDRESSES = ['host-ip', 'service'] as const;
export type NodeAddress = (typeof NODE_ADDRESSES)[number];

export const SIGNALS = ['traces', 'metrics', 'logs'] as const;
export type Signal = (typeof SIGNALS)[number];

/** `OTEL_TRACES_EXPORTER` values that are resolved; https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export const EXPORTERS = ['otlp', 'zipkin'] as const;
export type Exporter = (typeof EXPORTERS)[number];

/** `OTEL_EXPORTER_OTLP_PROTOCOL` values in order of preference; https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export const PROTOCOLS = ['http/protobuf', 'grpc', 'http/json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** `OTEL_PROPAGATORS` values. */
export const PROPAGATORS = [
  'tracecontext',
  'baggage',
  'b3',
  'b3multi',
  'jaeger',
  'xray',
  'ottrace',
  'none',
] as const;
export type Propagator = (typeof PROPAGATORS)[number];

/** `OTEL_TRACES_SAMPLER` values. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'jaeger_remote',
  'parentbased_jaeger_remote',
  'xray',
] as const;
export type Sampler = (typeof SAMPLERS)[number];

/** Where a value came from, strongest first. What the container itself sets is never replaced, so it has no entry. */
export type Origin = 'pod' | 'namespace' | 'rule' | 'instrumentation' | 'platform' | 'preset' | 'default';

/** A value and where it came from. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Fails to compile where a switch over a closed union forgets a member. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

/** Tells whether text is one of the members of a closed set. */
export function isMember<T extends string>(set: readonly T[], text: unknown): text is T {
  return (set as readonly unknown[]).includes(text);
}
