import type { PodWideEdit } from '../edits.js';
import type { StringMap } from '../pod.js';
import { type Operation, pointer } from './operation.js';

/** The annotations of a pod while some are set or joined. */
export class AnnotationDraft {
  readonly #received: StringMap | undefined;
  readonly #written = new Map<string, string>();

  constructor(received: StringMap | undefined) {
    this.#received = received;
  }

  /** Plays one edit: sets the value, or adds an item to a comma-separated one unless it is there. */
  apply(edit: PodWideEdit & { op: 'annotation' }): void {
    const { key, value } = edit;
    const current = this.#written.get(key) ?? this.#received?.[key];
    if (edit.how === 'set') this.#write(key, value);
    else if (current === undefined || current === '') this.#write(key, value);
    else if (!current.split(',').some((item) => item.trim() === value))
      this.#write(key, `${current},${value}`);
  }

  #write(key: string, value: string): void {
    if (this.#received?.[key] === value) this.#written.delete(key);
    else this.#written.set(key, value);
  }

  /** The annotations after all edits; absent when nothing was written. */
  result(): StringMap | undefined {
    return this.#written.size === 0 ? undefined : { ...this.#received, ...Object.fromEntries(this.#written) };
  }

  /** The operations that write them; metadata itself may be absent in an offline pod. */
  operations(hasMetadata: boolean): Operation[] {
    if (this.#written.size === 0) return [];
    if (!hasMetadata)
      return [{ op: 'add', path: '/metadata', value: { annotations: Object.fromEntries(this.#written) } }];
    if (this.#received === undefined)
      return [{ op: 'add', path: '/metadata/annotations', value: Object.fromEntries(this.#written) }];
    return [...this.#written].map(([key, value]) => ({
      op: 'add',
      path: `/metadata/annotations${pointer(key)}`,
      value,
    }));
  }
}
