/** Where FNV-1a begins. */
const OFFSET = 0x811c9dc5;
const OTHER_OFFSET = 0x050c5d1f;
const PRIME = 0x01000193;

/**
 * A 64-bit FNV-1a hash as 16 hexadecimal digits: two 32-bit halves with different offsets. It tells configurations
 * apart; it protects nothing.
 */
export function computeHash(text: string): string {
  const { imul } = Math;
  let hash = OFFSET;
  let other = OTHER_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = imul(hash ^ unit, PRIME);
    other = imul(other ^ unit, PRIME);
  }
  return formatHash(hash >>> 0) + formatHash(other >>> 0);
}

/** Eight hexadecimal digits of `configHash`. */
export const computeShortHash = (text: string): string => formatHash(computeFnv1a(text));

const formatHash = (hash: number): string => hash.toString(16).padStart(8, '0');

/** The 32-bit FNV-1a hash of the UTF-16 units of a text; http://www.isthe.com/chongo/tech/comp/fnv/ */
export function computeFnv1a(text: string): number {
  const { imul } = Math;
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = imul(hash ^ text.charCodeAt(index), PRIME);
  }
  return hash >>> 0;
}
