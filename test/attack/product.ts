import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imageFlags } from '../../bench/entrypoint.js';
import { joining, type Cgroup } from '../support/cgroup.js';
import { freePorts } from '../support/free-ports.js';
import { until } from '../support/until.js';

export const HOST = '127.0.0.1';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The built webhook in a process of its own, started as its image starts it. */
export interface Product {
  readonly pid: number;
  readonly port: number;
  readonly adminPort: number;
  /** What it logged so far. */
  readonly log: () => string;
  /** How it ended: `undefined` while it runs. */
  readonly end: () => string | undefined;
  /** Asks it to end, as a kubelet does, and waits until it is gone and all of its log is read. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, however busy it is, and waits until it is gone. */
  readonly kill: () => Promise<void>;
}

export interface Start {
  /** The program to start; the one that is built here by default. */
  readonly main?: string;
  /** A file or folder of Kubernetes objects. */
  readonly context: string;
  /** What the process is in, from before the webhook starts. */
  readonly cgroup?: Cgroup;
  /** More options of `serve`. */
  readonly words?: readonly string[];
}

const running = new Set<ChildProcess>();
// A run that is interrupted leaves nothing behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `serve` on free ports of this machine, and resolves when it is ready. Throws, with its log, when it ends instead. */
export async function startProduct({
  main = 'dist/main.js',
  context,
  cgroup,
  words: more = [],
}: Start): Promise<Product> {
  const [adminPort = 0] = await freePorts(1);
  const serve = [main, 'serve', '--context', context, '--host', HOST, ...more];
  const ports = ['--port', '0', '--admin-port', String(adminPort)];
  const [command = '', ...words] = [
    ...(cgroup === undefined ? [] : joining(cgroup)),
    ...[process.execPath, ...imageFlags(), ...serve, ...ports],
  ];
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
  const child = spawn(command, words, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const log = collectLog(child);
  running.add(child);
  const closed = once(child, 'close').then(() => running.delete(child));
  const end = (): string | undefined =>
    child.exitCode === null && child.signalCode === null
      ? undefined
      : `ended with ${child.exitCode ?? child.signalCode ?? ''}: ${log().slice(-2000)}`;
  const line = await until(log, (text) => SERVING.test(text) || end() !== undefined);
  const port = Number(SERVING.exec(line)?.[1]);
  if (child.pid === undefined || Number.isNaN(port)) throw new Error(`It ${end() ?? 'has no process id'}`);
  // Sample pods are judged first: what that costs is none of what is measured.
  const isReady = (): Promise<boolean> =>
    fetch(`http://${HOST}:${adminPort}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );
  await until(isReady, (is) => is || end() !== undefined);
  const endBy = (signal: NodeJS.Signals) => async (): Promise<void> => {
    child.kill(signal);
    await closed;
  };
  return { pid: child.pid, port, adminPort, log, end, stop: endBy('SIGTERM'), kill: endBy('SIGKILL') };
}

/** The line that names the ports. */
const SERVING = /^\{.*"port":(\d+),.*"msg":"Serving\."\}$/m;

function collectLog(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  let text = '';
  return () => (text += Buffer.concat(chunks.splice(0)).toString());
}

/** A path below the root of the project. */
export const inProject = (...parts: readonly string[]): string => join(ROOT, ...parts);
