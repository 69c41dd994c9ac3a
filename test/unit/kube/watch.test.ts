import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKubeClient } from '../../../src/kube/client.js';
import { createWatchRig, NAMESPACES, type WatchRig } from '../../support/watch-rig.js';
import { until } from '../../support/until.js';

let rig: WatchRig;

beforeEach(async () => {
  rig = await createWatchRig();
});

afterEach(() => rig.end());

test('lists in pages, and follows what comes, changes and goes', async () => {
  for (const name of ['a', 'b', 'c']) rig.put(name);
  const { isSynced, ageMs } = rig.start();
  expect([isSynced(), ageMs()]).toEqual([false, undefined]);
  await rig.seen('a', 'b', 'c');
  await rig.isWatching();
  expect(isSynced()).toBe(true);
  expect(ageMs()).toBeGreaterThanOrEqual(0);
  expect(rig.asked('list').map((query) => query.get('limit'))).toEqual(['2', '2']);
  rig.put('d');
  rig.put('a', { team: 'shop' });
  rig.server.store.remove(NAMESPACES, '/b');
  await rig.seen('a', 'c', 'd');
  expect(rig.held.get('a')).toEqual({ team: 'shop' });
});

test('a watch that is over goes on from the last version that was rig.told, without a list', async () => {
  rig.start();
  await rig.isWatching();
  const before = rig.server.requests.length;
  rig.server.store.put('/v1/other', { metadata: { name: 'raises the version' } });
  rig.server.watches.bookmark();
  const version = String(rig.server.store.version());
  rig.server.watches.end();
  await until(
    () => rig.asked('watch').at(-1)?.get('resourceVersion'),
    (asking) => asking === version,
  );
  expect(rig.asked('list')).toHaveLength(1);
  expect(rig.server.requests.slice(before).every(({ verb }) => verb === 'watch')).toBe(true);
});

test('a broken connection and an API server that is away change nothing of what is held', async () => {
  rig.put('a');
  const { isSynced } = rig.start();
  await rig.isWatching();
  rig.server.watches.cut();
  await until(
    () => rig.told.length,
    () => rig.told.includes('watch unreachable'),
  );
  await rig.isWatching();
  await rig.server.stop();
  await until(
    () => rig.told.filter((line) => line === 'watch unreachable').length,
    (count) => count > 2,
  );
  expect([[...rig.held.keys()], isSynced()]).toEqual([['a'], true]);
  rig.server.store.put(NAMESPACES, { metadata: { name: 'b' } });
  await rig.server.start();
  await rig.seen('a', 'b');
  expect(rig.asked('list')).toHaveLength(1);
});

test('a version that is forgotten is listed again, and what went meanwhile is gone', async () => {
  for (const name of ['a', 'b']) rig.put(name);
  rig.start();
  await rig.isWatching();
  rig.server.watches.silence();
  rig.server.store.remove(NAMESPACES, '/b');
  rig.put('c');
  rig.server.store.compact();
  rig.server.watches.cut();
  await rig.seen('a', 'c');
  await rig.isWatching();
  expect(rig.told).toContain('watch gone');
});

test('versions that go back, as those of a restored etcd, are noticed, and all is listed again', async () => {
  for (const name of ['a', 'b']) rig.put(name);
  // No silence helps: a real watch is ended long before it counts as dead.
  rig.start({}, { silenceMs: 600_000 });
  await rig.isWatching();
  const restore = rig.server.store.backup();
  rig.put('c');
  rig.server.store.remove(NAMESPACES, '/a');
  await rig.seen('b', 'c');
  await rig.server.stop();
  await rig.isWatching(0);
  restore();
  await rig.server.start();
  await rig.isWatching();
  rig.server.watches.end();
  await rig.seen('a', 'b');
  await rig.isWatching();
  rig.put('d');
  await rig.seen('a', 'b', 'd');
});

test('a watch on which nothing came is no reason to list again', async () => {
  rig.put('a');
  rig.start();
  for (let watches = 1; watches < 4; watches += 1) {
    await until(
      () => rig.asked('watch').length,
      (count) => count === watches,
    );
    await rig.isWatching();
    rig.server.watches.end();
  }
  await until(
    () => rig.asked('watch').length,
    (count) => count === 4,
  );
  expect(rig.asked('list').map((query) => query.get('limit'))).toEqual(['2', '1', '1', '1']);
  rig.put('b');
  await rig.seen('a', 'b');
});

test('a list that is forgotten between two pages begins again', async () => {
  for (const name of ['a', 'b', 'c', 'd']) rig.put(name);
  let pages = 0;
  const client = createKubeClient(rig.server.connection);
  rig.start({
    client: {
      ...client,
      list: (row, options) => {
        pages += 1;
        if (pages === 2) {
          rig.server.store.remove(NAMESPACES, '/a');
          rig.server.store.compact();
        }
        return client.list(row, options);
      },
    },
  });
  await rig.seen('b', 'c', 'd');
  await rig.isWatching();
  expect(rig.told.slice(0, 2)).toEqual(['list gone', 'list works']);
});

test('a connection that is silent is given up, and what it kept back is listed', async () => {
  rig.put('a');
  rig.start({}, { silenceMs: 40 });
  await rig.isWatching();
  rig.server.watches.silence();
  rig.put('b');
  await rig.seen('a', 'b');
  expect(rig.asked('list').length).toBeGreaterThan(1);
});

test('a name is selected in both', async () => {
  rig.start({ row: 'platforms', name: 'default' });
  await rig.isWatching();
  const selectors = rig.server.requests.map(({ query }) => query.get('fieldSelector'));
  expect(selectors).toEqual(['metadata.name=default', 'metadata.name=default']);
});

test('a bug in reading an object does not end it', async () => {
  rig.put('a');
  let fails = 2;
  const sink = { put: () => undefined, remove: () => undefined };
  const { isSynced } = rig.start({
    sink: {
      ...sink,
      relist: () => ({
        put: () => {
          fails -= 1;
          if (fails >= 0) throw new TypeError('no such field');
        },
        finish: () => undefined,
      }),
    },
  });
  await until(isSynced, (synced) => synced);
  expect(rig.told.slice(0, 3)).toEqual(['list rejected', 'list rejected', 'list works']);
});

test('nothing is asked any more when it is stopped', async () => {
  const { stop } = rig.start();
  await rig.isWatching();
  stop();
  await rig.isWatching(0);
  const { length } = rig.server.requests;
  rig.put('a');
  await new Promise((resolve) => setImmediate(resolve));
  expect([[...rig.held.keys()], rig.server.requests.length]).toEqual([[], length]);
});
