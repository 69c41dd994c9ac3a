import { afterEach, beforeEach, expect, test } from 'vitest';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { runProgram } from '../../src/cli/program.js';
import type { ExitCode, Terminal } from '../../src/text/terminal.js';
import { issueSelfSigned } from '../../src/tls/certificates.js';
import type { ServingCertificate } from '../../src/tls/source.js';
import { startApiServer, type ApiServer } from '../support/api-server/api-server.js';
import type { Stored } from '../support/api-server/store.js';
import { until } from '../support/authority/until.js';
import { freePorts } from '../support/free-ports.js';
import { fetchTls } from '../support/serving.js';

const HOST = '127.0.0.1';
const MUTATING = 'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

let folder: string;
let tls: ServingCertificate;
let server: ApiServer;
let ending: AbortController;
let running: Promise<ExitCode> | undefined;
let told: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-certificates-'));
  tls = await issueSelfSigned({
    names: [HOST],
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
  });
  server = await startApiServer({ tls });
  ending = new AbortController();
  running = undefined;
  told = '';
});

afterEach(async () => {
  ending.abort();
  await running;
  await server.stop();
  await rm(folder, { recursive: true });
});

const terminal = (): Terminal => ({
  out: () => undefined,
  err: (text) => void (told += text),
  readInput: () => Promise.resolve(''),
  color: false,
  createEndSignal: () => ending.signal,
});

async function kubeconfig(): Promise<string> {
  const path = join(folder, 'kubeconfig');
  const authority = Buffer.from(tls.cert).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'a',
    clusters: [{ name: 'a', cluster: { server: server.url, 'certificate-authority-data': authority } }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a', namespace: 'doka-tracing' } }],
    users: [{ name: 'a', user: {} }],
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

interface Serving {
  readonly port: number;
  readonly fetch: (path: string) => Promise<string>;
}

async function serve(...words: readonly string[]): Promise<Serving> {
  const [port = 0, admin = 0] = await freePorts(2);
  const ports = ['--host', HOST, '--port', `${port}`, '--admin-port', `${admin}`, '--drain-seconds', '0'];
  const quiet = ['--log-level', 'silent'];
  running = runProgram(
    ['serve', '--kubeconfig', await kubeconfig(), ...ports, ...quiet, ...words],
    terminal(),
  );
  const fetchText = async (path: string): Promise<string> =>
    (await fetch(`http://${HOST}:${admin}${path}`)).text();
  await until(() =>
    fetchText('/livez').then(
      () => true,
      () => false,
    ),
  );
  return { port, fetch: fetchText };
}

async function untilReady(fetchText: Serving['fetch']): Promise<void> {
  let seen = '';
  await until(
    async () => (seen = await fetchText('/readyz')) === 'ok\n',
    () => seen,
  );
}

const register = (service: string, name = 'doka-tracing'): Stored =>
  server.store.put(MUTATING, {
    metadata: { name },
    webhooks: [{ name: 'pods', clientConfig: { service: { name: service, namespace: 'doka-tracing' } } }],
  });

/** What the API server trusts; empty for nothing. */
function bundle(): string {
  const [held] = server.store.list(MUTATING);
  const [webhook] = (held?.['webhooks'] ?? []) as readonly {
    readonly clientConfig: { readonly caBundle?: string };
  }[];
  return Buffer.from(webhook?.clientConfig.caBundle ?? '', 'base64').toString('utf8');
}

async function isAccepted(port: number, servername: string): Promise<boolean> {
  const socket = connect({ port, host: HOST, servername, ca: bundle() });
  await once(socket, 'secureConnect');
  socket.destroy();
  return socket.authorized;
}

test('--certs self: waits for its registration, then serves what the API server accepts, and metrics tell of the CA', async () => {
  const { port, fetch: fetchText } = await serve('--certs', 'self');
  expect(await fetchText('/readyz')).toContain('there is no certificate yet that the API server trusts');
  expect(await fetchText('/metrics')).toMatch(/^doka_tracing_certificate_expiry_timestamp_seconds Nan$/m);
  register('doka-tracing');
  await untilReady(fetchText);
  expect(await isAccepted(port, 'doka-tracing.doka-tracing.svc')).toBe(true);
  expect(await isAccepted(port, 'doka-tracing.doka-tracing.svc.cluster.local')).toBe(true);
  const metrics = await fetchText('/metrics');
  expect(metrics).toContain('doka_tracing_ca_phase{phase="steady"} 1');
  expect(metrics).toContain('doka_tracing_ca_phase{phase="settling"} 0');
  expect(metrics).toContain('doka_tracing_ca_bundle_writes_total{cause="published"} 1');
  const ends = [...metrics.matchAll(/^doka_tracing_(?:ca|certificate)_expiry_timestamp_seconds (\d+)$/gm)];
  const days = ends.map(([, seconds]) => Math.round((Number(seconds) - Date.now() / 1000) / 86_400));
  expect(days.sort((a, b) => a - b)).toEqual([7, 90]);
});

test('a replica that drains does not put back a CA that is taken out of the caBundle', async () => {
  register('doka-tracing');
  const { port, fetch: fetchText } = await serve('--certs', 'self', '--drain-seconds', '1');
  await untilReady(fetchText);
  register('doka-tracing');
  await until(() => bundle() !== '');
  ending.abort();
  await until(async () => (await fetchText('/readyz')).includes('draining'));
  const answersBefore = await fetchTls(port, '/livez');
  register('doka-tracing');
  expect(await running).toBe(0);
  expect(answersBefore.status).toBe(200);
  expect(bundle()).toBe('');
});

test('names of our objects are those of the options', async () => {
  const names = [
    '--service',
    's',
    '--ca-secret',
    'x',
    '--webhook-configuration',
    'w',
    '--cluster-domain',
    'd.test',
  ];
  register('s', 'w');
  const { port, fetch: fetchText } = await serve('--certs', 'self', ...names);
  await untilReady(fetchText);
  expect(await isAccepted(port, 's.doka-tracing.svc.d.test')).toBe(true);
  expect(server.store.find('/v1/secrets', 'doka-tracing/x')).toBeDefined();
});

test('who watches a cluster from outside writes nothing into it unless it is told to', async () => {
  register('doka-tracing');
  const { fetch: fetchText } = await serve();
  await untilReady(fetchText);
  expect(bundle()).toBe('');
  expect(server.store.list('/v1/secrets')).toEqual([]);
  expect(await fetchText('/metrics')).not.toContain('doka_tracing_ca_');
});

test('--certs self without a cluster is refused with what to do', async () => {
  const context = join(folder, 'context.yaml');
  await writeFile(context, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
  const code = await runProgram(['serve', '--context', context, '--certs', 'self'], terminal());
  expect(code).toBe(2);
  expect(told).toContain('--certs self keeps a CA in a Secret, and there is no cluster');
  expect(told).toContain('--certs FOLDER');
});
