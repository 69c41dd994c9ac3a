import { readFile } from 'node:fs/promises';
import { readPlatformInput, type PlatformInput } from '../config/platform-input.js';
import type { Issue } from '../core/result.js';
import { redactSentence } from '../telemetry/redaction.js';
import { decodeText } from '../text/decode-text.js';
import { line, formatLines } from '../text/terminal-text.js';
import { UsageError, type Terminal } from '../text/terminal.js';

/**
 * Reads the platform's choice of a file, or of standard input for `-`. What is passed over is told on standard error.
 * Throws `UsageError` for what cannot be read or is refused, naming `file:line:column` and the remedy.
 */
export async function readPlatformChoice(filename: string, terminal: Terminal): Promise<PlatformInput> {
  const text = filename === '-' ? await terminal.readInput() : await readChoiceText(filename);
  const read = await readPlatformInput(text, filename === '-' ? 'stdin' : filename);
  if (!read.ok) throw createChoiceError(read.error);
  for (const { path, message } of read.value.notices)
    terminal.err(formatLines([line`notice: ${path}: ${redactSentence(message)}`]));
  return read.value;
}

async function readChoiceText(path: string): Promise<string> {
  const text = decodeText(await readChoiceBytes(path), path);
  if (!text.ok) throw createChoiceError(text.error);
  return text.value;
}

async function readChoiceBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw createChoiceError([{ path, message: describeReadError(error) }]);
  }
}

function describeReadError(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return why.startsWith('EISDIR')
    ? 'is a folder; allowed: a file; name the one with the platform’s choice'
    : `cannot be read (${why}); name a file that exists and is readable`;
}

/** What is thrown for a choice that cannot be used. */
export const createChoiceError = (issues: readonly Issue[]): UsageError =>
  new UsageError('the platform’s choice is refused', issues);
