import { loadPlatformFile, type PlatformFile } from '../config/platform-file.js';
import { readPlatformInput, type PlatformInput } from '../config/platform-input.js';
import type { Issue } from '../core/result.js';
import { redactSentence } from '../telemetry/redaction.js';
import { line, formatLines } from '../text/terminal-text.js';
import { UsageError, type Terminal } from '../text/terminal.js';

/**
 * Reads the platform's choice of a file, or of standard input for `-`. What is passed over is told on standard error.
 * Throws `UsageError` for what cannot be read or is refused, naming `file:line:column` and the remedy.
 */
export async function readPlatformChoice(
  { path, cluster }: PlatformFile,
  terminal: Terminal,
): Promise<PlatformInput> {
  const read =
    path === '-'
      ? await readPlatformInput(await terminal.readInput(), { file: 'stdin', cluster })
      : await loadPlatformFile({ path, cluster });
  if (!read.ok) throw createChoiceError(read.error);
  for (const { path: place, message } of read.value.notices)
    terminal.err(formatLines([line`notice: ${place}: ${redactSentence(message)}`]));
  return read.value;
}

/** What is thrown for a choice that cannot be used. */
export const createChoiceError = (issues: readonly Issue[]): UsageError =>
  new UsageError('the platform’s choice is refused', issues);
