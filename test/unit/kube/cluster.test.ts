import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CONFIG_MAPS,
  SERVICE_ACCOUNTS,
  createClusterRig,
  holds,
  INSTRUMENTATIONS,
  JOBS,
  LIMIT_RANGES,
  NAMESPACES,
  PLATFORMS,
  REPLICA_SETS,
  type ClusterRig,
} from '../../support/cluster-rig.js';
import { until } from '../../support/until.js';

let rig: ClusterRig;

beforeEach(async () => {
  rig = await createClusterRig();
});

afterEach(() => rig.end());

test('what the cluster holds is in the snapshot, as far as a decision reads it', async () => {
  rig.fill();
  const { snapshot } = await rig.start();
  expect([...snapshot().namespaces]).toEqual([
    [
      'shop',
      {
        annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' },
        labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
      },
    ],
  ]);
  expect(snapshot().instrumentations.get('shop')?.get('main')?.spec.exporter?.endpoint).toBe(
    'http://otel:4318',
  );
  expect(snapshot().platform).toMatchObject({ kind: 'ready', platform: { primary: { value: 'jaeger' } } });
  expect(
    snapshot()
      .limitRanges.get('shop')
      ?.map(({ name }) => name),
  ).toEqual(['a', 'b']);
  expect(JSON.parse(rig.logged.at(-1) ?? '')).toMatchObject({
    objects: { namespaces: 1, instrumentations: 1, platforms: 1, 'limit-ranges': 2 },
    msg: 'The cluster has been read.',
  });
});

test('a change is seen, and what has not changed is shared', async () => {
  rig.fill();
  const cluster = await rig.start();
  const before = cluster.snapshot();
  rig.put(NAMESPACES, 'shop', { metadata: { labels: { team: 'shop' } } });
  const after = await holds(cluster, ({ namespaces }) => namespaces.get('shop')?.labels['team'] === 'shop');
  expect(before.namespaces.get('shop')?.labels['team']).toBeUndefined();
  expect(after.instrumentations).toBe(before.instrumentations);
  expect(after.limitRanges).toBe(before.limitRanges);
  expect(after.platform).toBe(before.platform);
  rig.server.store.remove(LIMIT_RANGES, 'shop/b');
  rig.server.store.remove(INSTRUMENTATIONS, 'shop/main');
  rig.server.store.remove(PLATFORMS, '/default');
  const end = await holds(
    cluster,
    ({ platform: { kind }, instrumentations }) => kind === 'absent' && instrumentations.size === 0,
  );
  expect((await holds(cluster, ({ limitRanges }) => limitRanges.get('shop')?.length === 1)).namespaces).toBe(
    end.namespaces,
  );
});

test('what is frozen can be changed by nobody', async () => {
  rig.fill();
  const { snapshot } = await rig.start();
  const facts = snapshot().namespaces.get('shop');
  for (const value of [snapshot(), facts, facts?.labels, snapshot().limitRanges.get('shop')?.[0]?.limits])
    expect(Object.isFrozen(value)).toBe(true);
});

describe('what is watched only when it is asked for', () => {
  const owner = { metadata: { ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] } };

  test('are the owners of pods and ConfigMaps', async () => {
    rig.put(REPLICA_SETS, 'web-1', owner, 'shop');
    rig.put(JOBS, 'nightly-2', { metadata: { labels: { a: 'b' } } }, 'shop');
    rig.put(CONFIG_MAPS, 'settings', { data: { LEVEL: 'info' }, binaryData: { x: 'AA==' } }, 'shop');
    rig.put(SERVICE_ACCOUNTS, 'web', { imagePullSecrets: [{ name: 'registry' }] }, 'shop');
    const less = await rig.start();
    expect(less.watches().map(({ row }) => row)).toEqual([
      'platforms',
      'instrumentations',
      'limit-ranges',
      'namespaces',
    ]);
    const { owners, configMaps, serviceAccounts } = less.snapshot();
    expect([owners.size, configMaps.size, serviceAccounts.size]).toEqual([0, 0, 0]);
    const more = (await rig.start('owners-watch', 'watch-configmaps', 'watch-service-accounts')).snapshot();
    expect(more.owners.get('ReplicaSet/shop/web-1')?.ownerReferences?.[0]?.name).toBe('web');
    expect(more.owners.get('Job/shop/nightly-2')?.labels).toEqual({ a: 'b' });
    expect(more.configMaps.get('shop/settings')).toEqual({ LEVEL: 'info' });
    expect(more.serviceAccounts.get('shop/web')).toEqual({
      enforcesSecrets: false,
      secrets: [],
      pullSecrets: ['registry'],
    });
  });
});

describe('the hash', () => {
  test('is the same in two replicas, whatever came first, and another after a change', async () => {
    rig.fill();
    const one = await rig.start();
    rig.put(NAMESPACES, 'bank');
    rig.instrumentation('main', 'http://other:4318');
    rig.instrumentation('main', 'http://otel:4318');
    await holds(one, ({ namespaces }) => namespaces.has('bank'));
    const other = await rig.start();
    await until(one.hash, (hash) => hash === other.hash());
    const before = one.hash();
    expect(before).toMatch(/^[0-9a-f]{12}$/);
    rig.instrumentation('main', 'http://other:4318');
    await until(one.hash, (hash) => hash !== before);
  });

  test('is not that of owners of pods', async () => {
    const cluster = await rig.start('owners-watch');
    const before = cluster.hash();
    rig.put(REPLICA_SETS, 'web-1', {}, 'shop');
    await holds(cluster, ({ owners }) => owners.size === 1);
    expect(cluster.hash()).toBe(before);
  });
});

test('a burst is told few times, and the end of it always', async () => {
  const cluster = await rig.start();
  let told = 0;
  let last = 0;
  cluster.onChange(() => {
    told += 1;
    last = cluster.snapshot().namespaces.size;
  });
  for (let index = 0; index < 500; index += 1) rig.put(NAMESPACES, `n-${index}`);
  await until(
    () => last,
    (size) => size === 500,
  );
  expect(told).toBeLessThan(50);
});
