import { readFile } from 'node:fs/promises';
import { readPlatformInput, type PlatformInput } from '../config/platform-input.js';
import type { Issue } from '../core/result.js';
import { redactText } from '../telemetry/redaction.js';
import { decodeText } from '../text/decode-text.js';
import { line, printed } from '../text/terminal-text.js';
import { UsageError, type Terminal } from '../text/terminal.js';

/**
 * Reads the platform's choice of a file, or of standard input for `-`. What is passed over is told on standard error.
 * Throws `UsageError` for what cannot be read or is refused, naming `file:line:column` and the mend.
 */
export async function platformChoice(filename: string, terminal: Terminal): Promise<PlatformInput> {
  const text = filename === '-' ? await terminal.readInput() : await textOf(filename);
  const read = await readPlatformInput(text, filename === '-' ? 'stdin' : filename);
  if (!read.ok) throw refusedChoice(read.error);
  for (const { path, message } of read.value.notices)
    terminal.err(printed([line`notice: ${path}: ${redactText(message)}`]));
  return read.value;
}

async function textOf(path: string): Promise<string> {
  const text = decodeText(await bytesOf(path), path);
  if (!text.ok) throw refusedChoice(text.error);
  return text.value;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw refusedChoice([{ path, message: unreadable(error) }]);
  }
}

function unreadable(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return why.startsWith('EISDIR')
    ? 'is a folder; allowed: a file; name the one with the platform’s choice'
    : `cannot be read (${why}); name a file that exists and is readable`;
}

/** What is thrown for a choice that cannot be used. */
export const refusedChoice = (issues: readonly Issue[]): UsageError =>
  new UsageError('the platform’s choice is refused', issues);
