import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEASE_SECONDS } from '../../../src/kube/bounds.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { createLease, type Lease } from '../../../src/kube/lease.js';
import { startApiServer, type ApiServer } from '../../support/api-server/api-server.js';
import { like } from '../../support/like.js';

const LEASES = 'coordination.k8s.io/v1/leases';
const KEY = 'doka-tracing/doka-tracing';

let server: ApiServer;
let elapsedMs: number;
beforeEach(async () => {
  server = await startApiServer();
  elapsedMs = 0;
});
afterEach(() => server.stop());

const replica = (holder: string): Lease =>
  createLease({ client: createKubeClient(server.connection), holder, elapsedMs: () => elapsedMs });
const spec = (): unknown => server.store.find(LEASES, KEY)?.['spec'];
const holds = async (lease: Lease): Promise<unknown> => {
  const held = await lease.tryHold();
  return held.ok ? held.value : held.error.kind;
};
const passSeconds = (seconds: number): void => {
  elapsedMs += seconds * 1000;
};

test('the first one creates it, and another one waits', async () => {
  const [a, b] = [replica('a'), replica('b')];
  expect([await holds(a), await holds(b), await holds(a)]).toEqual([true, false, true]);
  const time = like.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(spec()).toEqual({
    holderIdentity: 'a',
    leaseDurationSeconds: LEASE_SECONDS,
    acquireTime: time,
    renewTime: time,
    leaseTransitions: 0,
  });
});

test('of two that come together one holds it', async () => {
  const held = await Promise.all([holds(replica('a')), holds(replica('b'))]);
  expect([...held].sort()).toEqual([false, true]);
});

test('a holder that renews keeps it, and one that is gone loses it after its time', async () => {
  const [a, b] = [replica('a'), replica('b')];
  await holds(a);
  for (let round = 0; round < 4; round += 1) {
    passSeconds(LEASE_SECONDS * 0.6);
    // The time of the API server is a second's; a renewal is seen by its version.
    server.store.put(LEASES, touched());
    expect([await holds(a), await holds(b)]).toEqual([true, false]);
  }
  passSeconds(LEASE_SECONDS - 1);
  expect(await holds(b)).toBe(false);
  passSeconds(1);
  expect([await holds(b), await holds(a)]).toEqual([true, false]);
  expect(spec()).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
});

const touched = () => {
  const lease = server.store.find(LEASES, KEY);
  if (lease === undefined) throw new Error('there is no Lease');
  return { ...lease, spec: { ...(lease['spec'] as object), renewTime: String(elapsedMs) } };
};

test('one that is given up is taken at once, and only its holder gives it up', async () => {
  const [a, b] = [replica('a'), replica('b')];
  await holds(a);
  await b.release();
  expect(await holds(b)).toBe(false);
  await a.release();
  expect([await holds(b), await holds(a)]).toEqual([true, false]);
});

test('without permission it says what to apply', async () => {
  server.deny('get', LEASES);
  const held = await replica('a').tryHold();
  expect(held.ok ? '' : held.error.message).toContain('manifests/components/collector-status');
});

test('who asks while it is asked for gets the same answer: two renewals would outrun each other', async () => {
  const lease = replica('a');
  await holds(lease);
  const asked = server.requests.length;
  expect(await Promise.all([holds(lease), holds(lease), holds(lease)])).toEqual([true, true, true]);
  expect(server.requests.length - asked).toBe(2);
  expect(await holds(lease)).toBe(true);
  expect(server.requests.length - asked).toBe(4);
});
