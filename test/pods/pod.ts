import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { PYTHON } from '../parts/python.js';
import { eventually } from './eventually.js';
import { createPlace } from './network.js';

/** A folder or file of this machine at a path of the pod. Neither may have a space in it. */
export interface Volume {
  readonly source: string;
  readonly target: string;
}

export interface ContainerCommand {
  readonly command: readonly string[];
  /** All variables of the process; only `PATH` is this machine's. */
  readonly environment?: StringMap;
  readonly volumes?: readonly Volume[];
  /** Milliseconds that it may take to end after SIGTERM. */
  readonly graceMs?: number;
}

export interface Running {
  /** What it wrote to stdout and stderr so far. */
  readonly log: () => string;
  /** SIGTERM, then SIGKILL after a grace. Resolves when it has ended. */
  readonly stop: () => Promise<void>;
  /** Waits until a GET of the URL is answered with success; rejects with its log when it ends or is too slow. */
  readonly ready: (url: string) => Promise<void>;
}

export interface Pod {
  readonly name: string;
  readonly ip: string;
  /** Starts a container; several of one pod share its network. */
  readonly start: (container: ContainerCommand) => Running;
  /** Stops what still runs, and takes the pod off the network. */
  readonly remove: () => Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('pod.sh', import.meta.url));
const READY_MS = 120_000;
const GRACE_MS = 10_000;

/** Holds the logs and configurations of all pods; see logs-reporter.mjs. */
const logs = process.env['POD_LOGS'] ?? mkdtempSync(join(tmpdir(), 'doka-tracing-logs-'));

/**
 * Writes a configuration file for a pod; gives its path on this machine. A file of that name is replaced and not
 * written over, as a pod may be reading it.
 */
export function configFile(name: string, text: string): string {
  const path = join(logs, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

/** Writes files for a pod into a folder of their own; gives its path on this machine. */
export function configFolder(name: string, files: StringMap): string {
  const folder = join(logs, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) configFile(join(name, file), text);
  return folder;
}

/** A pod on the network of the tests, under the names that its Service would have. */
export function createPod(name: string, hosts: readonly string[] = []): Pod {
  const place = createPlace(name, hosts);
  const running: Running[] = [];
  return {
    name,
    ip: place.ip,
    start: (container) => {
      const one = start(name, container);
      running.push(one);
      return one;
    },
    remove: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
      place.remove();
    },
  };
}

/** Removes pods in reverse, each also when one before it could not be. */
export async function removeAll(pods: readonly Pod[]): Promise<void> {
  for (const pod of [...pods].reverse()) await pod.remove().catch(() => undefined);
}

/** Where this machine has what an image would have; first of all the very Node.js that runs the tests. */
const PATH = [PYTHON?.bin, dirname(process.execPath), process.env['PATH']]
  .filter((folders) => folders !== undefined)
  .join(delimiter);

function start(name: string, { command, environment, volumes = [], graceMs }: ContainerCommand): Running {
  const mounts = volumes.map(({ source, target }) => `${source} ${target}`).join('\n');
  const child = spawn('sh', [SCRIPT, name, mounts, ...command], {
    env: { PATH, ...environment },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(join(logs, `${name}.log`), { flags: 'a' });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      file.write(text);
    });
  const ended = once(child, 'close').then(() => {
    file.end();
  });
  return {
    log: () => log,
    stop: () => stop(child, ended, graceMs ?? GRACE_MS),
    ready: (url) => ready(url, { name, child, log: () => log }),
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function stop(child: ChildProcess, ended: Promise<void>, graceMs: number): Promise<void> {
  if (!hasEnded(child)) child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(kill);
}

interface Starting {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: () => string;
}

async function ready(url: string, { name, child, log }: Starting): Promise<void> {
  const isUp = async (): Promise<boolean | undefined> => {
    if (hasEnded(child)) return false;
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok ? true : undefined;
  };
  const said = (): string => `It wrote:\n${log().slice(-4_000)}`;
  const up = await eventually(isUp, { deadlineMs: READY_MS, what: `A good answer of ${url}` }).catch(
    (error: unknown) => {
      throw new Error(`${name} is not ready: ${(error as Error).message} ${said()}`, { cause: error });
    },
  );
  if (!up) throw new Error(`${name} ended before it was ready. ${said()}`);
}
