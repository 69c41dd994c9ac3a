import type { KubeObject } from '../kube/object.js';
import type { ApiCall, CallName, Verb } from '../kube/api-calls.js';
import type { Installation } from '../live/installation.js';
import type { LiveAnswer } from '../live/live-cluster.js';
import type { TextAnswer } from '../live/object-api.js';

/** The definitions of both objects, by their names. */
export const DEFINITIONS = [
  'tracingplatforms.tracing.dokaseca.io',
  'instrumentations.opentelemetry.io',
] as const;
export type DefinitionName = (typeof DEFINITIONS)[number];

/** What was read of a cluster, for the checks to judge; each part is there, or says why it is not. */
export interface ClusterFacts {
  /** The clock of this machine, when the API server was asked. */
  readonly askedAt: Date;
  /** An answer of the API server, with its clock. */
  readonly version: LiveAnswer<TextAnswer>;
  readonly definitions: Readonly<Record<DefinitionName, LiveAnswer<KubeObject>>>;
  readonly installation: LiveAnswer<Installation | undefined>;
  readonly replicas: LiveAnswer<readonly ReplicaFacts[]>;
  readonly mutating: LiveAnswer<KubeObject>;
  readonly validating: LiveAnswer<KubeObject>;
  /** Every MutatingWebhookConfiguration. */
  readonly registrations: LiveAnswer<readonly KubeObject[]>;
  /** The Secret that the certificates come from; undefined where the installation names none. */
  readonly certificates: LiveAnswer<KubeObject> | undefined;
  readonly rights: readonly RightFacts[];
  readonly probe: ProbeFacts;
  /** The TracingPlatform. */
  readonly platform: LiveAnswer<KubeObject>;
  /** The objects that hold the configuration of the Collector; undefined where there is no Collector to look for. */
  readonly collector: readonly CollectorObject[] | undefined;
  /** The Services that traces are sent to. */
  readonly destinations: readonly DestinationFacts[];
  /** Pods that were injected. */
  readonly injected: LiveAnswer<readonly KubeObject[]>;
  readonly instrumentations: LiveAnswer<readonly KubeObject[]>;
  readonly references: readonly ReferenceFacts[];
  /** What the API server counts, in the format of Prometheus. */
  readonly metrics: LiveAnswer<TextAnswer>;
}

/** A pod of the webhook. */
export interface ReplicaFacts {
  readonly pod: KubeObject;
  /** What it answers to the question whether it is ready, with its clock. */
  readonly readiness: LiveAnswer<TextAnswer>;
}

/** Whether the webhook's ServiceAccount may make a call. */
export interface RightFacts {
  readonly name: CallName;
  readonly call: ApiCall;
  readonly verb: Verb;
  readonly isAllowed: LiveAnswer<boolean>;
}

/** A pod that asks for injection, as it would come out; nothing is stored. */
export type ProbeFacts =
  | { readonly kind: 'tried'; readonly namespace: string; readonly answer: LiveAnswer<KubeObject> }
  /** The webhook is asked about no namespace, or about none that could be read. */
  | { readonly kind: 'no-namespace'; readonly namespaces: LiveAnswer<readonly KubeObject[]> };

export interface CollectorObject {
  /** As it is rendered. */
  readonly rendered: KubeObject;
  readonly there: LiveAnswer<KubeObject>;
}

/** Where traces are sent. */
export interface DestinationFacts {
  /** `collector`, or the name of a backend. */
  readonly role: string;
  readonly service: string;
  readonly namespace: string;
  readonly found: LiveAnswer<KubeObject>;
  /** How many endpoints of it are ready. */
  readonly ready: LiveAnswer<number>;
  /** What makes its pods; undefined where it was not found. */
  readonly workload: KubeObject | undefined;
}

/** A Secret or ConfigMap that injected pods name for their traces. */
export interface ReferenceFacts {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly namespace: string;
  readonly name: string;
  /** Names of pods. */
  readonly pods: readonly string[];
  /** Its metadata, if it is there. */
  readonly found: LiveAnswer<unknown>;
}
