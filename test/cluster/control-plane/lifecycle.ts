import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../machine/command.js';
import { inNetworkNamespace } from '../machine/network-namespace.js';
import { endProcesses, isRunning, startDetached } from '../machine/processes.js';
import { readPids, recordPid } from './cluster-state.js';
import type { ClusterPaths, Component } from './components.js';

/** Words that run a command where the cluster's programs run. */
export const within = ({ name, network }: ClusterPaths, words: readonly string[]): readonly string[] =>
  network === 'namespace' ? inNetworkNamespace(name, words) : words;

/** Starts a component where the cluster's programs run, with its output in `logs/<name>.log`. */
export function startComponent(paths: ClusterPaths, { name, words }: Component): void {
  const logs = join(paths.state, 'logs');
  mkdirSync(logs, { recursive: true });
  const pid = startDetached(within(paths, words), join(logs, `${name}.log`));
  recordPid(paths.state, name, pid);
}

/** Ends a component that was started, and waits until it is gone. */
export async function stopComponent(paths: ClusterPaths, name: string): Promise<void> {
  const pid = readPids(paths.state)[name];
  if (pid !== undefined) await endProcesses([pid], 10_000);
}

/** Runs kubectl as the cluster's administrator and gives what it prints; throws when it fails. */
export function kubectl(paths: ClusterPaths, args: readonly string[], input?: string): string {
  const program = join(paths.binaries, 'kubectl');
  const kubeconfig = join(paths.state, 'pki', 'admin.kubeconfig');
  const [command = '', ...words] = within(paths, [program, `--kubeconfig=${kubeconfig}`, ...args]);
  return run(command, words, input === undefined ? {} : { input });
}

/** Waits for a condition; an attempt that throws counts as not yet. Rejects after a time with the last reason. */
export async function waitUntil(what: string, isMet: () => boolean, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let reason = 'it did not come about';
  for (;;) {
    try {
      if (isMet()) return;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > deadline) throw new Error(`${what}: ${reason}`);
    await delay(100);
  }
}

/** Waits until the API server says that it is ready. */
export const waitForApiServer = (paths: ClusterPaths): Promise<void> =>
  waitUntil('The API server is not ready', () => {
    const pid = readPids(paths.state)['kube-apiserver'];
    if (pid === undefined || !isRunning(pid))
      throw new Error(`it ended; see ${join(paths.state, 'logs', 'kube-apiserver.log')}`);
    return kubectl(paths, ['get', '--raw', '/readyz']) === 'ok';
  });
