/**
 * The slice of the Pod API that is read or written. Everything else passes through untouched, so a field of a newer
 * Kubernetes version survives. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */

export interface KeyReference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

export interface EnvVarSource {
  readonly fieldRef?: { readonly fieldPath: string; readonly apiVersion?: string };
  readonly configMapKeyRef?: KeyReference;
  readonly secretKeyRef?: KeyReference;
  readonly resourceFieldRef?: { readonly resource?: string; readonly containerName?: string };
  /** Of a file that an init container writes, from Kubernetes 1.34 on. */
  readonly fileKeyRef?: {
    readonly volumeName?: string;
    readonly path?: string;
    readonly key?: string;
    readonly optional?: boolean;
  };
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: EnvVarSource;
}

export interface EnvFromSource {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name?: string; readonly optional?: boolean };
  readonly secretRef?: { readonly name?: string; readonly optional?: boolean };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
  readonly mountPropagation?: string;
}

export type Quantities = Readonly<Record<string, string | number>>;

export interface ResourceRequirements {
  readonly limits?: Quantities;
  readonly requests?: Quantities;
}

export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string; readonly localhostProfile?: string };
  readonly appArmorProfile?: { readonly type?: string; readonly localhostProfile?: string };
  readonly seLinuxOptions?: Readonly<Record<string, unknown>>;
  readonly windowsOptions?: unknown;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly resources?: ResourceRequirements;
  readonly securityContext?: SecurityContext;
  readonly restartPolicy?: string;
}

export interface Volume {
  readonly name: string;
  readonly [source: string]: unknown;
}

export interface OwnerReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

export type StringMap = Readonly<Record<string, string>>;

export interface ObjectMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly ownerReferences?: readonly OwnerReference[];
  /** Who wrote which fields; the API server keeps it of every object that it has taken in. */
  readonly managedFields?: readonly unknown[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly { readonly name: string }[];
  readonly volumes?: readonly Volume[];
  /** Of the pod as a whole, from Kubernetes 1.34 on. */
  readonly resources?: ResourceRequirements;
  readonly securityContext?: SecurityContext;
  readonly os?: { readonly name?: string };
  readonly nodeSelector?: StringMap;
  readonly affinity?: unknown;
  readonly nodeName?: string;
  readonly restartPolicy?: string;
  readonly hostNetwork?: boolean;
  /** Whether variables are made of Services; true where it is absent. */
  readonly enableServiceLinks?: boolean;
  readonly hostPID?: boolean;
  readonly hostUsers?: boolean;
  readonly dnsPolicy?: string;
  readonly shareProcessNamespace?: boolean;
  readonly serviceAccountName?: string;
  /** The former name of the same field. */
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
}

export interface Pod {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec;
}

/** The two lists of a pod that hold containers a language can be injected into. */
export type ContainerList = 'containers' | 'initContainers';

/** One container of a pod by its place in it. */
export interface ContainerRef {
  readonly list: ContainerList;
  readonly index: number;
  readonly name: string;
}

/**
 * The containers by name. Of several with one name a regular container counts before an init container, as it does for
 * the OpenTelemetry Operator, and in a list the first.
 */
export function indexContainers(spec: PodSpec): ReadonlyMap<string, ContainerRef> {
  const refs = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map(({ name }, index): ContainerRef => ({ list, index, name })).reverse(),
  );
  return new Map(refs.map((ref) => [ref.name, ref]));
}

/** Tells whether an init container goes on to run beside the containers. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ */
export const isSidecar = (container: Container | undefined): boolean => container?.restartPolicy === 'Always';

/** The container that a reference points at; throws when the reference is not of this pod. */
export function getContainer(spec: PodSpec, ref: ContainerRef): Container {
  const container = spec[ref.list]?.[ref.index];
  if (container === undefined) throw new Error(`no ${ref.list}[${ref.index.toString()}] in this pod`);
  return container;
}
