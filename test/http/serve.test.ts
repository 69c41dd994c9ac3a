import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/program.js';
import type { ExitCode, Terminal } from '../../src/cli/terminal.js';
import { listen } from '../../src/http/listen.js';
import { reviewOf } from './admission-fixture.js';

const HOST = '127.0.0.1';
const EXAMPLE = fileURLToPath(new URL('../../examples/checkout', import.meta.url));

let folder: string;
let context: string;
let ending: AbortController;
let running: Promise<ExitCode> | undefined;
let written: { out: string; err: string };
let terminal: Terminal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  context = join(folder, 'cluster.yaml');
  await writeFile(context, namespaceNamed('shop'));
  ending = new AbortController();
  running = undefined;
  written = { out: '', err: '' };
  terminal = {
    out: (line) => void (written.out += line),
    err: (line) => void (written.err += line),
    readInput: () => Promise.resolve(''),
    color: false,
    ended: () => ending.signal,
  };
});

afterEach(async () => {
  ending.abort();
  await running;
  await rm(folder, { recursive: true });
});

const namespaceNamed = (name: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

/** Ports that are free now, all different. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map((server) => listen(server, { port: 0, host: HOST })));
  for (const server of servers) server.close();
  return ports.map((port) => (port.ok ? port.value : 0));
}

interface Fetched {
  readonly status: number;
  readonly body: string;
}

async function fetchFrom(port: number, path: string): Promise<Fetched> {
  const response = await fetch(`http://${HOST}:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

const fetchTls = (port: number, path: string, body?: unknown): Promise<Fetched> =>
  new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const method = body === undefined ? 'GET' : 'POST';
    https
      .request({ host: HOST, port, path, method, headers, agent: false, rejectUnauthorized: false })
      .on('error', reject)
      .on('response', (response) => {
        text(response).then((read) => {
          resolve({ status: response.statusCode ?? 0, body: read });
        }, reject);
      })
      .end(body === undefined ? undefined : JSON.stringify(body));
  });

/** Asks again until it holds; the time limit of the test ends it otherwise. */
async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask().catch(() => undefined);
    if (value !== undefined && holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const serve = (...words: readonly string[]): Promise<ExitCode> =>
  runProgram(['serve', '--host', HOST, '--log-level', 'silent', ...words], terminal);

interface Ports {
  readonly port: number;
  readonly adminPort: number;
  readonly pagePort: number;
}

async function start(...words: readonly string[]): Promise<Ports> {
  const [port = 0, adminPort = 0, pagePort = 0] = await freePorts(3);
  running = serve(
    ...['--context', context, '--port', `${port}`, '--admin-port', `${adminPort}`],
    ...['--page-port', `${pagePort}`, ...words],
  );
  await until(
    () => fetchTls(port, '/readyz'),
    ({ status }) => status === 200,
  );
  return { port, adminPort, pagePort };
}

test('serves the webhook, the metrics and the status page, and ends with 0 when asked to', async () => {
  const { port, adminPort, pagePort } = await start(
    '--enable-languages',
    'go',
    '--disable-languages',
    'java',
  );
  const review = await fetchTls(port, '/mutate?timeout=2s', reviewOf());
  expect(JSON.parse(review.body)).toMatchObject({ response: { uid: 'a-uid', allowed: true } });
  expect((await fetchFrom(adminPort, '/readyz')).status).toBe(200);
  const metrics = await fetchFrom(adminPort, '/metrics');
  expect(metrics.body).toContain('doka_tracing_admissions_total{result="not-requested"} 1');
  const page = await fetchFrom(pagePort, '/');
  expect(page.body).toContain('nodejs, python, dotnet, go, apache-httpd, sdk');
  ending.abort();
  expect(await running).toBe(0);
  await expect(fetchTls(port, '/readyz')).rejects.toThrow(/ECONNREFUSED/);
});

test('a changed context takes over; a bad one is counted and leaves the last good one', async () => {
  const { port, adminPort, pagePort } = await start();
  const metrics = async (): Promise<string> => (await fetchFrom(adminPort, '/metrics')).body;
  const hashOf = (body: string): string | undefined => /context_info\{hash="(\w+)"\} 1/.exec(body)?.[1];
  const first = hashOf(await metrics());

  await writeFile(context, namespaceNamed('bank'));
  const second = hashOf(await until(metrics, (body) => hashOf(body) !== first));
  expect(second).toMatch(/^\w{12}$/);

  await writeFile(context, 'kind: [');
  const refused = await until(metrics, (body) => body.includes('reloads_total{result="refused"} 1'));
  expect(hashOf(refused)).toBe(second);
  expect((await fetchTls(port, '/readyz')).status).toBe(200);
  expect((await fetchFrom(pagePort, '/')).body).toContain('cluster.yaml:1:');
});

test('is not ready while it drains', async () => {
  const { port, adminPort } = await start('--drain-seconds', '1');
  ending.abort();
  const answer = await until(
    () => fetchTls(port, '/readyz'),
    ({ status }) => status === 503,
  );
  expect(answer.body).toBe('Not ready: draining.\n');
  expect((await fetchFrom(adminPort, '/livez')).status).toBe(200);
});

test('several contexts are put together', async () => {
  const other = join(folder, 'other.yaml');
  await writeFile(
    other,
    'apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: { namespace: shop, name: main }\n' +
      'spec: { exporter: { endpoint: "http://here:4318" } }\n',
  );
  const { pagePort } = await start('--context', other);
  const page = (await fetchFrom(pagePort, '/')).body;
  for (const part of ['shop/main', 'http://here:4318', context, other]) expect(page).toContain(part);
});

test('shows the host of the Collector and the reason of a plain injection', async () => {
  const { port, pagePort } = await start('--context', join(EXAMPLE, 'context.yaml'));
  const review: unknown = JSON.parse(await readFile(join(EXAMPLE, 'review.json'), 'utf8'));
  const { status, body } = await fetchTls(port, '/mutate', review);
  expect(status).toBe(200);
  const { response } = JSON.parse(body) as { response: Readonly<Record<string, unknown>> };
  expect(response).toMatchObject({
    ...{ uid: (review as { request: { uid: string } }).request.uid, allowed: true, patchType: 'JSONPatch' },
    auditAnnotations: { status: 'injected', reason: 'injected' },
  });
  const patch = Buffer.from(String(response['patch']), 'base64').toString();
  expect(patch).toContain('http://otel-collector.monitoring.svc:4318');
  const page = (await fetchFrom(pagePort, '/')).body;
  expect(page).toContain('through the Collector otel-collector.monitoring.svc<');
  expect(page).toContain('href="/reasons#injected"');
});

test('a port in use ends it with 1 and a mend', async () => {
  const { port } = await start();
  expect(await serve('--context', context, '--port', `${port}`, '--admin-port', '0')).toBe(1);
  expect(written.err).toBe(`error: 127.0.0.1:${port} is in use already; give another port or address.\n`);
});

test.each<[string, (here: string) => readonly string[], RegExp]>([
  ['no context', () => [], /^error: No context is given.+Give --context PATH/],
  [
    'a context that is not there',
    (here) => ['--context', join(here, 'none.yaml')],
    /none\.yaml: cannot be read/,
  ],
  [
    'certificates that are not there',
    (here) => ['--context', here, '--certs', here],
    /must hold tls\.crt and tls\.key/,
  ],
  ['a port that is none', () => ['--port', '70000'], /whole number from 0 to 65535/],
  ['a language that is none', () => ['--enable-languages', 'cobol'], /"cobol" is no language; allowed: java/],
  ['a level that is none', () => ['--log-level', 'loud'], /Allowed choices are debug/],
])('%s ends it with 2 and a mend', async (_what, words, sentence) => {
  expect(await serve('--admin-port', '0', ...words(folder))).toBe(2);
  expect(written.err).toMatch(sentence);
  expect(written.out).toBe('');
});

test('every issue of a bad context is told with file, line and column', async () => {
  await writeFile(context, `${namespaceNamed('a')}---\nkind: [\n`);
  await writeFile(
    join(folder, 'platform.yaml'),
    'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\n' +
      'spec: { backend: carrier-pigeon }\n',
  );
  expect(await serve('--context', folder)).toBe(2);
  expect(written.err).toMatch(/^error: the context is refused\n/);
  expect(written.err).toMatch(/cluster\.yaml:\d+:\d+/);
  expect(written.err).toMatch(/platform\.yaml:\d+:\d+.+backend/);
});
