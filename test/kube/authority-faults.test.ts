import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from '../support/api-server/api-server.js';
import type { RunningReplica } from '../support/authority/rig.js';
import { createStage } from '../support/authority/stage.js';
import { until } from '../support/authority/until.js';

/** Faults of an API server that only a stand-in has when a test asks for them. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MUTATING = 'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

let server: ApiServer;
const { rig, settled, ready, told, open, close } = createStage(() =>
  Promise.resolve([
    server.connection,
    { service: 'doka-tracing', secret: 'doka-tracing-ca', configuration: 'doka-tracing' },
  ]),
);

beforeEach(async () => {
  server = await startApiServer();
  await open();
});

afterEach(async () => {
  await close();
  await server.stop();
});

const problem = (replica: RunningReplica, code: string): string =>
  String(replica.lines.find((line) => line['code'] === code)?.['msg']);

test.each([
  ['create', '/v1/secrets', /may not create secrets; apply manifests/],
  ['get', '/v1/secrets', /may not get secrets; apply manifests/],
  ['get', MUTATING, /may not get mutatingwebhookconfigurations/],
  ['patch', MUTATING, /may not patch mutatingwebhookconfigurations/],
])('without the right to %s %s it says so, and goes on when it has it', async (verb, resource, sentence) => {
  await rig().createRegistrations();
  server.deny(verb, resource);
  const replica = await rig().start();
  await told(replica, 'code', 'api-unavailable');
  expect(problem(replica, 'api-unavailable')).toMatch(sentence);
  expect(replica.isReady()).toBe(false);
  server.allow(verb, resource);
  await ready(replica);
  await told(replica, 'msg', 'A problem with certificates is solved.');
});

test('a leaf is renewed while a write that comes first is refused', async () => {
  const replica = await settled();
  server.deny('update', '/v1/secrets');
  rig().pass(61 * DAY_MS);
  await told(replica, 'code', 'api-unavailable');
  expect(problem(replica, 'api-unavailable')).toContain('may not update secrets');
  await told(replica, 'cause', 'leaf-due');
  await ready(replica);
});

test('a leaf is renewed while the API server is away, for a week after it was last seen', async () => {
  const replica = await settled();
  const first = replica.current();
  rig().pass(2 * DAY_MS);
  await until(() => replica.facts().problems.length === 0);
  const requests = server.requests.length;
  await until(() => server.requests.length > requests + 6);
  await server.stop();
  rig().pass(3 * DAY_MS);
  await told(replica, 'cause', 'leaf-due');
  const days = (replica.current().notAfter.getTime() - first.notAfter.getTime()) / DAY_MS;
  expect(days).toBeGreaterThan(1.9);
  expect(days).toBeLessThan(2.1);
  await told(replica, 'code', 'api-unavailable');
  rig().pass(5 * DAY_MS);
  await until(() => !replica.isReady());
  await server.start();
  await ready(replica);
});

/** Somebody overwrites the caBundle, as a tool that keeps its own state of it does. */
function overwrite(): void {
  const [held] = server.store.list(MUTATING);
  if (held === undefined) throw new Error('no configuration');
  const webhooks = held['webhooks'] as readonly { readonly clientConfig: { readonly caBundle: string } }[];
  server.store.put(MUTATING, {
    ...held,
    metadata: {
      ...held.metadata,
      managedFields: [{ manager: 'argocd-controller', time: '2030-01-01T00:00:00Z' }],
    },
    webhooks: webhooks.map((webhook) => ({
      ...webhook,
      clientConfig: { ...webhook.clientConfig, caBundle: '' },
    })),
  });
}

test('a caBundle that is overwritten again and again is put back every ten minutes, and the tool is named', async () => {
  const replica = await settled();
  for (let times = 1; times <= 5; times += 1) {
    overwrite();
    await until(() => replica.facts().bundleWrites.restored === times);
  }
  overwrite();
  await told(replica, 'code', 'bundle-contended');
  expect(problem(replica, 'bundle-contended')).toContain('last by argocd-controller');
  expect(replica.facts().bundleWrites.restored).toBe(5);
  expect(replica.isReady()).toBe(false);
  rig().pass(10 * MINUTE_MS);
  await ready(replica);
  expect(replica.facts()).toMatchObject({ bundleWrites: { restored: 6 } });
});

test('a Secret that is deleted again and again does not make a CA each time', async () => {
  const replica = await settled();
  const issued = (): number => replica.lines.filter(({ msg }) => msg === 'A CA was issued.').length;
  for (let times = 2; times <= 4; times += 1) {
    await rig().admin.remove(rig().paths.secret);
    await until(() => issued() === times);
  }
  await rig().admin.remove(rig().paths.secret);
  await told(replica, 'code', 'creation-limited');
  expect(await replica.handshake()).toBe('ok');
  expect(replica.isReady()).toBe(true);
  expect(issued()).toBe(4);
  rig().pass(15 * MINUTE_MS);
  await until(() => issued() === 5);
});

test('a clock that differs from that of the API server is reported, and certificates go by the latter', async () => {
  await rig().createRegistrations();
  const replica = await rig().start({ clockOffMs: 10 * MINUTE_MS });
  await ready(replica);
  await told(replica, 'code', 'clock-off');
  expect(await replica.handshake()).toBe('ok');
});

test('what fails for a while is reported once, and no key is ever logged', async () => {
  const replica = await settled();
  server.deny('get', '/v1/secrets');
  await told(replica, 'code', 'api-unavailable');
  const requests = server.requests.length;
  await until(() => server.requests.length > requests + 5);
  expect(replica.lines.filter(({ code }) => code === 'api-unavailable')).toHaveLength(1);
  expect(JSON.stringify(replica.lines)).not.toMatch(/PRIVATE|BEGIN/);
});
