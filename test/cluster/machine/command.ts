import { spawnSync } from 'node:child_process';

/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/**
 * Runs a command to its end and gives what it wrote to standard output. Throws with its words, its exit code and what it
 * wrote to standard error when it fails.
 */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw new Error(`${command} cannot be run: ${error.message}`);
  if (status === 0) return stdout;
  throw new Error(`${[command, ...args].join(' ')} ended with ${String(status)}\n${stderr}${stdout}`);
}

/** Tells whether a command can be found. */
export const isInstalled = (command: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$0"', command]).status === 0;
