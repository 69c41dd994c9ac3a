import { buffer } from 'node:stream/consumers';
import { decodeText } from '../text/decode-text.js';
import { UsageError } from '../text/terminal.js';

/**
 * Reads standard input to its end; a byte order mark, with which some programs begin, stays in the text. Throws
 * `UsageError` for what is not UTF-8, naming `stdin:line:column`.
 */
export async function readStandardInput(stream: NodeJS.ReadableStream): Promise<string> {
  const text = decodeText(await buffer(stream), 'stdin');
  if (text.ok) return text.value;
  const lines = text.error.map(({ path, message }) => `  ${path}: ${message}`);
  throw new UsageError(`standard input is refused\n${lines.join('\n')}`);
}
