import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Folder of what is expensive to build. Anything in it may be deleted; it is made again when absent. */
export const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'doka-tracing');

/**
 * Gives the path of a built file or folder in the cache, after building it when it is absent. `build` writes to a
 * temporary path on the same disk, which takes the final name only when all of it is there; who comes second wins.
 */
export async function cached(name: string, build: (path: string) => Promise<void> | void): Promise<string> {
  const path = join(cacheFolder(), name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const staging = mkdtempSync(join(dirname(path), '.building-'));
  try {
    const built = join(staging, 'built');
    await build(built);
    rmSync(path, { recursive: true, force: true });
    renameSync(built, path);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return path;
}

/** Eight hexadecimal digits that change with the text given, or with the content of a file or folder. */
export function contentKey(parts: {
  readonly texts?: readonly string[];
  readonly paths?: readonly string[];
}): string {
  const hash = createHash('sha256');
  for (const text of parts.texts ?? []) hash.update(`${text.length}:${text}`);
  for (const path of (parts.paths ?? []).flatMap(filesBelow)) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 8);
}

function filesBelow(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
