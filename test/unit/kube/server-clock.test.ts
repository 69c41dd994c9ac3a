import { expect, test } from 'vitest';
import { createKubeClient } from '../../../src/kube/client.js';
import { createServerClock } from '../../../src/kube/server-clock.js';
import { startApiServer } from '../../support/api-server/api-server.js';

const DATE = 'Tue, 01 Jan 2030 00:00:00 GMT';

test('goes by what was heard last and what has passed since', () => {
  let elapsed = 5000;
  const clock = createServerClock(() => elapsed);
  clock.observeDate(DATE);
  expect(clock.now().toISOString()).toBe('2030-01-01T00:00:00.000Z');
  elapsed += 1500;
  expect(clock.now().toISOString()).toBe('2030-01-01T00:00:01.500Z');
  clock.observeDate('Mon, 31 Dec 2029 00:00:00 GMT');
  expect(clock.now().toISOString()).toBe('2029-12-31T00:00:00.000Z');
});

test('what is no date changes nothing', () => {
  const clock = createServerClock(() => 0);
  clock.observeDate(DATE);
  clock.observeDate(undefined);
  clock.observeDate('soon');
  expect(clock.now().toISOString()).toBe('2030-01-01T00:00:00.000Z');
});

test('goes by this machine before anything was heard', () => {
  const before = Date.now();
  const now = createServerClock().now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('a client hears it from every answer, a failure as well', async () => {
  const server = await startApiServer();
  const client = createKubeClient(server.connection);
  server.failNext(503, { headers: { Date: DATE } });
  await client.list('namespaces');
  expect(client.now().toISOString()).toMatch(/^2030-01-01T00:00:0/);
  await client.list('namespaces');
  expect(Math.abs(client.now().getTime() - Date.now())).toBeLessThan(60_000);
  await server.stop();
});
