import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  answered,
  createServing,
  fetchFrom,
  fetchTls,
  type Ports,
  type Serving,
} from '../support/serving.js';
import { reviewOf } from './admission-fixture.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/checkout', import.meta.url));

let folder: string;
let context: string;
let serving: Serving;

// A runner of tests may itself be a pod of a cluster, which is not meant here.
delete process.env['KUBERNETES_SERVICE_HOST'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  context = join(folder, 'cluster.yaml');
  await writeFile(context, namespaceNamed('shop'));
  serving = createServing();
});

afterEach(async () => {
  serving.end();
  await serving.ended();
  await rm(folder, { recursive: true });
});

const namespaceNamed = (name: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

const start = (...words: readonly string[]): Promise<Ports> => serving.start('--context', context, ...words);

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
  expect(metrics.body).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(metrics.body).toMatch(/^nodejs_heap_size_used_bytes \d+$/m);
  const page = await fetchFrom(pagePort, '/');
  expect(page.body).toContain('nodejs, python, dotnet, go, apache-httpd, sdk');
  serving.end();
  expect(await serving.ended()).toBe(0);
  await expect(fetchTls(port, '/readyz')).rejects.toThrow(/ECONNREFUSED/);
});

test('sample pods are judged before it is ready, and nothing is left of them', async () => {
  const { port, adminPort, pagePort } = await start('--warm-up', '0.5');
  await answered(
    () => fetchTls(port, '/readyz'),
    ({ status }) => status === 200,
  );
  const { body } = await fetchFrom(adminPort, '/metrics');
  expect(body).not.toMatch(/^doka_tracing_(?:admissions|decisions|reasons)_total\{.*\} [1-9]/m);
  expect((await fetchFrom(pagePort, '/')).body).not.toContain('doka-tracing-warm-up');
});

test('a changed context takes over; a bad one is counted and leaves the last good one', async () => {
  const { port, adminPort, pagePort } = await start();
  const metrics = async (): Promise<string> => (await fetchFrom(adminPort, '/metrics')).body;
  const hashOf = (body: string): string | undefined => /context_hash (\d+)/.exec(body)?.[1];
  const first = hashOf(await metrics());

  await writeFile(context, namespaceNamed('bank'));
  const second = hashOf(await answered(metrics, (body) => hashOf(body) !== first));
  expect(Number(second)).toBeGreaterThan(0);

  await writeFile(context, 'kind: [');
  const refused = await answered(metrics, (body) => body.includes('reloads_total{result="refused"} 1'));
  expect(hashOf(refused)).toBe(second);
  expect((await fetchTls(port, '/readyz')).status).toBe(200);
  expect((await fetchFrom(pagePort, '/')).body).toContain('cluster.yaml:1:');
});

test('is not ready while it drains', async () => {
  const { port, adminPort } = await start('--drain-seconds', '1');
  serving.end();
  const answer = await answered(
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
  expect(page).toContain('Collector, gateway <span>otel-collector.monitoring.svc</span>');
  expect(page).toContain('href="/reasons#injected"');
});

test('a port in use ends it with 1 and a remedy', async () => {
  const { port } = await start();
  expect(await serving.serve('--context', context, '--port', `${port}`, '--admin-port', '0')).toBe(1);
  expect(serving.written.err).toBe(
    `error: 127.0.0.1:${port} is in use already; give another port or address.\n`,
  );
});

test.each<[string, (here: string) => readonly string[], RegExp]>([
  ['no context', () => [], /^error: No context is given.+Give --context PATH/],
  [
    'watching owners without a cluster',
    (here) => ['--context', here, '--owners', 'watch'],
    /^error: With --context alone there is no cluster to watch\. Add --cluster or --kubeconfig/,
  ],
  [
    '--cluster outside of one',
    (here) => ['--context', here, '--cluster'],
    /^error: This is no pod of a cluster.+--kubeconfig FILE/,
  ],
  [
    'a kubeconfig that is not there',
    (here) => ['--kubeconfig', join(here, 'none')],
    /none: .+give a kubeconfig that kubectl takes/,
  ],
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
  ['a warm-up before the start', () => ['--warm-up', '-1'], /give one from 0 to 60, such as 0\.6/],
  ['a warm-up that is too long', () => ['--warm-up', '60.5'], /give one from 0 to 60, such as 0\.6/],
  ['a warm-up that is no number', () => ['--warm-up', '1e1'], /give one from 0 to 60, such as 0\.6/],
  [
    'a language that is none',
    () => ['--enable-languages', 'cobol'],
    /"cobol" is not a language; allowed: java/,
  ],
  ['a level that is none', () => ['--log-level', 'loud'], /Allowed choices are debug/],
])('%s ends it with 2 and a remedy', async (_what, words, sentence) => {
  expect(await serving.serve('--admin-port', '0', ...words(folder))).toBe(2);
  expect(serving.written.err).toMatch(sentence);
  expect(serving.written.out).toBe('');
});

test('every issue of a bad context is reported with file, line and column', async () => {
  await writeFile(context, `${namespaceNamed('a')}---\nkind: [\n`);
  await writeFile(
    join(folder, 'platform.yaml'),
    'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\n' +
      'spec: { backend: carrier-pigeon }\n',
  );
  expect(await serving.serve('--context', folder)).toBe(2);
  expect(serving.written.err).toMatch(/^error: the context is refused\n/);
  expect(serving.written.err).toMatch(/cluster\.yaml:\d+:\d+/);
  expect(serving.written.err).toMatch(/platform\.yaml:\d+:\d+.+backend/);
});
