import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CA_SECRET, WEBHOOK_CONFIGURATION } from '../../../src/kube/own-objects.js';
import { createKubeClient, type KubeClient, type WatchEvent } from '../../../src/kube/client.js';
import { startApiServer, type ApiServer } from '../../support/api-server/api-server.js';
import { like } from '../../support/like.js';

let server: ApiServer;
let client: KubeClient;

beforeEach(async () => {
  server = await startApiServer();
  client = createKubeClient(server.connection);
});

afterEach(() => server.stop());

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: CA_SECRET },
  data: { 'tls.crt': 'YQ==' },
};

describe('one object', () => {
  test('is created in the own namespace, read and replaced', async () => {
    const created = await client.create('ca-secret-creation', secret);
    expect(created).toMatchObject({ ok: true, value: { metadata: { namespace: 'doka-tracing' } } });
    const read = await client.read('ca-secret', CA_SECRET);
    if (!read.ok) throw new Error(read.error.message);
    expect(
      await client.replace('ca-secret', CA_SECRET, { ...read.value, data: { 'tls.crt': 'Yg==' } }),
    ).toMatchObject({
      ok: true,
      value: { data: { 'tls.crt': 'Yg==' } },
    });
    expect(server.requests.map(({ verb, path }) => `${verb} ${path}`)).toEqual([
      'create /api/v1/namespaces/doka-tracing/secrets',
      `get /api/v1/namespaces/doka-tracing/secrets/${CA_SECRET}`,
      `update /api/v1/namespaces/doka-tracing/secrets/${CA_SECRET}`,
    ]);
  });

  test('that another has changed meanwhile is a conflict, and one that is there already exists', async () => {
    const created = await client.create('ca-secret-creation', secret);
    if (!created.ok) throw new Error(created.error.message);
    await client.replace('ca-secret', CA_SECRET, { ...created.value, data: {} });
    expect(await client.replace('ca-secret', CA_SECRET, created.value)).toMatchObject({
      error: { kind: 'conflict' },
    });
    expect(await client.create('ca-secret-creation', secret)).toMatchObject({
      error: { kind: 'already-exists' },
    });
  });

  test.each([
    ['json', [{ op: 'add', path: '/webhooks/0/clientConfig', value: { caBundle: 'YQ==' } }]],
    ['merge', { webhooks: [{ name: 'pods.doka', clientConfig: { caBundle: 'YQ==' } }] }],
    ['strategic', { webhooks: [{ name: 'pods.doka', clientConfig: { caBundle: 'YQ==' } }] }],
  ] as const)('is patched by %s', async (type, body) => {
    server.store.put('admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
      metadata: { name: WEBHOOK_CONFIGURATION },
      webhooks: [{ name: 'pods.doka' }],
    });
    const patch = type === 'json' ? { type, body } : { type, body };
    expect(await client.patch('mutating-webhooks', WEBHOOK_CONFIGURATION, patch as never)).toMatchObject({
      ok: true,
      value: { webhooks: [{ name: 'pods.doka', clientConfig: { caBundle: 'YQ==' } }] },
    });
  });

  test('beyond the names of its row is a bug', () => {
    expect(() => client.read('ca-secret', 'another')).toThrow(
      'ca-secret is limited to doka-tracing-ca, not another.',
    );
    expect(() => client.list('platforms')).toThrow('platforms is limited to default, not all names.');
  });
});

describe('a failure says what it is', () => {
  test('forbidden, with verb, resource and manifest', async () => {
    server.deny('list', 'opentelemetry.io/v1alpha1/instrumentations');
    expect(await client.list('instrumentations')).toMatchObject({
      error: {
        kind: 'forbidden',
        verb: 'list',
        resource: 'instrumentations (opentelemetry.io)',
        manifest: 'manifests/base/rbac.yaml',
        message:
          'This ServiceAccount may not list instrumentations (opentelemetry.io); apply manifests/base/rbac.yaml.',
        answer: 'cannot list resource "opentelemetry.io/v1alpha1/instrumentations"',
      },
    });
  });

  test('not found, for an object and for a resource that is not installed', async () => {
    expect(await client.read('ca-secret', CA_SECRET)).toMatchObject({ error: { kind: 'not-found' } });
    server.uninstall('opentelemetry.io/v1alpha1/instrumentations');
    expect(await client.list('instrumentations')).toMatchObject({
      error: { kind: 'not-found', message: 'list instrumentations (opentelemetry.io): HTTP 404.' },
    });
  });

  test.each([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [410, 'gone'],
    [422, 'rejected'],
    [500, 'unreachable'],
    [503, 'unreachable'],
  ])('%d is %s', async (code, kind) => {
    server.failNext(code);
    expect(await client.list('namespaces')).toMatchObject({ error: { kind } });
  });

  test('429 is unreachable for as long as is asked', async () => {
    server.failNext(429, { headers: { 'Retry-After': '7' } });
    expect(await client.list('namespaces')).toMatchObject({
      error: { kind: 'unreachable', retryAfterMs: 7000 },
    });
  });

  test('no server at all is unreachable', async () => {
    await server.stop();
    expect(await client.list('namespaces')).toMatchObject({ error: { kind: 'unreachable' } });
    await server.start();
  });
});

