import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

const MOUNT = '/sys/fs/cgroup';

/** https://docs.kernel.org/admin-guide/cgroup-v2.html: with version 2 there is one tree, before it one per controller. */
const isUnified = (): boolean => existsSync(join(MOUNT, 'cgroup.controllers'));

const trees = (): readonly string[] =>
  isUnified()
    ? [MOUNT]
    : readdirSync(MOUNT)
        .map((name) => join(MOUNT, name))
        .filter((path) => existsSync(join(path, 'cgroup.procs')));

/** Creates an empty cgroup of this name at the root of every tree, which a kubelet demands of its own root. */
export function createCgroup(name: string): void {
  for (const tree of trees()) {
    if (isUnified()) enableControllers(tree);
    mkdirSync(join(tree, name), { recursive: true });
    if (isUnified()) enableControllers(join(tree, name));
  }
}

function enableControllers(cgroup: string): void {
  const controllers = readFileSync(join(cgroup, 'cgroup.controllers'), 'utf8').trim().split(' ');
  writeFileSync(join(cgroup, 'cgroup.subtree_control'), controllers.map((each) => `+${each}`).join(' '));
}

/** Pids of the processes in the cgroup of this name and in all below it: also those that nothing else knows any more. */
export const processesInCgroup = (name: string): readonly number[] => [
  ...new Set(trees().flatMap((tree) => processesBelow(join(tree, name)))),
];

function processesBelow(path: string): readonly number[] {
  if (!existsSync(path)) return [];
  const own = readFileSync(join(path, 'cgroup.procs'), 'utf8')
    .split('\n')
    .filter((pid) => pid !== '')
    .map(Number);
  return [...own, ...foldersIn(path).flatMap(processesBelow)];
}

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path)
    .map((name) => join(path, name))
    .filter((each) => statSync(each).isDirectory());

/** Removes the cgroup of this name and all below it; the processes in them have ended before. */
export function removeCgroup(name: string): void {
  for (const tree of trees()) removeTree(join(tree, name));
}

function removeTree(path: string): void {
  if (!existsSync(path)) return;
  foldersIn(path).forEach(removeTree);
  rmdirSync(path);
}
