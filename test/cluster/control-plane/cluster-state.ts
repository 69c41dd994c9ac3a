import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Name of the network namespace, the node's cgroup and the folder of one test cluster. */
export const clusterName = (): string => process.env['CLUSTER_NAME'] ?? 'doka-tracing';

/** The folder that holds all that one test cluster writes. Short, as sockets in it may have 108 characters. */
export const stateFolder = (name: string): string => join(tmpdir(), `cluster-${name}`);

const pidFile = (folder: string): string => join(folder, 'pids.json');

/** Pids of the cluster's processes by name; empty where none were recorded. */
export function readPids(folder: string): Readonly<Record<string, number>> {
  if (!existsSync(pidFile(folder))) return {};
  return JSON.parse(readFileSync(pidFile(folder), 'utf8')) as Record<string, number>;
}

/** Records the pid of a process, also that of a new one by a name that is there. */
export function recordPid(folder: string, name: string, pid: number): void {
  writeFileSync(pidFile(folder), JSON.stringify({ ...readPids(folder), [name]: pid }));
}
