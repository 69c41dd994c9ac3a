import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processesNaming } from '../machine/processes.js';
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

/** Where every kubelet of a machine listens for device plugins, whatever its own folder is. */
const KUBELET_SOCKET = '/var/lib/kubelet/device-plugins/kubelet.sock';

/** Folders that all clusters of a machine share: the inner ones before those around them. */
const SHARED_FOLDERS = [
  ...['/var/lib/kubelet/device-plugins', '/var/lib/kubelet', CNI_RESULTS, '/var/lib/cni'],
  ...['/run/containerd/s', '/run/containerd'],
];

/** Removes what the clusters of a machine share, once the last one has ended: a socket, and the folders that are empty. */
export function removeSharedFiles(): void {
  if (isAnyNodeRunning()) return;
  rmSync(KUBELET_SOCKET, { force: true });
  for (const folder of SHARED_FOLDERS)
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/** Whether some kubelet or container runtime runs on this machine, be it of a test cluster or not. */
export const isAnyNodeRunning = (): boolean =>
  ['/kubelet', 'containerd.sock', 'containerd.toml'].some((word) => processesNaming(word).length > 0);

/** Everything below the shared folders, and the network namespaces. */
export const listSharedFiles = (): readonly string[] =>
  [...SHARED_FOLDERS, '/run/netns'].flatMap((folder) => entriesOf(folder).map((name) => join(folder, name)));

const entriesOf = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** The address that a shim has written down, as `unix:///run/containerd/s/…`. */
function socketIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const address = readFileSync(file, 'utf8').trim();
  return address.startsWith('unix:///') ? [address.slice('unix://'.length)] : [];
}
