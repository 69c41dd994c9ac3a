import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterPaths } from './components.js';

/** Where libcni notes what it gave to a pod, whatever the runtime is told. */
const CNI_RESULTS = '/var/lib/cni/results';

/**
 * Finds what the container runtime keeps outside of the folder of its cluster: the sockets of its shims, and notes of
 * its pods' networks. Nothing removes them when a pod ends with its cluster. Gives their paths, sorted.
 */
export function runtimeFilesOutside({ state }: Pick<ClusterPaths, 'state'>): readonly string[] {
  const tasks = join(state, 'containerd', 'state', 'io.containerd.runtime.v2.task', 'k8s.io');
  const containers = entriesOf(tasks);
  const sockets = containers.flatMap((id) => socketIn(join(tasks, id, 'address')));
  const notes = entriesOf(CNI_RESULTS)
    .filter((name) => containers.some((id) => name.includes(id)))
    .map((name) => join(CNI_RESULTS, name));
  return [...new Set([...sockets, ...notes])].sort();
}

/** Removes files, those that are there. */
export function removeFiles(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}

const entriesOf = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** The address that a shim has written down, as `unix:///run/containerd/s/…`. */
function socketIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const address = readFileSync(file, 'utf8').trim();
  return address.startsWith('unix:///') ? [address.slice('unix://'.length)] : [];
}
