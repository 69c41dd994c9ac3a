import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWatchRig, NAMESPACES, type WatchRig } from '../../support/watch-rig.js';
import { until } from '../../support/until.js';

let rig: WatchRig;

beforeEach(async () => {
  rig = await createWatchRig();
});

afterEach(() => rig.end());

const INSTRUMENTATIONS = 'opentelemetry.io/v1alpha1/instrumentations';

describe('a resource that is not installed', () => {
  const instrumentations = { row: 'instrumentations' } as const;

  test('is an empty list, which fills when it comes and empties when it goes', async () => {
    rig.server.uninstall(INSTRUMENTATIONS);
    const { isSynced } = rig.start(instrumentations);
    await until(isSynced, (synced) => synced);
    expect([...rig.held.keys()]).toEqual([]);
    rig.put('main', {}, INSTRUMENTATIONS);
    rig.server.install(INSTRUMENTATIONS);
    await rig.seen('main');
    await rig.isWatching();
    rig.server.uninstall(INSTRUMENTATIONS);
    rig.server.watches.end();
    await rig.seen();
    expect(rig.told.filter((line) => line === 'absent').length).toBeGreaterThan(1);
  });
});

describe('without permission', () => {
  test('to list, it is not synced and goes on trying', async () => {
    rig.put('a');
    rig.server.deny('list', NAMESPACES);
    const { isSynced } = rig.start();
    await until(
      () => rig.told.length,
      (count) => count > 3,
    );
    expect(new Set(rig.told)).toEqual(new Set(['list forbidden']));
    expect(isSynced()).toBe(false);
    rig.server.allow('list', NAMESPACES);
    await rig.seen('a');
    expect(isSynced()).toBe(true);
  });

  test('to watch, it does not list again and again', async () => {
    rig.server.deny('watch', NAMESPACES);
    rig.start();
    await until(
      () => rig.told.filter((line) => line === 'watch forbidden').length,
      (count) => count > 3,
    );
    expect(rig.asked('list')).toHaveLength(1);
    rig.put('a');
    rig.server.allow('watch', NAMESPACES);
    await rig.seen('a');
    expect(rig.told).toContain('watch works');
  });
});

test('an API server that asks for time is given it', async () => {
  rig.server.failNext(429, { headers: { 'Retry-After': '1' } });
  const begun = performance.now();
  const { isSynced } = rig.start();
  await until(isSynced, (synced) => synced);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(990);
});

test('a watch that ends as soon as it began is a failure', async () => {
  rig.start({}, { healthyMs: 60_000 });
  await rig.isWatching();
  rig.server.watches.end();
  await until(
    () => rig.told,
    (lines) => lines.includes('watch unreachable'),
  );
  await rig.isWatching();
});
