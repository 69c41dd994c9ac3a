import { err, type Result } from '../core/result.js';
import { decodeUtf8 } from './decode-utf8.js';

/**
 * Decodes what somebody wrote: a file, or standard input. `file` names it in the issue. Refuses bytes that are not UTF-8,
 * with `file:line:column` of the first one and what to do; a byte order mark of UTF-8 stays in the text.
 */
export function decodeText(bytes: Uint8Array, file: string): Result<string> {
  const encoding = findEncoding(bytes);
  if (encoding !== undefined) return err([{ path: `${file}:1:1`, message: describeEncoding(encoding) }]);
  const text = decodeUtf8(bytes);
  if (text.ok) return text;
  const path = `${file}:${locateByte(bytes, text.error)}`;
  return err([{ path, message: describeByte(bytes, text.error) }]);
}

/** `line:column` of a byte, before which all is UTF-8. */
function locateByte(bytes: Uint8Array, offset: number): string {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, offset).toString('utf8');
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.slice(0, lineStart).split('\n').length;
  return `${line}:${before.length - lineStart + 1}`;
}

const describeEncoding = (encoding: string): string =>
  `is ${encoding}; allowed: UTF-8; save it as UTF-8, which PowerShell does with Out-File -Encoding utf8`;

function describeByte(bytes: Uint8Array, offset: number): string {
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return `the byte ${byte} at offset ${offset} is not UTF-8; save the text as UTF-8`;
}

/**
 * How texts begin in the other encodings of Unicode, with a mark or without one, since their first character is one of
 * ASCII; `x` is such a character. https://yaml.org/spec/1.2.2/#52-character-encodings
 */
const BEGINNINGS: readonly (readonly [encoding: string, bytes: readonly (number | 'x')[]])[] = [
  ['UTF-32', [0x00, 0x00, 0xfe, 0xff]],
  ['UTF-32', [0xff, 0xfe, 0x00, 0x00]],
  ['UTF-32', [0x00, 0x00, 0x00, 'x']],
  ['UTF-32', ['x', 0x00, 0x00, 0x00]],
  ['UTF-16', [0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0x00, 'x']],
  ['UTF-16', ['x', 0x00]],
];

/** The encoding of Unicode that bytes are in, where it is another one than UTF-8. */
function findEncoding(bytes: Uint8Array): string | undefined {
  const fits = (wanted: number | 'x', byte = 0): boolean =>
    wanted === 'x' ? byte > 0 && byte < 0x80 : byte === wanted;
  const found = BEGINNINGS.find(
    ([, wanted]) => bytes.length >= wanted.length && wanted.every((each, index) => fits(each, bytes[index])),
  );
  return found?.[0];
}
