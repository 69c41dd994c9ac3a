import { expect, test } from 'vitest';
import { decodeText } from '../../../src/text/decode-text.js';

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Buffer => Buffer.from(text, encoding);
const UTF16 =
  'is UTF-16; allowed: UTF-8; save it as UTF-8, which PowerShell does with Out-File -Encoding utf8';
const utf32 = (text: string): Buffer =>
  Buffer.from(Uint32Array.from(Array.from(text), (character) => character.codePointAt(0) ?? 0).buffer);
const bigEndian = (text: string): Buffer => bytes(text, 'utf16le').swap16();

test.each([
  ['plain text', bytes('a: b\n')],
  ['nothing', bytes('')],
  ['letters, signs and foxes', bytes('é€🦊')],
  ['a mark of UTF-8', bytes('\ufeffa: b\n')],
  ['a mark of UTF-8 alone', bytes('\ufeff')],
  ['one character', bytes('a')],
  ['a zero that is not at the beginning', bytes('ab\0')],
  ['zeros alone', bytes('\0\0\0\0')],
])('%s is taken as it is', (_, given) => {
  expect(decodeText(given, 'a.yaml')).toEqual({ ok: true, value: given.toString() });
});

test.each([
  [
    'Latin-1',
    bytes('é: 1\n', 'latin1'),
    '1:1',
    'the byte E9 at offset 0 is not UTF-8; save the text as UTF-8',
  ],
  [
    'a byte in a later line',
    Buffer.concat([bytes('a: 1\né: x'), Buffer.of(0x80)]),
    '2:5',
    'the byte 80 at offset 10 is not UTF-8; save the text as UTF-8',
  ],
  [
    'a character that is cut short',
    bytes('a€').subarray(0, 3),
    '1:2',
    'the byte E2 at offset 1 is not UTF-8; save the text as UTF-8',
  ],
  ['UTF-16, little end first', bytes('\ufeffa: b\n', 'utf16le'), '1:1', UTF16],
  ['UTF-16, big end first', bigEndian('\ufeffa: b\n'), '1:1', UTF16],
  ['UTF-16 without a mark', bytes('a: b\n', 'utf16le'), '1:1', UTF16],
  ['UTF-16 without a mark, big end first', bigEndian('{"a": 1}'), '1:1', UTF16],
  ['UTF-16 without a mark, with other letters', bytes('a: é\n', 'utf16le'), '1:1', UTF16],
  ['a mark of UTF-16 alone', bytes('\ufeff', 'utf16le'), '1:1', UTF16],
  ['UTF-32', utf32('\ufeffa: b\n'), '1:1', UTF16.replace('16', '32')],
  ['UTF-32, big end first', utf32('\ufeffa: b\n').swap32(), '1:1', UTF16.replace('16', '32')],
  ['UTF-32 without a mark', utf32('a: b\n'), '1:1', UTF16.replace('16', '32')],
  ['UTF-32 without a mark, big end first', utf32('a: b\n').swap32(), '1:1', UTF16.replace('16', '32')],
])('%s is refused with its place', (_, given, place, message) => {
  expect(decodeText(given, 'a.yaml')).toEqual({ ok: false, error: [{ path: `a.yaml:${place}`, message }] });
});