describe('a list', () => {
  const namespace = (name: string) => ({
    metadata: { name, labels: { a: 'b' } },
    spec: { finalizers: ['kubernetes'] },
  });

  test('comes in pages, of metadata alone where no more is needed', async () => {
    for (const name of ['a', 'b', 'c']) server.store.put('/v1/namespaces', namespace(name));
    const first = await client.list('namespaces', { limit: 2 });
    if (!first.ok || first.value.continue === undefined) throw new Error('no first page');
    const second = await client.list('namespaces', { limit: 2, continue: first.value.continue });
    if (!second.ok) throw new Error(second.error.message);
    expect([...first.value.items, ...second.value.items].map(({ metadata }) => metadata.name)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(second.value.continue).toBeUndefined();
    expect(first.value.items[0]).not.toHaveProperty('spec');
  });

  test('of a row with names selects the name', async () => {
    await client.list('platforms', { name: 'default' });
    expect(server.requests.at(-1)?.query.get('fieldSelector')).toBe('metadata.name=default');
  });
});

describe('a watch', () => {
  const options = { resourceVersion: '0', timeoutSeconds: 300, silenceMs: 5000 };

  test('tells events cut anywhere, and ends as the API server ends it', async () => {
    server.watches.splinter();
    const events: WatchEvent[] = [];
    const resourceVersion = String(server.store.version());
    server.store.put('/v1/namespaces', { metadata: { name: 'a', annotations: { note: 'grüße ✓' } } });
    const over = client.watch('namespaces', { ...options, resourceVersion }, (event) => {
      events.push(event);
      if (event.type === 'BOOKMARK') server.watches.end();
      else server.watches.bookmark();
    });
    expect(await over).toBeUndefined();
    expect(events).toMatchObject([
      { type: 'ADDED', object: { metadata: { name: 'a', annotations: { note: 'grüße ✓' } } } },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(server.store.version()) } } },
    ]);
  });

  test('from a version that is forgotten is gone', async () => {
    expect(await client.watch('namespaces', options, () => undefined)).toMatchObject({ kind: 'gone' });
  });

  test('that is cut is unreachable', async () => {
    const resourceVersion = String(server.store.version());
    server.store.put('/v1/namespaces', { metadata: { name: 'a' } });
    const over = client.watch('namespaces', { ...options, resourceVersion }, () => {
      server.watches.cut();
    });
    expect(await over).toMatchObject({ kind: 'unreachable' });
  });

  test('that is silent is unreachable', async () => {
    const resourceVersion = String(server.store.version());
    const silent = { ...options, resourceVersion, silenceMs: 20 };
    const message = like.stringContaining('nothing came for 0.02 s');
    expect(await client.watch('namespaces', silent, () => undefined)).toMatchObject({
      kind: 'unreachable',
      message,
    });
  });

  test('ends when it is told to', async () => {
    const ending = new AbortController();
    const resourceVersion = String(server.store.version());
    const over = client.watch(
      'namespaces',
      { ...options, resourceVersion, signal: ending.signal },
      () => undefined,
    );
    ending.abort();
    expect(await over).toMatchObject({ kind: 'unreachable' });
  });
});

test('a connection that was closed while it was idle is not used, and nobody notices', async () => {
  for (let round = 0; round < 20; round += 1) {
    expect(await client.list('namespaces')).toMatchObject({ ok: true });
    server.dropIdle();
    expect(await client.create('ca-secret-creation', secret)).toMatchObject({ ok: true });
    server.store.remove('/v1/secrets', `doka-tracing/${CA_SECRET}`);
  }
});

describe('a server to which no connection comes about', () => {
  // The name is looked up for ever: the connection begins and gets no further, as with packets that are dropped.
  const nowhere = (protocol: string): KubeClient =>
    createKubeClient({
      ...server.connection,
      server: new URL(`${protocol}://api.test`),
      connectMs: 30,
      options: () => Promise.resolve({ lookup: () => undefined }),
    });

  test.each(['http', 'https'])('is unreachable after the time for it, by %s', async (protocol) => {
    const watch = { resourceVersion: '0', timeoutSeconds: 300, silenceMs: 5000 };
    expect(await nowhere(protocol).watch('namespaces', watch, () => undefined)).toEqual({
      kind: 'unreachable',
      message: 'watch namespaces: the API server cannot be reached (no connection within 0.03 s).',
    });
  });
});
