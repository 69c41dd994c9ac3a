import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { StringMap } from '../src/core/kubernetes/pod.js';
import { isRecord } from '../src/core/json.js';

export interface ServiceProcess {
  /** The port of 127.0.0.1 that it said it listens on. */
  readonly port: number;
  /** SIGTERM, and SIGKILL when it has not ended after a grace. Resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

export interface ServiceCommand {
  readonly name: string;
  /** Path of a Node.js program and its arguments. */
  readonly args: readonly string[];
  /** All variables of the process. Nothing is inherited but `IMAGE_VARIABLES`. */
  readonly environment: StringMap;
  readonly signal: AbortSignal;
  /** Takes what it writes to stderr once it listens. */
  readonly log: (text: string) => void;
  /** Milliseconds that it may take to end after SIGTERM; a pod has 30 s, the agent needs a fraction of one. */
  readonly graceMs?: number;
}

/**
 * Variables that a pod has from its image rather than from its spec, taken from this machine instead: `PATH`, which
 * every image sets; `SystemRoot`, without which Windows opens no sockets.
 */
export const IMAGE_VARIABLES = ['PATH', 'SystemRoot'] as const;

/** How long a service may take to listen. */
const START_MS = 30_000;
const GRACE_MS = 5_000;

/**
 * Starts a service and waits until it prints the JSON line `{"event":"listening","port":N}`. Rejects, with what it
 * wrote to stderr, when it ends before or does not listen in time; it is not left running then.
 */
export async function startService(command: ServiceCommand): Promise<ServiceProcess> {
  const { name, args, environment, signal, log, graceMs = GRACE_MS } = command;
  const child = spawn(process.execPath, args, {
    env: { ...readImageVariables(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors = `${errors}${chunk}`.slice(-4000)));
  // Not `exit`: what it wrote to stderr may still be on the way then.
  const ended = once(child, 'close').then(() => undefined);
  const timeout = AbortSignal.timeout(START_MS);
  try {
    const port = await Promise.race([
      waitForPort(child),
      ended,
      waitForAbort(AbortSignal.any([signal, timeout])),
    ]);
    if (port === undefined) throw new Error('it ended before it listened');
    child.stderr.on('data', (text: string) => {
      log(text);
    });
    return { port, stop: () => stopProcess(child, ended, graceMs) };
  } catch (error) {
    await stopProcess(child, ended, graceMs);
    signal.throwIfAborted();
    const why = timeout.aborted ? `it did not listen within ${START_MS / 1000} s` : getErrorMessage(error);
    throw new Error([`The service ${name} did not start: ${why}.`, errors.trim()].join('\n'), {
      cause: error,
    });
  }
}

const getErrorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readImageVariables(): StringMap {
  const present = IMAGE_VARIABLES.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(
    present.filter((entry): entry is [(typeof entry)[0], string] => entry[1] !== undefined),
  );
}

/** Reads lines to the end, so that a full pipe never holds the service up. */
function waitForPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = parseListeningPort(line);
      if (port !== undefined) resolve(port);
    });
  });
}

function parseListeningPort(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    const port = isRecord(entry) && entry['event'] === 'listening' ? entry['port'] : undefined;
    return typeof port === 'number' ? port : undefined;
  } catch {
    return undefined;
  }
}

const waitForAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });

async function stopProcess(child: ChildProcess, ended: Promise<undefined>, graceMs: number): Promise<void> {
  // Without a pid there never was a process, and so no exit either.
  if (child.pid === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(kill);
}
