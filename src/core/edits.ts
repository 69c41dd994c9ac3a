import type { Origin } from './domain.js';
import type {
  Container,
  ContainerRef,
  EnvVar,
  PodSpec,
  ResourceRequirements,
  SecurityContext,
  Volume,
  VolumeMount,
} from './kubernetes/pod.js';

/**
 * Everything that can be done to a pod. Languages, backends and sampling all speak this and nothing else, and
 * `apply/` is its only interpreter. An edit that finds its work done (the variable is there, the volume exists)
 * changes nothing, so what the user wrote always wins.
 */
export type PodEdit = EnvEdit | MountEdit | MetadataEdit | PodWideEdit;

export type EnvEdit =
  /** Puts a variable at the head of the list unless one of that name is there. */
  | {
      readonly op: 'env-first';
      readonly container: ContainerRef;
      readonly env: EnvVar;
      readonly origin: Origin;
    }
  /** Adds a variable at the end, or directly before another one, unless one of that name is there. */
  | {
      readonly op: 'env-default';
      readonly container: ContainerRef;
      readonly env: EnvVar;
      readonly before?: string;
      readonly origin: Origin;
    }
  /** Joins text to a variable: `before` + separator + what is there + separator + `after`; sets it when absent. */
  | {
      readonly op: 'env-join';
      readonly container: ContainerRef;
      readonly name: string;
      readonly before?: string;
      readonly after?: string;
      readonly separator: string;
      readonly origin: Origin;
    }
  /** Renames a variable that is set by `valueFrom`, and puts `name=$(to)` after it so that text can be joined. */
  | {
      readonly op: 'env-rename';
      readonly container: ContainerRef;
      readonly name: string;
      readonly to: string;
    }
  /** Moves a variable to the end of the list, so that the references in its value are defined before it. */
  | { readonly op: 'env-last'; readonly container: ContainerRef; readonly name: string };

export type MountEdit =
  | { readonly op: 'mount'; readonly container: ContainerRef; readonly mount: VolumeMount }
  /** Takes away the mounts at or below a directory; they live on in the clone that copies that directory. */
  | { readonly op: 'unmount-within'; readonly container: ContainerRef; readonly directory: string };

export type PodWideEdit =
  | { readonly op: 'volume'; readonly volume: Volume }
  /** Adds an init container directly before another one of the pod, or at the end. */
  | { readonly op: 'init-container'; readonly spec: Container; readonly before?: ContainerRef }
  /**
   * Adds an init container at the end that runs the image of an existing container, with that container's
   * environment, mounts and pull policy as the user wrote them: they are copied before any other edit.
   */
  | { readonly op: 'clone-container'; readonly source: ContainerRef; readonly clone: ContainerClone }
  | { readonly op: 'sidecar'; readonly spec: Container }
  | { readonly op: 'pod-field'; readonly field: PodField; readonly value: NonNullable<PodSpec[PodField]> }
  | { readonly op: 'pull-secret'; readonly name: string };

export type MetadataEdit =
  /** Sets an annotation, or joins an item to a comma-separated one. */
  | { readonly op: 'annotation'; readonly how: 'set' | 'join'; readonly key: string; readonly value: string }
  /** Takes away an annotation that is ours. */
  | { readonly op: 'annotation'; readonly how: 'remove'; readonly key: string }
  | { readonly op: 'label'; readonly how: 'set'; readonly key: string; readonly value: string };

type PodField = 'shareProcessNamespace';

/** What a cloned container has of its own; the rest is copied from its source. */
export interface ContainerClone {
  readonly name: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  /** Variables after those of the source. */
  readonly env: readonly EnvVar[];
  readonly mount: VolumeMount;
  readonly resources?: ResourceRequirements;
  readonly securityContext?: SecurityContext;
}

const ENV_OPS: readonly PodEdit['op'][] = ['env-first', 'env-default', 'env-join', 'env-rename', 'env-last'];

/** Tells whether an edit is about the variables of a container. */
export const isEnvEdit = (edit: PodEdit): edit is EnvEdit => ENV_OPS.includes(edit.op);

/** Tells whether an edit is about annotations or labels. */
export const isMetadataEdit = (edit: PodEdit): edit is MetadataEdit =>
  edit.op === 'annotation' || edit.op === 'label';

/** Tells whether an edit is about the mounts of a container. */
export const isMountEdit = (edit: PodEdit): edit is MountEdit =>
  edit.op === 'mount' || edit.op === 'unmount-within';
