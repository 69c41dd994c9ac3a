import type { StringMap } from './pod.js';

/** Bytes of annotations as the API server counts them: their keys and values in UTF-8. */
export const countAnnotationBytes = (annotations: StringMap): number =>
  Object.keys(annotations).reduce((sum, key) => sum + countEntryBytes(key, annotations[key]), 0);

/** Bytes of one annotation, counted the same way; none where there is no value. */
export const countEntryBytes = (key: string, value: string | undefined): number =>
  value === undefined ? 0 : countTextBytes(key) + countTextBytes(value);

/** Bytes of a text in UTF-8; half a pair of surrogates counts as U+FFFD, which is sent in its place. */
export function countTextBytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x80) continue;
    const character = text.codePointAt(at) ?? 0;
    bytes += character < 0x800 ? 1 : 2;
    // A character of two units takes four bytes.
    if (character > 0xffff) at++;
  }
  return bytes;
}
