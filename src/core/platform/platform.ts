import {
  BACKENDS,
  type Backend,
  type Environment,
  type Language,
  type NodeAddress,
  type Origin,
  type Propagator,
  type Route,
  type Setting,
  type Signal,
  type Topology,
} from '../domain.js';
import type { PodSecurityLevel } from '../kubernetes/pod-security.js';
import type { LabelSelector } from '../kubernetes/label-selector.js';

/** The platform's choice with every default applied; made by `resolvePlatform` from a TracingPlatform object. */
export interface Platform {
  readonly cluster: ClusterSettings;
  /** Enabled backends; at least one. */
  readonly backends: Readonly<Partial<Record<Backend, BackendSettings>>>;
  readonly primary: Setting<Backend>;
  readonly route: Setting<Route>;
  readonly collector: CollectorSettings;
  readonly signals: readonly Signal[];
  readonly propagators: Setting<readonly Propagator[]>;
  readonly sampling?: Sampling;
  /** Where the images of what is rendered are pulled from; those of agents follow it, too. */
  readonly images?: ImageSettings;
  readonly agents: AgentSettings;
  readonly injection: InjectionSettings;
}

interface ClusterSettings {
  readonly name?: string;
  readonly environment?: Environment;
  readonly domain?: string;
  /** Pod Security level of namespaces that have no label for it; the API server's own when absent. */
  readonly podSecurity?: PodSecurityLevel;
}

export interface CollectorSettings {
  readonly name: string;
  readonly namespace: string;
  readonly topology: Topology;
  /** How pods reach it where it runs on their node. */
  readonly nodeAddress: NodeAddress;
  readonly version: string;
  /** Base URL that agents send to instead. */
  readonly endpoint?: string;
}

/** Settings over the preset of a backend; `namespace` and `chart` have the preset's defaults. */
export interface BackendSettings {
  readonly namespace: string;
  readonly chart: string;
  /** Base URL that replaces the preset's address. */
  readonly endpoint?: string;
  readonly queryEndpoint?: string;
  readonly tenant?: { readonly fixed: string } | { readonly namespace: true };
  readonly headers?: readonly BackendHeader[];
  readonly tls?: {
    readonly insecure?: boolean;
    readonly caFile?: string;
    readonly certFile?: string;
    readonly keyFile?: string;
    /** Objects in the namespace of the sender, with these files as keys. */
    readonly secretName?: string;
    readonly configMapName?: string;
  };
  readonly origin: Origin;
}

interface BackendHeader {
  readonly name: string;
  readonly secretName: string;
  readonly key: string;
}

/** How traces are thinned; https://opentelemetry.io/docs/concepts/sampling/ */
export type Sampling =
  | { readonly strategy: 'probabilistic'; readonly ratio: number }
  | {
      readonly strategy: 'tail';
      readonly keepErrors: boolean;
      readonly slowMs?: number;
      readonly percent: number;
      readonly drop?: readonly string[];
    }
  | {
      readonly strategy: 'adaptive';
      readonly mode: 'collector';
      readonly spansPerSecond: number;
      readonly services?: Readonly<Record<string, number>>;
    }
  | {
      readonly strategy: 'adaptive';
      readonly mode: 'jaeger-remote';
      readonly endpoint?: string;
      readonly ratio: number;
    };

export type TailSampling = Extract<Sampling, { strategy: 'tail' }>;
export type AdaptiveSampling = Extract<Sampling, { mode: 'collector' }>;

/** The part of a strategy that the Collector does; undefined where the agents do it all. */
export function findCollectorSampling(
  sampling: Sampling | undefined,
): TailSampling | AdaptiveSampling | undefined {
  if (sampling?.strategy === 'tail') return sampling;
  return sampling?.strategy === 'adaptive' && sampling.mode === 'collector' ? sampling : undefined;
}

interface ImageSettings {
  readonly registry?: string;
  readonly pullSecret?: string;
}

export interface AgentSettings extends ImageSettings {
  /** Whether containers are refused whose memory limit is too low; a pod or its namespace can say otherwise. */
  readonly memoryCheck: boolean;
  readonly languages: Readonly<
    Partial<Record<Language, { readonly image?: string; readonly enabled?: boolean }>>
  >;
}

export interface InjectionSettings {
  readonly rules: readonly InjectionRule[];
  readonly ignoreContainers: readonly string[];
  /** Namespaces whose Instrumentations a pod of another namespace may name; `*` allows all. */
  readonly instrumentationNamespaces: readonly string[];
}

export interface InjectionRule {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly languages: readonly Language[];
  readonly containers?: readonly string[];
}

/** Containers that other systems inject; never a default target, with or without a platform. */
export const IGNORED_CONTAINERS: readonly string[] = ['istio-proxy', 'linkerd-proxy', 'vault-agent'];

/** The enabled backends that get only traces of pods which pick them. */
export function listIdleBackends(platform: Platform): readonly Backend[] {
  const receiving = listReceivingBackends(platform);
  return listEnabledBackends(platform).filter((backend) => !receiving.includes(backend));
}

/**
 * The backends that get the traces of pods which pick none: all of them from a Collector, and directly the primary one,
 * as an agent sends to one address.
 */
export const listReceivingBackends = (platform: Platform): readonly Backend[] =>
  listEnabledBackends(platform).filter(
    (backend) => platform.route.value === 'collector' || backend === platform.primary.value,
  );

/** The backends of a platform, in their order. */
export const listEnabledBackends = ({ backends }: Platform): readonly Backend[] =>
  BACKENDS.filter((backend) => backends[backend] !== undefined);
