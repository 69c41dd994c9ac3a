import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatPart, type RenderedPart } from '../render/parts.js';
import { line, formatLines } from '../text/terminal-text.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';

/**
 * Writes a file for each part; what stood there is replaced, other files stay. All are written beside their places
 * before the first is moved to its own, so that what goes wrong leaves the folder as it was. Throws `UsageError` that names
 * the file which cannot be written.
 */
export async function writeRenderedFolder(
  folder: string,
  parts: readonly RenderedPart[],
  terminal: Terminal,
): Promise<ExitCode> {
  const files = parts.map((part) => ({ file: part.file, text: formatPart(part) }));
  await attemptWrite(folder, () => mkdir(folder, { recursive: true }));
  try {
    for (const { file, text } of files)
      await attemptWrite(join(folder, file), async () => {
        await requireNoFolder(join(folder, file));
        await writeFile(buildDraftPath(folder, file), text);
      });
    for (const { file } of files)
      await attemptWrite(join(folder, file), () => rename(buildDraftPath(folder, file), join(folder, file)));
  } finally {
    await Promise.allSettled(files.map(({ file }) => rm(buildDraftPath(folder, file), { force: true })));
  }
  for (const { file } of files) terminal.err(formatLines([line`wrote ${join(folder, file)}`]));
  return 0;
}

const buildDraftPath = (folder: string, file: string): string => join(folder, `.${file}.tmp`);

/** A file cannot take the place of a folder, which would be found out between two others. */
async function requireNoFolder(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) throw new Error('a folder is there');
}

async function attemptWrite(path: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be written (${why}); make way for it, or name another folder`);
  }
}
