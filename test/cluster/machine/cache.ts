import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/** Folder of what is expensive to build. Anything in it may be deleted; it is made again when absent. */
export const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'doka-tracing');

/**
 * Gives the path of a built file or folder in the cache, after building it when it is absent. `build` writes to a
 * temporary path on the same disk, which takes the final name only when all of it is there. Of two that ask at once one
 * builds, and the other waits for it.
 */
export async function cached(name: string, build: (path: string) => Promise<void> | void): Promise<string> {
  const path = join(cacheFolder(), name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const unlock = await lock(join(dirname(path), `.${basename(path)}.lock`));
  try {
    if (!existsSync(path)) await buildAt(path, build);
  } finally {
    unlock();
  }
  return path;
}

async function buildAt(path: string, build: (path: string) => Promise<void> | void): Promise<void> {
  const begins = `.${basename(path)}.building-`;
  // Whoever left these behind is gone, as we hold the lock.
  for (const left of readdirSync(dirname(path)).filter((each) => each.startsWith(begins)))
    rmSync(join(dirname(path), left), { recursive: true, force: true });
  const staging = mkdtempSync(join(dirname(path), begins));
  try {
    const built = join(staging, 'built');
    await build(built);
    renameSync(built, path);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * Waits until no other process holds the lock, and holds it until the function that is given back is called. flock(1)
 * locks the open file, which it shares with us; so the lock ends with this process, however that ends.
 */
async function lock(path: string): Promise<() => void> {
  const file = openSync(path, 'w');
  const flock = spawn('flock', ['--exclusive', '3'], { stdio: ['ignore', 'inherit', 'inherit', file] });
  const [status] = (await once(flock, 'close')) as [number | null];
  if (status !== 0) {
    closeSync(file);
    throw new Error(`flock(1), of util-linux, could not lock ${path}`);
  }
  return () => {
    closeSync(file);
  };
}

/**
 * Eight hexadecimal digits that change with the text given, or with the content of a file or folder. Where the files
 * lie changes nothing: another checkout of the same has the same key.
 */
export function contentKey(parts: {
  readonly texts?: readonly string[];
  readonly paths?: readonly string[];
}): string {
  const hash = createHash('sha256');
  for (const text of parts.texts ?? []) hash.update(`${text.length}:${text}`);
  for (const top of parts.paths ?? [])
    for (const path of filesBelow(top)) {
      const content = readFileSync(path);
      hash.update(`${basename(top)}/${relative(top, path)}:${content.length}:`).update(content);
    }
  return hash.digest('hex').slice(0, 8);
}

function filesBelow(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
