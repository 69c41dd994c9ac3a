import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../src/text/decode-utf8.js';
import { anyText } from '../../support/arbitraries-text.js';

const decode = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

/** Tells whether bytes begin no sequence that is wrong, though the last may be cut short. */
const canGoOn = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

describe('decodeUtf8', () => {
  it.each([
    ['nothing', []],
    ['a zero byte', [0x00]],
    ['the last character of each width', [0x7f, 0xdf, 0xbf, 0xef, 0xbf, 0xbf, 0xf4, 0x8f, 0xbf, 0xbf]],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61]],
    ['U+FFFD that somebody wrote', [0xef, 0xbf, 0xbd]],
  ])('keeps %s', (_what, list) => {
    const bytes = Uint8Array.from(list);
    expect(decodeUtf8(bytes)).toEqual({ ok: true, value: decode(bytes) });
  });

  it.each([
    ['a byte of Latin-1', [0x61, 0xe9, 0x62], 1],
    ['a continuation alone', [0x80], 0],
    ['an overlong slash', [0xc0, 0xaf], 0],
    ['an overlong form of three bytes', [0x61, 0xe0, 0x9f, 0xbf], 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['a character beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a character that is cut short', [0xc3, 0xa9, 0xe2, 0x82], 2],
    ['UTF-16 with its mark', [0xff, 0xfe, 0x61, 0x00], 0],
    ['a bad byte after U+FFFD', [0xef, 0xbf, 0xbd, 0xef, 0xbf, 0x20], 3],
  ])('refuses %s and says where', (_what, list, offset) => {
    expect(decodeUtf8(Uint8Array.from(list))).toEqual({ ok: false, error: offset });
  });

  it('looks only at the part of the memory that it is given', () => {
    const bytes = Uint8Array.from([0xff, 0x61, 0x62, 0xff]).subarray(1, 3);
    expect(decodeUtf8(bytes)).toEqual({ ok: true, value: 'ab' });
  });

  it('agrees with the decoder of the platform on any bytes', () => {
    const piece = fc.oneof(
      anyText().map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 4, min: 0x70 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flatMap((each) => [...each]));
        const result = decodeUtf8(bytes);
        if (result.ok) expect(result.value).toBe(decode(bytes));
        else {
          expect(() => decode(bytes)).toThrow();
          expect(decode(bytes.subarray(0, result.error))).toBeDefined();
          const isCutShort = canGoOn(bytes);
          expect(isCutShort || !canGoOn(bytes.subarray(0, result.error + 4))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
