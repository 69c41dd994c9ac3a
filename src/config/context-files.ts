import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const EXTENSIONS = /\.(yaml|yml|json)$/;

/**
 * Files of a context: the path itself, or what a folder holds by those extensions, in the order of their names. Hidden
 * names are left out, `..data` of a mounted ConfigMap among them. Throws when the path does not exist.
 */
export function listContextFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => EXTENSIONS.test(name) && !name.startsWith('.'))
    .sort()
    .map((name) => join(path, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** Folders inside of one, whose files are not read with it. Hidden ones are left out; none where the path is a file. */
export function listInnerFolders(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
