import { readFile } from 'node:fs/promises';
import { err, type Result } from '../core/result.js';
import { decodeText } from '../text/decode-text.js';
import { readPlatformInput, type PlatformInput } from './platform-input.js';

/** Where the platform's choice is. */
export interface PlatformFile {
  readonly path: string;
  /** Which cluster is meant, where the file holds the Secrets of several. */
  readonly cluster?: string | undefined;
}

/** Reads the platform's choice of a file, in any form that `readPlatformInput` knows. Refuses what cannot be read, too. */
export async function loadPlatformFile({ path, cluster }: PlatformFile): Promise<Result<PlatformInput>> {
  const text = await loadPlatformText(path);
  return text.ok ? readPlatformInput(text.value, { file: path, cluster }) : text;
}

/** The text of a file with the platform's choice. */
export async function loadPlatformText(path: string): Promise<Result<string>> {
  const bytes = await readFile(path).catch((error: unknown) => describeReadError(error));
  if (typeof bytes === 'string') return err([{ path, message: bytes }]);
  return decodeText(bytes, path);
}

function describeReadError(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return why.startsWith('EISDIR')
    ? 'is a folder; allowed: a file; name the one with the platform’s choice'
    : `cannot be read (${why}); name a file that exists and is readable`;
}
