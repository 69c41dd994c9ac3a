import { copyFileSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../machine/command.js';

/** Makes a folder that every user may read, as a temporary one may not, and gives its path. */
export function layerIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { mode: 0o755 });
  return path;
}

/** Puts a Node.js into the root of a layer. */
export function addNode(root: string, program: string): void {
  addProgram(root, realpathSync(program), '/usr/local/bin/node');
  mkdirSync(join(root, 'tmp'), { recursive: true });
}

/** Puts a program of this machine, and the libraries that it is linked with, into the root of a layer. */
export function addProgram(root: string, from: string, to: string): void {
  copyInto(root, from, to);
  for (const library of librariesOf(from)) copyInto(root, realpathSync(library), library);
}

/** Puts a shell and `cp` into the root of a layer, all of them one static program. */
export function addShell(root: string): void {
  copyInto(root, '/bin/busybox', '/bin/busybox');
  for (const name of ['sh', 'cp', 'ls', 'cat', 'sleep']) symlinkSync('busybox', join(root, 'bin', name));
}

/** Copies a file to a path of an image; the file's mode stays. */
export function copyInto(root: string, from: string, to: string): void {
  const target = join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(from, target);
}

/** Paths of the shared libraries that the loader would map, the loader among them. */
const librariesOf = (program: string): readonly string[] =>
  run('ldd', [program])
    .split('\n')
    .flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
