import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '../core/result.js';

/**
 * Decodes bytes as UTF-8 and refuses what is not: a decoder that puts U+FFFD in its place changes somebody's values
 * without a word. A byte order mark stays in the text. The error is the offset, from 0, of the first byte that belongs
 * to no whole character: the lead byte where one is cut short. https://www.rfc-editor.org/rfc/rfc3629
 */
export function decodeUtf8(bytes: Uint8Array): Result<string, number> {
  const { buffer, byteOffset, byteLength } = bytes;
  return isUtf8(bytes)
    ? ok(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'))
    : err(locateBadByte(bytes));
}

function locateBadByte(bytes: Uint8Array): number {
  let at = 0;
  for (let width = measureCharacter(bytes, at); width > 0; width = measureCharacter(bytes, at)) at += width;
  return at;
}

/** Bytes of the character that begins there; 0 where none does. */
function measureCharacter(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0xff;
  const width = getAnnouncedWidth(lead);
  if (width < 2) return width;
  const [low, high] = SECOND_BYTES.get(lead) ?? CONTINUATION;
  if (!isWithin(bytes[at + 1], low, high)) return 0;
  for (let next = at + 2; next < at + width; next++) if (!isWithin(bytes[next], ...CONTINUATION)) return 0;
  return width;
}

/** Bytes of a character with this lead byte; 0 for a byte that leads none. */
function getAnnouncedWidth(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

type ByteRange = readonly [low: number, high: number];

const CONTINUATION: ByteRange = [0x80, 0xbf];

/**
 * What may follow some lead bytes, for there are no overlong forms, surrogates or characters beyond U+10FFFF: table 3-7
 * of the Unicode Standard. https://www.unicode.org/versions/latest/core-spec/chapter-3/
 */
const SECOND_BYTES: ReadonlyMap<number, ByteRange> = new Map<number, ByteRange>([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

const isWithin = (byte: number | undefined, low: number, high: number): boolean =>
  byte !== undefined && low <= byte && byte <= high;
