import type { MountEdit } from '../edits.js';
import type { Container, VolumeMount } from '../kubernetes/pod.js';
import { EnvDraft } from './env-draft.js';
import { trimTrailingSlashes } from '../text-ends.js';
import { type Operation, formatPointer } from '../operation.js';

/** One container of the received pod while its variables and mounts are edited. */
export class ContainerDraft {
  readonly env: EnvDraft;
  readonly #received: Container;
  readonly #removed = new Set<number>();
  readonly #added: VolumeMount[] = [];

  constructor(received: Container) {
    this.#received = received;
    this.env = new EnvDraft(received.env);
  }

  /** The mounts that the container has at this moment. */
  listMounts(): readonly VolumeMount[] {
    const kept = (this.#received.volumeMounts ?? []).filter((_, index) => !this.#removed.has(index));
    return [...kept, ...this.#added];
  }

  /** Plays one edit. */
  apply(edit: MountEdit): void {
    if (edit.op === 'mount') {
      const there = this.#added.some((mount) => mount.mountPath === edit.mount.mountPath);
      if (!there) this.#added.push(edit.mount);
      return;
    }
    this.#received.volumeMounts?.forEach((mount, index) => {
      if (isWithin(mount.mountPath, edit.directory)) this.#removed.add(index);
    });
  }

  /** The container after all edits. */
  buildResult(): Container {
    const env = this.env.buildResult();
    const volumeMounts = this.listMounts();
    return {
      ...this.#received,
      ...(env === undefined ? {} : { env }),
      ...(this.#received.volumeMounts === undefined && volumeMounts.length === 0 ? {} : { volumeMounts }),
    };
  }

  /** The operations that turn the received container at `path` into the result. */
  buildOperations(path: string): Operation[] {
    const mounts = `${path}/volumeMounts`;
    const removals = [...this.#removed]
      .sort((left, right) => right - left)
      .map((index): Operation => ({ op: 'remove', path: mounts + formatPointer(index) }));
    return [
      ...this.env.buildOperations(`${path}/env`),
      ...removals,
      ...buildAppendOperations(this.#received.volumeMounts, this.#added, mounts),
    ];
  }
}

/** The operations that append items to a list which may be absent: one for the whole list then, else one each. */
export function buildAppendOperations(
  received: readonly unknown[] | undefined,
  added: readonly unknown[],
  path: string,
): Operation[] {
  if (added.length === 0) return [];
  if (received === undefined) return [{ op: 'add', path, value: added }];
  return added.map((value) => ({ op: 'add', path: `${path}/-`, value }));
}

/** Tells whether a path is a directory or lies below it, by whole path segments. */
export function isWithin(path: string, directory: string): boolean {
  const [inner, outer] = [trimTrailingSlashes(path), trimTrailingSlashes(directory)];
  return inner === outer || inner.startsWith(`${outer}/`);
}
