import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createClusterRig,
  INSTRUMENTATIONS,
  NAMESPACES,
  PLATFORMS,
  type ClusterRig,
} from '../support/cluster-rig.js';
import { nested } from '../support/deep.js';
import {
  answered,
  createServing,
  fetchFrom,
  fetchTls,
  type Ports,
  type Serving,
} from '../support/serving.js';
import { reviewOf } from '../http/admission-fixture.js';

/** `serve` as a whole against a stand-in of the API server. */

let rig: ClusterRig;
let serving: Serving;
let folder: string;
let kubeconfig: string;

// Loading the client library takes seconds on a busy machine.
beforeAll(() => import('@kubernetes/client-node'), 60_000);

beforeEach(async () => {
  rig = await createClusterRig();
  serving = createServing();
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  kubeconfig = join(folder, 'kubeconfig');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server: rig.server.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    }),
  );
});

afterEach(async () => {
  serving.end();
  await serving.ended();
  await rig.end();
  await rm(folder, { recursive: true });
});

const start = (...words: readonly string[]): Promise<Ports> =>
  serving.start('--kubeconfig', kubeconfig, '--drain-seconds', '0', ...words);

const ready = ({ port }: Ports): Promise<unknown> =>
  answered(
    () => fetchTls(port, '/readyz'),
    ({ status }) => status === 200,
  );

/** What comes of a pod in namespace shop: status and reasons, and the patch as text. */
async function decisionOf({ port }: Ports): Promise<{ readonly audit: unknown; readonly patch: string }> {
  const { body } = await fetchTls(port, '/mutate', reviewOf());
  const { response } = JSON.parse(body) as { response: { auditAnnotations?: unknown; patch?: string } };
  return {
    audit: response.auditAnnotations,
    patch: Buffer.from(response.patch ?? '', 'base64').toString(),
  };
}

const decided = (ports: Ports, text: string): Promise<unknown> =>
  answered(
    () => decisionOf(ports),
    ({ patch }) => patch.includes(text),
  );

const metric = async ({ adminPort }: Ports, series: string): Promise<string | undefined> => {
  const { body } = await fetchFrom(adminPort, '/metrics');
  return body
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);
};

test('a pod is decided by what the cluster holds, and the next one by what it holds then', async () => {
  rig.fill();
  const ports = await start();
  await ready(ports);
  expect(await decisionOf(ports)).toMatchObject({ audit: { status: 'injected' } });
  await decided(ports, 'http://otel:4318');
  rig.instrumentation('main', 'http://elsewhere:4318');
  await decided(ports, 'http://elsewhere:4318');
  rig.server.store.remove(INSTRUMENTATIONS, 'shop/main');
  await decided(ports, 'jaeger');
  expect(await metric(ports, 'doka_tracing_watch_objects{watch="namespaces"}')).toBe('1');
  expect(Number(await metric(ports, 'doka_tracing_watch_age_seconds{watch="namespaces"}'))).toBeGreaterThan(
    0,
  );
  expect((await fetchFrom(ports.pagePort, '/')).body).toContain(rig.server.url);
});

test('it listens before it has read anything, says what is missing, and never decides on an empty cluster', async () => {
  rig.fill();
  rig.server.deny('list', NAMESPACES);
  const ports = await start();
  const { body } = await answered(
    () => fetchTls(ports.port, '/readyz'),
    ({ status, body: text }) => status === 503 && text.includes('may not') && !text.includes('not read yet'),
  );
  expect(body).toBe(
    'Not ready: namespaces (This ServiceAccount may not list namespaces; apply manifests/base/rbac.yaml).\n',
  );
  expect((await fetchTls(ports.port, '/livez')).status).toBe(200);
  expect(await metric(ports, 'doka_tracing_ready')).toBe('0');
  expect(await metric(ports, 'doka_tracing_watch_synced{watch="namespaces"}')).toBe('0');
  expect(
    Number(await metric(ports, 'doka_tracing_watch_failures_total{watch="namespaces",failure="forbidden"}')),
  ).toBeGreaterThan(0);
  // The namespace asks for Java; one that is not known asks for nothing.
  expect(await decisionOf(ports)).toEqual({ audit: undefined, patch: '' });
  rig.server.allow('list', NAMESPACES);
  await ready(ports);
  expect(await decisionOf(ports)).toMatchObject({ audit: { status: 'injected' } });
});

