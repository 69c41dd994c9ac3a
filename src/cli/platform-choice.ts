import { loadPlatformText, type PlatformFile } from '../config/platform-file.js';
import {
  readOptionalPlatformInput,
  readPlatformInput,
  type OptionalPlatformInput,
  type PlatformInput,
  type PlatformTextOptions,
} from '../config/platform-input.js';
import { ok, type Issue, type Result } from '../core/result.js';
import { redactSentence } from '../telemetry/redaction.js';
import { line, formatLines } from '../text/terminal-text.js';
import { UsageError, type Terminal } from '../text/terminal.js';

/**
 * Reads the platform's choice of a file, or of standard input for `-`. What is passed over is told on standard error.
 * Throws `UsageError` for what cannot be read or is refused, naming `file:line:column` and the remedy.
 */
export const readPlatformChoice = (file: PlatformFile, terminal: Terminal): Promise<PlatformInput> =>
  readChoice(file, terminal, readPlatformInput);

/** As `readPlatformChoice`, but flags that enable no backend are no mistake. */
export const readOptionalChoice = (file: PlatformFile, terminal: Terminal): Promise<OptionalPlatformInput> =>
  readChoice(file, terminal, readOptionalPlatformInput);

type ChoiceReader<T> = (text: string, options: PlatformTextOptions) => Promise<Result<T>>;

async function readChoice<T extends OptionalPlatformInput>(
  { path, cluster }: PlatformFile,
  terminal: Terminal,
  readText: ChoiceReader<T>,
): Promise<T> {
  const isInput = path === '-';
  const text = isInput ? ok(await terminal.readInput()) : await loadPlatformText(path);
  const read = text.ok ? await readText(text.value, { file: isInput ? 'stdin' : path, cluster }) : text;
  if (!read.ok) throw createChoiceError(read.error);
  for (const { path: place, message } of read.value.notices)
    terminal.err(formatLines([line`notice: ${place}: ${redactSentence(message)}`]));
  return read.value;
}

/** What is thrown for a choice that cannot be used. */
export const createChoiceError = (issues: readonly Issue[]): UsageError =>
  new UsageError('the platform’s choice is refused', issues);
