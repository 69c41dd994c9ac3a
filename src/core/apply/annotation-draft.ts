import type { PodWideEdit } from '../edits.js';
import type { StringMap } from '../pod.js';
import { type Operation, pointer } from './operation.js';

/** Bytes that all annotations of an object may take together; the API server refuses it with more. */
const LIMIT = 256 * 1024;

/** The annotations of a pod while some are set or joined. What would not fit beside the others is not written. */
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
    else if (sizeOf({ ...this.#received, ...Object.fromEntries(this.#written), [key]: value }) <= LIMIT)
      this.#written.set(key, value);
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

const sizeOf = (annotations: StringMap): number =>
  Object.entries(annotations).reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);

/** Bytes of a text in UTF-8. */
function bytesOf(text: string): number {
  const beyondAscii = text.match(/[^\0-\x7f]/gu) ?? [];
  return beyondAscii.reduce((sum, character) => sum + widthOf(character.codePointAt(0) ?? 0), text.length);
}

/** Bytes that a character beyond ASCII takes more than it has units in JavaScript. */
const widthOf = (codePoint: number): number => (codePoint < 0x800 ? 1 : 2);