test('is ready with an object that is nested too deep to be read, which is reported in one sentence', async () => {
  rig.fill();
  rig.put(INSTRUMENTATIONS, 'deep', { spec: { env: [{ name: 'A', x: nested() }] } }, 'shop');
  const ports = await start();
  await ready(ports);
  expect(await decisionOf(ports)).toMatchObject({ audit: { status: 'injected' } });
  expect(await metric(ports, 'doka_tracing_refused_objects{watch="instrumentations"}')).toBe('1');
  const { body } = await fetchFrom(ports.pagePort, '/');
  expect(body).toContain('Instrumentation shop/deep');
  expect(body).toContain('is nested deeper than 100 levels');
  expect(body).not.toContain('call stack');
});

test('what was read stays in force while the API server is away', async () => {
  rig.fill();
  const ports = await start();
  await ready(ports);
  await rig.server.stop();
  await answered(
    async () =>
      Number(
        await metric(ports, 'doka_tracing_watch_failures_total{watch="namespaces",failure="unreachable"}'),
      ),
    (count) => count > 1,
  );
  expect((await fetchTls(ports.port, '/readyz')).status).toBe(200);
  expect(await decisionOf(ports)).toMatchObject({ audit: { status: 'injected' } });
  rig.instrumentation('main', 'http://elsewhere:4318');
  await rig.server.start();
  await decided(ports, 'http://elsewhere:4318');
});

test('a bad platform leaves the last good one, and is reported in metrics and on the page', async () => {
  rig.platform('jaeger');
  rig.put(NAMESPACES, 'shop', {
    metadata: { annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' } },
  });
  const ports = await start();
  await ready(ports);
  await decided(ports, 'jaeger');
  const isIn = (state: string): Promise<unknown> =>
    answered(
      () => metric(ports, `doka_tracing_platform_state{state="${state}"}`),
      (value) => value === '1',
    );
  expect(await metric(ports, 'doka_tracing_platform_state{state="ready"}')).toBe('1');
  rig.platform('kafka');
  await isIn('outdated');
  expect(await metric(ports, 'doka_tracing_refused_objects{watch="platforms"}')).toBe('1');
  expect(await metric(ports, 'doka_tracing_context_reloads_total{result="refused"}')).toBe('1');
  expect((await fetchFrom(ports.pagePort, '/')).body).toContain('TracingPlatform default spec.backend');
  await decided(ports, 'jaeger');
  rig.platform('tempo');
  await decided(ports, 'tempo');
  await isIn('ready');
  // Outside of the cluster it looks on, and writes nothing.
  expect(new Set(rig.server.requests.map(({ verb }) => verb))).toEqual(new Set(['list', 'watch']));
});

test('files stand beside the cluster, whose objects win', async () => {
  const context = join(folder, 'context.yaml');
  const platform = (backend: string): string =>
    `{ apiVersion: tracing.dokaseca.io/v1alpha1, kind: TracingPlatform, metadata: { name: default },
       spec: { addons: { enable_tempo: true, enable_zipkin: true }, backend: ${backend} } }`;
  await writeFile(context, platform('zipkin'));
  rig.put(NAMESPACES, 'shop', {
    metadata: { annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' } },
  });
  const ports = await start('--context', context);
  await ready(ports);
  await decided(ports, 'zipkin');
  await writeFile(context, platform('tempo'));
  await decided(ports, 'tempo');
  rig.platform('jaeger');
  await decided(ports, 'jaeger');
  rig.server.store.remove(PLATFORMS, '/default');
  await decided(ports, 'tempo');
});
