/**
 * A 64-bit FNV-1a hash as 16 hexadecimal digits: two 32-bit halves with different offsets. It tells configurations
 * apart; it protects nothing. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function computeHash(text: string): string {
  return computeFnv1a(text, 0x811c9dc5) + computeFnv1a(text, 0x050c5d1f);
}

/** Eight hexadecimal digits of `configHash`. */
export const computeShortHash = (text: string): string => computeFnv1a(text, 0x811c9dc5);

function computeFnv1a(text: string, offset: number): string {
  const { imul } = Math;
  let hash = offset;
  for (let index = 0; index < text.length; index += 1) {
    hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
