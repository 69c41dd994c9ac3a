import { err, type Result } from '../core/result.js';
import { decodeUtf8 } from './decode-utf8.js';

/**
 * Decodes what somebody wrote: a file, or standard input. `file` names it in the issue. Refuses bytes that are not UTF-8,
 * with `file:line:column` of the first one and what to do; a byte order mark of UTF-8 stays in the text.
 */
export function decodeText(bytes: Uint8Array, file: string): Result<string> {
  const text = decodeUtf8(bytes);
  if (text.ok) return text;
  const path = `${file}:${locateByte(bytes, text.error)}`;
  return err([{ path, message: describeBytes(bytes, text.error) }]);
}

/** `line:column` of a byte, before which all is UTF-8. */
function locateByte(bytes: Uint8Array, offset: number): string {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, offset).toString('utf8');
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.slice(0, lineStart).split('\n').length;
  return `${line}:${before.length - lineStart + 1}`;
}

function describeBytes(bytes: Uint8Array, offset: number): string {
  if (hasUtf16Mark(bytes))
    return 'is UTF-16; allowed: UTF-8; save it as UTF-8, which PowerShell does with Out-File -Encoding utf8';
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return `the byte ${byte} at offset ${offset} is not UTF-8; save the text as UTF-8`;
}

/** https://www.unicode.org/faq/utf_bom.html#bom4 */
const hasUtf16Mark = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
