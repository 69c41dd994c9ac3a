import { BACKEND_ROWS } from '../backends/backends.js';
import { BACKENDS, type Backend, type Environment, type Origin, type Setting } from '../domain.js';
import { PINS } from '../pins.js';
import type { SamplingSpec } from '../objects/sampling.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';
import {
  IGNORED_CONTAINERS,
  type AgentSettings,
  type BackendSettings,
  type CollectorSettings,
  type InjectionSettings,
  type Platform,
  type Sampling,
} from './platform.js';

type Addons = NonNullable<TracingPlatformSpec['addons']>;

/** Flag of the platform that enables a backend. */
export const ADDON_OF = Object.fromEntries(
  BACKENDS.map((backend) => [backend, BACKEND_ROWS[backend].addon]),
) as Readonly<Record<Backend, (typeof BACKEND_ROWS)[Backend]['addon']>>;

/** Tells whether flags enable a backend. */
export const hasBackendFlag = (addons: Addons): boolean =>
  BACKENDS.some((backend) => addons[ADDON_OF[backend]] === true);

/** Flags of a platform that names none; when it names any, those not named are off. */
export const DEFAULT_ADDONS = {
  enable_tempo: true,
  enable_opentelemetry_operator: true,
  enable_victoria_metrics_k8s_stack: true,
} as const satisfies Addons;

/** The flags that hold: those that are written, else the default ones. */
export const resolveAddons = ({ addons }: TracingPlatformSpec): Addons => addons ?? DEFAULT_ADDONS;

/** The Collector that agents send to; the version is the newest one that the tests run. */
export const DEFAULT_COLLECTOR: CollectorSettings = {
  name: 'otel',
  namespace: 'monitoring',
  topology: 'gateway',
  nodeAddress: 'host-ip',
  version: PINS.collector.version,
};

/** The Collector that the platform's Operator starts by itself, where that is older than the default. */
export const PINNED_COLLECTORS: Readonly<Partial<Record<Environment, string>>> = {
  stg: '0.118.0',
  prod: '0.118.0',
};

/** The version of the Collector in an environment, where a platform names none. */
export const findCollectorPin = (environment: Environment | undefined): string | undefined =>
  environment === undefined ? undefined : PINNED_COLLECTORS[environment];

const DEFAULT_INJECTION: InjectionSettings = {
  rules: [],
  ignoreContainers: IGNORED_CONTAINERS,
  instrumentationNamespaces: ['*'],
};

/**
 * Applies the defaults to the spec of a TracingPlatform. Total: a spec that enables no backend gives a platform
 * without backends, which `checkPlatform` refuses.
 */
export function resolvePlatform(spec: TracingPlatformSpec): Platform {
  const addons = resolveAddons(spec);
  const enabled = BACKENDS.filter((backend) => addons[ADDON_OF[backend]] === true);
  const told: Origin = spec.addons === undefined ? 'default' : 'platform';
  return {
    cluster: resolveCluster(spec.cluster),
    backends: Object.fromEntries(enabled.map((backend) => [backend, resolveBackendSettings(backend, spec)])),
    primary: resolveSetting(spec.backend, enabled[0] ?? 'tempo', told),
    route: resolveSetting(
      spec.route,
      addons.enable_opentelemetry_operator === true ? 'collector' : 'direct',
      told,
    ),
    collector: resolveCollector(spec),
    signals: spec.signals ?? ['traces'],
    propagators: resolveSetting(spec.propagators, ['tracecontext', 'baggage', 'b3']),
    ...resolveSampling(spec.sampling),
    ...(spec.images === undefined ? {} : { images: spec.images }),
    agents: resolveAgents(spec),
    injection: { ...DEFAULT_INJECTION, ...spec.injection },
  };
}

/** The domain without the dot at its end, so that a port can follow a name. */
function resolveCluster(spec: TracingPlatformSpec['cluster'] = {}): Platform['cluster'] {
  return spec.domain === undefined ? spec : { ...spec, domain: spec.domain.replace(/\.$/, '') };
}

/** A value as written, else what follows from the rest of the platform, else the default. */
const resolveSetting = <T>(written: T | undefined, fallback: T, origin: Origin = 'default'): Setting<T> =>
  written === undefined ? { value: fallback, origin } : { value: written, origin: 'platform' };

function resolveCollector({ collector, cluster }: TracingPlatformSpec): CollectorSettings {
  const pin = findCollectorPin(cluster?.environment);
  return { ...DEFAULT_COLLECTOR, ...(pin === undefined ? {} : { version: pin }), ...collector };
}

function resolveBackendSettings(backend: Backend, spec: TracingPlatformSpec): BackendSettings {
  const written = spec.backends?.[backend];
  const { namespace, chart: usual, pins } = BACKEND_ROWS[backend];
  const environment = spec.cluster?.environment;
  const chart = environment === undefined ? usual : pins[environment];
  return { namespace, chart, ...written, origin: written === undefined ? 'default' : 'platform' };
}

function resolveSampling(spec: SamplingSpec | undefined): { readonly sampling?: Sampling } {
  switch (spec?.strategy) {
    case undefined:
      return {};
    case 'probabilistic':
      return { sampling: spec };
    case 'tail':
      return { sampling: { keepErrors: true, ...spec } };
    case 'adaptive':
      return { sampling: spec.mode === 'jaeger-remote' ? spec : { ...spec, mode: 'collector' } };
  }
}

function resolveAgents({ agents = {}, images = {} }: TracingPlatformSpec): AgentSettings {
  const { registry, pullSecret, memoryCheck = true, ...languages } = { ...images, ...agents };
  return {
    ...(registry === undefined ? {} : { registry }),
    ...(pullSecret === undefined ? {} : { pullSecret }),
    memoryCheck,
    languages,
  };
}
