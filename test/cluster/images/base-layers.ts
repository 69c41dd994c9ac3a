import { copyFileSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../machine/command.js';

/** Puts this machine's Node.js and the libraries that it is linked with into the root of a layer. */
export function addNode(root: string): void {
  const node = realpathSync(process.execPath);
  copyInto(root, node, '/usr/local/bin/node');
  for (const library of librariesOf(node)) copyInto(root, realpathSync(library), library);
  mkdirSync(join(root, 'tmp'), { recursive: true });
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
