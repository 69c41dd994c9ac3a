import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is measured has a core of its own, away from what sends the load. */
export const CORES = { server: 0, load: 1 } as const;

/** One core by its number, or whichever is free. */
export type Core = number | 'any';

/** Whether processes can be kept on one core each; the report says so. */
export const canPin: boolean =
  availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Starts Node with arguments, on one core where that can be had; taskset becomes Node, so the process id is Node's. */
export function startNode(core: Core, args: readonly string[], stdio: StdioOptions): ChildProcess {
  const [command, ...rest] =
    canPin && core !== 'any'
      ? (['taskset', '-c', String(core), process.execPath, ...args] as const)
      : ([process.execPath, ...args] as const);
  const child = spawn(command, rest, { cwd: ROOT, stdio });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

const running = new Set<ChildProcess>();
/** A run that fails half way leaves nothing behind. */
process.once('exit', () => {
  for (const child of running) child.kill();
});

/** Ends a process that was started here, and waits until it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
