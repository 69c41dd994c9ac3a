import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcesses } from '../machine/processes.js';
import { readPids, stateFolder } from './cluster-state.js';
import { apiComponents, type ApiPorts, type ClusterPaths } from './components.js';
import { writeApiConfiguration } from './configuration.js';
import { writeCredentials } from './credentials.js';
import { startComponent, waitForApiServer } from './lifecycle.js';

/** Where the files of an API server alone are. */
export const apiServerPaths = (name: string, binaries: string, ports: ApiPorts): ClusterPaths => ({
  name,
  binaries,
  state: stateFolder(name),
  network: 'machine',
  ports,
});

/**
 * Starts an API server with its store on 127.0.0.1, for which nobody must be root, and waits until it is ready. Throws
 * when one of the same name runs.
 */
export async function startApiServer(paths: ClusterPaths): Promise<void> {
  if (existsSync(paths.state)) throw new Error(`${paths.state} is there already; another one uses it.`);
  mkdirSync(paths.state, { recursive: true });
  await writeCredentials(join(paths.state, 'pki'), {
    node: paths.name,
    addresses: ['127.0.0.1'],
    server: `https://127.0.0.1:${paths.ports.server}`,
  });
  writeApiConfiguration(paths);
  for (const component of apiComponents(paths)) startComponent(paths, component);
  await waitForApiServer(paths);
}

/** Ends what `startApiServer` started, and removes its files; nothing there is fine. */
export async function stopApiServer({ state }: ClusterPaths): Promise<void> {
  await endProcesses(Object.values(readPids(state)), 5_000);
  rmSync(state, { recursive: true, force: true });
}
