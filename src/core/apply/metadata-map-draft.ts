import type { MetadataEdit } from '../edits.js';
import type { StringMap } from '../kubernetes/pod.js';
import { type Operation, formatPointer } from '../operation.js';

/** The annotations or labels of a pod while some are set, joined or taken away. */
export class MetadataMapDraft {
  readonly #field: 'annotations' | 'labels';
  readonly #received: StringMap | undefined;
  readonly #written = new Map<string, string>();
  readonly #removed = new Set<string>();

  constructor(field: 'annotations' | 'labels', received: StringMap | undefined) {
    this.#field = field;
    this.#received = received;
  }

  /** Plays one edit: sets the value, adds an item to a comma-separated one unless it is there, or takes it away. */
  apply(edit: MetadataEdit): void {
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

  /** The map after the edits so far. */
  getCurrent(): StringMap {
    const all: Record<string, string> = { ...this.#received };
    for (const [key, value] of this.#written) all[key] = value;
    return this.#removed.size === 0
      ? all
      : Object.fromEntries(Object.entries(all).filter(([key]) => !this.#removed.has(key)));
  }

  /** The map after all edits; absent when nothing was written or taken away. */
  buildResult(): StringMap | undefined {
    return this.#written.size + this.#removed.size === 0 ? undefined : this.getCurrent();
  }

  /** The operations that write it into metadata that is there. */
  buildOperations(): Operation[] {
    return [...this.#buildRemovals(), ...this.#buildAdditions()];
  }

  #buildRemovals(): Operation[] {
    return [...this.#removed].map((key) => ({
      op: 'remove',
      path: `/metadata/${this.#field}${formatPointer(key)}`,
    }));
  }

  #buildAdditions(): Operation[] {
    if (this.#written.size === 0) return [];
    if (this.#received === undefined)
      return [{ op: 'add', path: `/metadata/${this.#field}`, value: Object.fromEntries(this.#written) }];
    return [...this.#written].map(([key, value]) => ({
      op: 'add',
      path: `/metadata/${this.#field}${formatPointer(key)}`,
      value,
    }));
  }
}
