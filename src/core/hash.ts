/** Where FNV-1a begins. */
const OFFSET = 0x811c9dc5;
const OTHER_OFFSET = 0x050c5d1f;

/**
 * A 64-bit FNV-1a hash as 16 hexadecimal digits: two 32-bit halves with different offsets. It tells configurations
 * apart; it protects nothing.
 */
export function computeHash(text: string): string {
  return formatHash(computeFnv1a(text, OFFSET)) + formatHash(computeFnv1a(text, OTHER_OFFSET));
}

/** Eight hexadecimal digits of `configHash`. */
export const computeShortHash = (text: string): string => formatHash(computeFnv1a(text));

const formatHash = (hash: number): string => hash.toString(16).padStart(8, '0');

/** The 32-bit FNV-1a hash of the UTF-16 units of a text; http://www.isthe.com/chongo/tech/comp/fnv/ */
export function computeFnv1a(text: string, offset = OFFSET): number {
  const { imul } = Math;
  let hash = offset;
  for (let index = 0; index < text.length; index += 1) {
    hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
