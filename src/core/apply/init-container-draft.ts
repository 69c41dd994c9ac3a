import type { ContainerClone } from '../edits.js';
import type { Container, ContainerRef, VolumeMount } from '../kubernetes/pod.js';
import { type Operation, formatPointer } from '../operation.js';

type InitContainerItem =
  | { readonly kind: 'received'; readonly index: number; readonly container: Container }
  | { readonly kind: 'clone'; readonly clone: ContainerClone; readonly source: ContainerRef }
  | { readonly kind: 'added'; readonly container: Container };

/** Fields that a clone copies unchanged from its source. Probes, ports and lifecycle are not copied. */
const COPIED_FIELDS = ['image', 'imagePullPolicy', 'env', 'envFrom'] as const;

/** The init containers of a pod while some are added. Clones are emitted first, so that they copy what was received. */
export class InitContainerDraft {
  readonly #received: readonly Container[] | undefined;
  readonly #names = new Set<string>();
  /** What was added before a received container, by its index. */
  readonly #before = new Map<number, InitContainerItem[]>();
  readonly #last: InitContainerItem[] = [];

  constructor(received: readonly Container[] | undefined) {
    this.#received = received;
  }

  /** Tells whether an init container of that name was added. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The list as it is now. */
  #listItems(): readonly InitContainerItem[] {
    const received = (this.#received ?? []).flatMap((container, index): readonly InitContainerItem[] => [
      ...(this.#before.get(index) ?? []),
      { kind: 'received', index, container },
    ]);
    return [...received, ...this.#last];
  }

  /** Adds an init container before one of the received ones, or at the end; once per name. */
  add(container: Container, before: ContainerRef | undefined): void {
    if (this.has(container.name)) return;
    this.#names.add(container.name);
    this.#getItemsBefore(before).push({ kind: 'added', container });
  }

  #getItemsBefore(ref: ContainerRef | undefined): InitContainerItem[] {
    if (this.#received?.[ref?.index ?? -1] === undefined) return this.#last;
    const index = ref?.index ?? -1;
    const known = this.#before.get(index) ?? [];
    this.#before.set(index, known);
    return known;
  }

  /** Adds a clone of a received container at the end; once per name. */
  clone(source: ContainerRef, clone: ContainerClone): void {
    if (this.has(clone.name)) return;
    this.#names.add(clone.name);
    this.#last.push({ kind: 'clone', clone, source });
  }

  /** The list after all edits; absent where it was and nothing was added. */
  buildResult(
    cloned: (clone: ContainerClone, source: ContainerRef) => Container,
    received: (container: Container, index: number) => Container,
  ): readonly Container[] | undefined {
    const items = this.#listItems();
    if (this.#received === undefined && items.length === 0) return undefined;
    return items.map((item) => {
      if (item.kind === 'received') return received(item.container, item.index);
      return item.kind === 'clone' ? cloned(item.clone, item.source) : item.container;
    });
  }

  /** Operations that append the clones; they come before every other operation on a container. */
  buildCloneOperations(sourceOf: (ref: ContainerRef) => Container): Operation[] {
    const clones = this.#listItems().filter((item) => item.kind === 'clone');
    const start = this.#received?.length ?? 0;
    return [
      ...(clones.length > 0 && this.#received === undefined
        ? [{ op: 'add', path: INIT, value: [] } as const]
        : []),
      ...clones.flatMap(({ clone, source }, index) =>
        buildCopyOperations(clone, source, {
          container: sourceOf(source),
          at: INIT + formatPointer(start + index),
        }),
      ),
    ];
  }

  /** Operations that insert the added containers at their places, lowest first. */
  buildAdditionOperations(): Operation[] {
    const items = this.#listItems();
    const isBare = this.#received === undefined && !items.some((item) => item.kind === 'clone');
    const added = items.flatMap((item, index) =>
      item.kind === 'added' ? [{ index, value: item.container }] : [],
    );
    if (added.length === 0) return [];
    if (isBare) return [{ op: 'add', path: INIT, value: added.map(({ value }) => value) }];
    return added.map(({ index, value }) => ({ op: 'add', path: INIT + formatPointer(index), value }));
  }
}

const INIT = '/spec/initContainers';

/** The clone as it will be in the pod. */
export function buildClone(clone: ContainerClone, source: Container): Container {
  const copied = COPIED_FIELDS.filter((field) => source[field] !== undefined).map((field) => [
    field,
    source[field],
  ]);
  const { mount, env, ...own } = clone;
  return {
    ...own,
    ...(Object.fromEntries(copied) as Partial<Container>),
    ...(env.length === 0 ? {} : { env: [...(source.env ?? []), ...env] }),
    volumeMounts: [...(source.volumeMounts ?? []).map(removePropagation), mount],
  };
}

/** Mounts that a container makes reach the node from privileged containers only, and a clone makes none. */
const isBidirectional = ({ mountPropagation }: VolumeMount): boolean => mountPropagation === 'Bidirectional';

function removePropagation(mount: VolumeMount): VolumeMount {
  if (!isBidirectional(mount)) return mount;
  const kept = Object.entries(mount).filter(([field]) => field !== 'mountPropagation');
  return Object.fromEntries(kept) as unknown as VolumeMount;
}

function buildCopyOperations(
  clone: ContainerClone,
  source: ContainerRef,
  place: { container: Container; at: string },
): Operation[] {
  const from = `/spec/${source.list}${formatPointer(source.index)}`;
  const { mount, env, ...own } = clone;
  const copy = (field: string): Operation => ({
    op: 'copy',
    from: `${from}/${field}`,
    path: `${place.at}/${field}`,
  });
  const mounts: Operation[] =
    place.container.volumeMounts === undefined
      ? [{ op: 'add', path: `${place.at}/volumeMounts`, value: [mount] }]
      : [
          copy('volumeMounts'),
          ...place.container.volumeMounts.flatMap((each, index): Operation[] =>
            isBidirectional(each)
              ? [{ op: 'remove', path: `${place.at}/volumeMounts${formatPointer(index)}/mountPropagation` }]
              : [],
          ),
          { op: 'add', path: `${place.at}/volumeMounts/-`, value: mount },
        ];
  return [
    { op: 'add', path: place.at, value: own },
    ...COPIED_FIELDS.filter((field) => place.container[field] !== undefined).map(copy),
    ...(place.container.env === undefined && env.length > 0
      ? [{ op: 'add', path: `${place.at}/env`, value: env } as const]
      : env.map((value): Operation => ({ op: 'add', path: `${place.at}/env/-`, value }))),
    ...mounts,
  ];
}
