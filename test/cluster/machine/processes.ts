import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Starts a process that outlives this one, with its output in a file. Gives its pid. */
export function startDetached(words: readonly string[], logFile: string, env = process.env): number {
  const log = openSync(logFile, 'a');
  const [command = '', ...args] = words;
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log], env });
  closeSync(log);
  child.unref();
  if (child.pid === undefined) throw new Error(`${command} cannot be started.`);
  return child.pid;
}

/** Tells whether a process runs; one that has ended and was not waited for does not. */
export function isRunning(pid: number): boolean {
  return (stateOf(pid) ?? 'Z') !== 'Z';
}

/** Ends processes: asks each, waits up to so long for all, then kills those that are left. */
export async function endProcesses(pids: readonly number[], patienceMs: number): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (pids.some(isRunning) && Date.now() < deadline) await delay(50);
  for (const pid of pids) signal(pid, 'SIGKILL');
  while (pids.some(isRunning)) await delay(20);
}

/** Pids of processes whose command line has a word with this text in it. */
export function processesNaming(text: string): readonly number[] {
  return allPids().filter((pid) => commandLine(pid).some((word) => word.includes(text)));
}

/** The processes given and all that descend from them. */
export function withDescendants(pids: readonly number[]): readonly number[] {
  const found = new Set(pids);
  const parents = new Map(allPids().map((pid) => [pid, parentOf(pid)]));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (parent !== undefined && found.has(parent)) found.add(pid);
  }
  return [...found];
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

const allPids = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const commandLine = (pid: number): readonly string[] => readProc(pid, 'cmdline').split('\0');

const stateOf = (pid: number): string | undefined => statOf(pid)[0];
const parentOf = (pid: number): number | undefined => {
  const parent = statOf(pid)[1];
  return parent === undefined ? undefined : Number(parent);
};

/** Fields of /proc/PID/stat from the state on; the name before them may have spaces and parentheses. */
const statOf = (pid: number): readonly string[] => {
  const text = readProc(pid, 'stat');
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
};

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
