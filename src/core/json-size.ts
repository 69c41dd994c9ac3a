/** Levels that are measured; anything deeper counts as larger than every bound. */
const MOST_LEVELS = 64;
/** A unit of text takes six bytes at most: as `\u0000`, or three in UTF-8. */
const BYTES_A_UNIT = 6;
/** Quotes, comma and colon around a name and its value, or a number or a word. */
const BYTES_A_VALUE = 32;

/**
 * Bytes that plain data takes as JSON at most, in UTF-8; quicker to tell than to write it, and no garbage. Once that is
 * more than `enough`, it stops and gives what it has.
 */
export const estimateMostBytes = (value: unknown, enough: number): number => addBytes(value, 0, enough, 0);

function addBytes(value: unknown, before: number, enough: number, level: number): number {
  if (typeof value === 'string') return before + value.length * BYTES_A_UNIT + BYTES_A_VALUE;
  if (typeof value !== 'object' || value === null) return before + BYTES_A_VALUE;
  if (level > MOST_LEVELS) return Infinity;
  let bytes = before + BYTES_A_VALUE;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (bytes > enough) return bytes;
      bytes = addBytes(item, bytes, enough, level + 1);
    }
    return bytes;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) {
    if (bytes > enough) return bytes;
    bytes = addBytes(record[key], bytes + key.length * BYTES_A_UNIT, enough, level + 1);
  }
  return bytes;
}
