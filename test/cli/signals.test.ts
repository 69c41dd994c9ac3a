import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { freePorts } from '../support/free-ports.js';
import { answered, fetchFrom, fetchTls, type Fetched } from '../support/serving.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const CONTEXT = fileURLToPath(new URL('../../examples/checkout/context.yaml', import.meta.url));
const HOST = '127.0.0.1';

const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts Node.js with a pipe or a file as its standard error. */
function startNode(words: readonly string[], stderr: 'pipe' | number = 'pipe') {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', stderr] });
  running.push(child);
  return { child, exited: once(child, 'exit'), told: child.stderr && text(child.stderr) };
}

interface Options {
  readonly nodeFlags?: readonly string[];
  readonly drainSeconds?: number;
  readonly stderr?: number;
}

const wordsOf = (port: number, adminPort: number, { nodeFlags = [], drainSeconds = 0 }: Options) => [
  ...nodeFlags,
  ...[MAIN, 'serve', '--context', CONTEXT, '--host', HOST, '--drain-seconds', `${drainSeconds}`],
  ...['--port', `${port}`, '--admin-port', `${adminPort}`, '--warm-up', '0'],
];

/** Waits for an answer of `/readyz` with this status, or until the process has ended. */
const readiness = (port: number, status: number, child?: ChildProcess): Promise<Fetched> =>
  answered(
    () =>
      hasEnded(child) ? Promise.resolve({ status: 0, body: 'It has ended.' }) : fetchTls(port, '/readyz'),
    (answer) => answer.status === status || answer.status === 0,
  );

const hasEnded = (child?: ChildProcess): boolean =>
  child !== undefined && (child.exitCode !== null || child.signalCode !== null);

/** Starts the built webhook, and waits until it is ready. */
async function startWebhook(options: Options = {}) {
  const [port = 0, adminPort = 0] = await freePorts(2);
  const started = startNode(wordsOf(port, adminPort, options), options.stderr);
  expect(await readiness(port, 200, started.child)).toMatchObject({ status: 200 });
  return { ...started, port, adminPort };
}

const SIGNALS = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

describe.each(SIGNALS)('%s', (signal, code) => {
  test('drains the webhook, which then ends with 0', async () => {
    const { child, told, exited } = await startWebhook();
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(await told).toContain('Shutting down; draining connections.');
  });

  test(`ends one that drains already, with ${code}`, async () => {
    const { child, exited, port, adminPort } = await startWebhook({ drainSeconds: 3600 });
    child.kill(signal);
    expect(await readiness(port, 503, child)).toEqual({ status: 503, body: 'Not ready: draining.\n' });
    expect((await fetchFrom(adminPort, '/livez')).status).toBe(200);
    child.kill(signal);
    expect(await exited).toEqual([code, null]);
  });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a log on a disk that is full does not keep the webhook from ending', async () => {
  const full = openSync('/dev/full', 'w');
  const { child, exited } = await startWebhook({ drainSeconds: 1, stderr: full });
  closeSync(full);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

onLinux('a terminal that is closed asks the webhook to end, which neither fails nor stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'terminal-'));
  const [port = 0, adminPort = 0] = await freePorts(2);
  const words = [process.execPath, ...wordsOf(port, adminPort, { drainSeconds: 1 })].join(' ');
  // The terminal tells the shell alone, which passes it on and tells how the webhook has ended.
  const command = `trap 'kill -HUP $!' HUP; ${words} & wait $!; wait $!; echo $? > ${folder}/code`;
  const terminal = spawn('script', ['--quiet', '--command', command, '/dev/null'], { stdio: 'ignore' });
  running.push(terminal);
  try {
    expect(await readiness(port, 200, terminal)).toMatchObject({ status: 200 });
    terminal.kill('SIGKILL');
    const code = await answered(
      () => readFile(join(folder, 'code'), 'utf8'),
      (read) => read !== '',
    );
    // Its last words cannot be written, which is a failure, but no crash.
    expect(code).toBe('1\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** What Node.js says when its inspector opens, or would if it could. */
const INSPECTOR = /Debugger listening|Starting inspector/;

/** A program that Node.js runs as it comes. It says so when it is up, and again when its inspector is. */
async function openInspector(): Promise<void> {
  const program = "console.error('up'); setInterval(() => undefined, 1000);";
  const child = spawn(process.execPath, ['--inspect-port=0', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.push(child);
  for await (const chunk of child.stderr) {
    if (String(chunk).includes('up')) child.kill('SIGUSR1');
    if (INSPECTOR.test(String(chunk))) return;
  }
}

test('SIGUSR1 does not open the inspector of the webhook, as it does of another program', async () => {
  const { child, told, exited, port } = await startWebhook({ nodeFlags: ['--inspect-port=0'] });
  child.kill('SIGUSR1');
  // As long as another one takes that is asked later.
  await openInspector();
  expect((await fetchTls(port, '/livez')).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(await told).not.toMatch(INSPECTOR);
});
