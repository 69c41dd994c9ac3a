import { assertNever } from '../domain.js';
import {
  type ContainerClone,
  isEnvEdit,
  isMetadataEdit,
  isMountEdit,
  type PodEdit,
  type PodWideEdit,
} from '../edits.js';
import {
  getContainer,
  type Container,
  type ContainerRef,
  type ObjectMeta,
  type Pod,
  type Volume,
} from '../kubernetes/pod.js';
import { MetadataMapDraft } from './metadata-map-draft.js';
import { buildAppendOperations, ContainerDraft } from './container-draft.js';
import { InitContainerDraft, buildClone } from './init-container-draft.js';
import type { Operation } from '../operation.js';

/**
 * The only interpreter of `PodEdit`. It applies edits to a pod that it never changes, and returns the operations for
 * the received JSON. There is no before/after diff: a diff of arrays rewrites the user's entries, and with them
 * integers that JavaScript cannot represent.
 */
export class PodDraft {
  readonly received: Pod;
  /** Names of all containers of the received pod. */
  readonly receivedContainers: ReadonlySet<string>;
  readonly annotations: MetadataMapDraft;
  readonly labels: MetadataMapDraft;
  readonly initContainers: InitContainerDraft;
  readonly volumes: Volume[] = [];
  readonly sidecars: Container[] = [];
  readonly pullSecrets: string[] = [];
  readonly #fields = new Map<string, unknown>();
  readonly #containers = new Map<string, ContainerDraft>();

  constructor(received: Pod) {
    this.received = received;
    const { containers, initContainers = [], ephemeralContainers = [] } = received.spec;
    const all = [...containers, ...initContainers, ...ephemeralContainers];
    this.receivedContainers = new Set(all.map(({ name }) => name));
    this.annotations = new MetadataMapDraft('annotations', received.metadata?.annotations);
    this.labels = new MetadataMapDraft('labels', received.metadata?.labels);
    this.initContainers = new InitContainerDraft(received.spec.initContainers);
  }

  /** The draft of one container of the received pod. */
  getContainerDraft(ref: ContainerRef): ContainerDraft {
    const key = `${ref.list}/${ref.index.toString()}`;
    const known = this.#containers.get(key);
    if (known !== undefined) return known;
    const draft = new ContainerDraft(getContainer(this.received.spec, ref));
    this.#containers.set(key, draft);
    return draft;
  }

  /** Applies edits in order. */
  apply(edits: readonly PodEdit[]): void {
    for (const edit of edits) this.#apply(edit);
  }

  #apply(edit: PodEdit): void {
    if (isEnvEdit(edit)) this.getContainerDraft(edit.container).env.apply(edit);
    else if (isMountEdit(edit)) this.getContainerDraft(edit.container).apply(edit);
    else if (isMetadataEdit(edit)) (edit.op === 'label' ? this.labels : this.annotations).apply(edit);
    else this.#applyPodWide(edit);
  }

  #applyPodWide(edit: PodWideEdit): void {
    switch (edit.op) {
      case 'volume':
        if (!this.volumes.some(({ name }) => name === edit.volume.name)) this.volumes.push(edit.volume);
        return;
      case 'init-container':
        this.initContainers.add(edit.spec, edit.before);
        return;
      case 'clone-container':
        this.initContainers.clone(edit.source, edit.clone);
        return;
      case 'sidecar':
        this.sidecars.push(edit.spec);
        return;
      case 'pod-field':
        if (this.received.spec[edit.field] !== edit.value) this.#fields.set(edit.field, edit.value);
        return;
      case 'pull-secret':
        this.#addPullSecret(edit.name);
        return;
      default:
        assertNever(edit);
    }
  }

  #addPullSecret(name: string): void {
    const there = this.received.spec.imagePullSecrets?.some((secret) => secret.name === name) ?? false;
    if (!there && !this.pullSecrets.includes(name)) this.pullSecrets.push(name);
  }

  /** The pod after all edits; shares with the received one what no edit touched. */
  buildResult(): Pod {
    const { spec, metadata } = this.received;
    const changed = this.#buildMetadata();
    const initContainers = this.initContainers.buildResult(
      (clone, source) => this.#buildClone(clone, source),
      (container, index) =>
        this.#containers.get(`initContainers/${index.toString()}`)?.buildResult() ?? container,
    );
    const containers = spec.containers.map(
      (container, index) =>
        this.#containers.get(`containers/${index.toString()}`)?.buildResult() ?? container,
    );
    return {
      ...this.received,
      ...(changed === undefined ? {} : { metadata: { ...metadata, ...changed } }),
      spec: {
        ...spec,
        ...Object.fromEntries(this.#fields),
        containers: [...containers, ...this.sidecars],
        ...(initContainers === undefined ? {} : { initContainers }),
        ...buildListField('volumes', spec.volumes, this.volumes),
        ...buildListField('imagePullSecrets', spec.imagePullSecrets, this.#listPullSecrets()),
      },
    };
  }

  /** The RFC 6902 operations that turn the received pod into the result. */
  buildOperations(): Operation[] {
    const { spec } = this.received;
    const containers = [...this.#containers].flatMap(([key, draft]) => draft.buildOperations(`/spec/${key}`));
    const fields = [...this.#fields].map(([field, value]): Operation => ({
      op: 'add',
      path: `/spec/${field}`,
      value,
    }));
    return [
      ...this.initContainers.buildCloneOperations((source) => getContainer(spec, source)),
      ...containers,
      ...this.initContainers.buildAdditionOperations(),
      ...buildAppendOperations(spec.containers, this.sidecars, '/spec/containers'),
      ...buildAppendOperations(spec.volumes, this.volumes, '/spec/volumes'),
      ...buildAppendOperations(spec.imagePullSecrets, this.#listPullSecrets(), '/spec/imagePullSecrets'),
      ...fields,
      ...this.#buildMetadataOperations(),
    ];
  }

  /** The maps of the metadata that are changed; absent where none is. */
  #buildMetadata(): Pick<ObjectMeta, 'annotations' | 'labels'> | undefined {
    const [labels, annotations] = [this.labels.buildResult(), this.annotations.buildResult()];
    if (labels === undefined && annotations === undefined) return undefined;
    return {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    };
  }

  /** Metadata itself may be absent in an offline pod. */
  #buildMetadataOperations(): Operation[] {
    if (this.received.metadata !== undefined)
      return [...this.labels.buildOperations(), ...this.annotations.buildOperations()];
    const value = this.#buildMetadata();
    return value === undefined ? [] : [{ op: 'add', path: '/metadata', value }];
  }

  #listPullSecrets(): { name: string }[] {
    return this.pullSecrets.map((name) => ({ name }));
  }

  #buildClone(clone: ContainerClone, source: ContainerRef): Container {
    return buildClone(clone, getContainer(this.received.spec, source));
  }
}

function buildListField(
  field: string,
  received: readonly unknown[] | undefined,
  added: readonly unknown[],
): Record<string, unknown> {
  return added.length === 0 ? {} : { [field]: [...(received ?? []), ...added] };
}
