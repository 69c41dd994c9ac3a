import type { PodWideEdit } from '../edits.js';
import type { StringMap } from '../kubernetes/pod.js';
import { type Operation, formatPointer } from '../operation.js';

/** The annotations of a pod while some are set, joined or taken away. */
export class AnnotationDraft {
  readonly #received: StringMap | undefined;
  readonly #written = new Map<string, string>();
  readonly #removed = new Set<string>();

  constructor(received: StringMap | undefined) {
    this.#received = received;
  }

  /** Plays one edit: sets the value, adds an item to a comma-separated one unless it is there, or takes it away. */
  apply(edit: PodWideEdit & { op: 'annotation' }): void {
    const { key } = edit;
    if (edit.how === 'remove') this.#remove(key);
    else if (edit.how === 'set') this.#write(key, edit.value);
    else this.#join(key, edit.value);
  }

  #join(key: string, item: string): void {
    const current = this.#written.get(key) ?? this.#received?.[key];
    if (current === undefined || current === '') this.#write(key, item);
    else if (!current.split(',').some((each) => each.trim() === item)) this.#write(key, `${current},${item}`);
  }

  #write(key: string, value: string): void {
    this.#removed.delete(key);
    if (this.#received?.[key] === value) this.#written.delete(key);
    else this.#written.set(key, value);
  }

  #remove(key: string): void {
    this.#written.delete(key);
    if (this.#received?.[key] !== undefined) this.#removed.add(key);
  }

  /** The annotations as they stand after the edits so far. */
  getCurrent(): StringMap {
    const all: Record<string, string> = { ...this.#received };
    for (const [key, value] of this.#written) all[key] = value;
    return this.#removed.size === 0
      ? all
      : Object.fromEntries(Object.entries(all).filter(([key]) => !this.#removed.has(key)));
  }

  /** The annotations after all edits; absent when nothing was written or taken away. */
  buildResult(): StringMap | undefined {
    return this.#written.size + this.#removed.size === 0 ? undefined : this.getCurrent();
  }

  /** The operations that write them; metadata itself may be absent in an offline pod. */
  buildOperations(hasMetadata: boolean): Operation[] {
    return [...this.#buildRemovals(), ...this.#buildAdditions(hasMetadata)];
  }

  #buildRemovals(): Operation[] {
    return [...this.#removed].map((key) => ({
      op: 'remove',
      path: `/metadata/annotations${formatPointer(key)}`,
    }));
  }

  #buildAdditions(hasMetadata: boolean): Operation[] {
    if (this.#written.size === 0) return [];
    if (!hasMetadata)
      return [{ op: 'add', path: '/metadata', value: { annotations: Object.fromEntries(this.#written) } }];
    if (this.#received === undefined)
      return [{ op: 'add', path: '/metadata/annotations', value: Object.fromEntries(this.#written) }];
    return [...this.#written].map(([key, value]) => ({
      op: 'add',
      path: `/metadata/annotations${formatPointer(key)}`,
      value,
    }));
  }
}
