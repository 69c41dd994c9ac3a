import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveOf, type ImageRecipe } from '../images/catalogue.js';
import { createCgroup, processesInCgroup, removeCgroup } from '../machine/cgroups.js';
import { run } from '../machine/command.js';
import { unmountBelow } from '../machine/mounts.js';
import {
  createNetworkNamespace,
  inNetworkNamespace,
  removeNetworkNamespace,
} from '../machine/network-namespace.js';
import { endProcesses, processesNaming, withDescendants } from '../machine/processes.js';
import { readPids, stateFolder } from './cluster-state.js';
import {
  apiComponents,
  controllerComponents,
  nodeComponents,
  OWN_PORTS,
  runtimeComponent,
  SERVED_ADDRESSES,
  type ClusterPaths,
} from './components.js';
import { runtimeSocket, writeApiConfiguration, writeNodeConfiguration } from './configuration.js';
import { writeCredentials } from './credentials.js';
import { removeFiles, removeSharedFiles, runtimeFilesOutside } from './runtime-files.js';
import { kubectl, startComponent, waitForApiServer, waitUntil } from './lifecycle.js';

/** Where the files of the cluster of a name are. */
export const clusterPaths = (name: string, binaries: string): ClusterPaths => ({
  name,
  binaries,
  state: stateFolder(name),
  network: 'namespace',
  ports: OWN_PORTS,
});

/**
 * Starts a whole Kubernetes of one node in a network namespace of its own and waits until the node is ready. Throws when
 * one of the same name runs. What is there after a failure is removed by `stopCluster`.
 */
export async function startCluster(paths: ClusterPaths, images: readonly ImageRecipe[]): Promise<void> {
  if (existsSync(paths.state))
    throw new Error(`A cluster called ${paths.name} is there already; remove it with: npm run cluster:down`);
  mkdirSync(paths.state, { recursive: true });
  const archives = await Promise.all(images.map(archiveOf));
  createNetworkNamespace(paths.name);
  createCgroup(paths.name);
  await writeCredentials(join(paths.state, 'pki'), {
    node: paths.name,
    addresses: SERVED_ADDRESSES,
    server: `https://127.0.0.1:${paths.ports.server}`,
  });
  writeApiConfiguration(paths);
  writeNodeConfiguration(paths);
  writeShortcut(paths);
  for (const component of [...apiComponents(paths), runtimeComponent(paths)])
    startComponent(paths, component);
  await waitUntil('The container runtime is not ready', () => existsSync(runtimeSocket(paths)));
  for (const archive of archives) importImage(paths, archive);
  await waitForApiServer(paths);
  for (const component of [...controllerComponents(paths), ...nodeComponents(paths)])
    startComponent(paths, component);
  const ready = '--output=jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  await waitUntil(
    'The node is not ready',
    () => kubectl(paths, ['get', 'node', paths.name, ready]) === 'True',
  );
}

/** Puts the archive of an image where the kubelet finds it. */
export function importImage(paths: ClusterPaths, archive: string): void {
  const socket = `--address=${runtimeSocket(paths)}`;
  run('ctr', [socket, '--namespace=k8s.io', 'images', 'import', archive]);
}

/** A script `kubectl` in the cluster's folder that works from outside of the network namespace. */
function writeShortcut(paths: ClusterPaths): void {
  const kubeconfig = join(paths.state, 'pki', 'admin.kubeconfig');
  const words = inNetworkNamespace(paths.name, [
    join(paths.binaries, 'kubectl'),
    `--kubeconfig=${kubeconfig}`,
  ]);
  writeFileSync(join(paths.state, 'kubectl'), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 });
}

/** Ends every process of a cluster and removes its mounts, cgroups, network namespace and files; nothing there is fine. */
export async function stopCluster(name: string): Promise<void> {
  const state = stateFolder(name);
  const components = Object.values(readPids(state));
  const outside = runtimeFilesOutside({ state });
  await endProcesses(components, 5_000);
  // The shims of containers outlive the runtime, on purpose; they name its socket.
  await endProcesses(withDescendants(processesNaming(join(state, 'containerd.sock'))), 0);
  await endProcesses(processesInCgroup(name), 0);
  unmountBelow(state);
  removeNetworkNamespace(name);
  removeCgroup(name);
  removeFiles(outside);
  removeSharedFiles();
  rmSync(state, { recursive: true, force: true });
}
