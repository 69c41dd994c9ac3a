import { readFileSync } from 'node:fs';
import { run } from './command.js';

/** Unmounts all that is mounted below a folder, the innermost first. */
export function unmountBelow(folder: string): void {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '))
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of points.reverse()) run('umount', ['--lazy', point]);
}
