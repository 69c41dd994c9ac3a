import { loadPlatformText, type PlatformFile } from '../config/platform-file.js';
import { readPlatformInput, type PlatformInput } from '../config/platform-input.js';
import { ok, type Issue } from '../core/result.js';
import { redactSentence } from '../telemetry/redaction.js';
import { line, formatLines } from '../text/terminal-text.js';
import { UsageError, type Terminal } from '../text/terminal.js';

/**
 * Reads the platform's choice of a file, or of standard input for `-`. What is ignored is printed on standard error.
 * Throws `UsageError` for what cannot be read or is refused, naming `file:line:column` and the remedy.
 */
export async function readPlatformChoice(
  { path, cluster }: PlatformFile,
  terminal: Terminal,
): Promise<PlatformInput> {
  const isInput = path === '-';
  const text = isInput ? ok(await terminal.readInput()) : await loadPlatformText(path);
  const read = text.ok
    ? await readPlatformInput(text.value, { file: isInput ? 'stdin' : path, cluster })
    : text;
  if (!read.ok) throw createChoiceError(read.error);
  writeNotices(read.value.notices, terminal);
  return read.value;
}

/** Tells notices on standard error, a line each. */
export function writeNotices(notices: readonly Issue[], terminal: Pick<Terminal, 'err'>): void {
  for (const { path, message } of notices)
    terminal.err(formatLines([line`notice: ${path}: ${redactSentence(message)}`]));
}

/** Puts the place in the text before the path of each issue. */
export const locateIssues = (issues: readonly Issue[], { place }: PlatformInput): readonly Issue[] =>
  issues.map(({ path, message }) => ({ path: place(path), message }));

/** What is thrown for a choice that cannot be used. */
export const createChoiceError = (issues: readonly Issue[]): UsageError =>
  new UsageError('the platform’s choice is refused', issues);
