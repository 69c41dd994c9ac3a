import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createClusterRig,
  holds,
  INSTRUMENTATIONS,
  PLATFORMS,
  type ClusterRig,
} from '../../support/cluster-rig.js';
import { nested } from '../../support/deep.js';
import type { Cluster } from '../../../src/kube/cluster.js';
import { until } from '../../support/until.js';
import { like } from '../../support/like.js';

let rig: ClusterRig;

beforeEach(async () => {
  rig = await createClusterRig();
});

afterEach(() => rig.end());

describe('an object that is refused', () => {
  test('leaves the last good Instrumentation, and is left out where there was none', async () => {
    rig.fill();
    rig.instrumentation('bad', ['not text']);
    const cluster = await rig.start();
    const main = (): unknown =>
      cluster.snapshot().instrumentations.get('shop')?.get('main')?.spec.exporter?.endpoint;
    expect(cluster.snapshot().instrumentations.get('shop')?.size).toBe(1);
    rig.instrumentation('main', 7);
    await until(cluster.issues, (issues) => issues.length === 2);
    expect(cluster.issues().map(({ path }) => path)).toEqual([
      'Instrumentation shop/bad spec.exporter.endpoint',
      'Instrumentation shop/main spec.exporter.endpoint',
    ]);
    expect(main()).toBe('http://otel:4318');
    expect(cluster.watches().find(({ row }) => row === 'instrumentations')).toMatchObject({
      objects: 2,
      refused: 2,
    });
    rig.instrumentation('main', 'http://new:4318');
    await until(main, (endpoint) => endpoint === 'http://new:4318');
    expect(cluster.issues()).toHaveLength(1);
  });

  test('leaves the last good platform; without one the platform is invalid', async () => {
    rig.platform('kafka');
    const cluster = await rig.start();
    expect(cluster.snapshot().platform).toMatchObject({
      kind: 'invalid',
      issues: [{ path: 'spec.backend' }],
    });
    rig.platform('tempo');
    await holds(cluster, ({ platform: { kind } }) => kind === 'ready');
    rig.platform('kafka');
    await until(cluster.issues, (issues) => issues.length === 1);
    expect(cluster.snapshot().platform).toMatchObject({
      kind: 'ready',
      platform: { primary: { value: 'tempo' } },
    });
    // A replica that starts now knows no good one.
    expect((await rig.start()).snapshot().platform.kind).toBe('invalid');
    rig.server.store.remove(PLATFORMS, '/default');
    await holds(cluster, ({ platform: { kind } }) => kind === 'absent');
    expect(cluster.issues()).toEqual([]);
  });
});

describe('an object that is nested deeper than can be read', () => {
  const deep = (name: string): void => {
    rig.put(INSTRUMENTATIONS, name, { spec: { env: [{ name: 'A', x: nested() }] } }, 'shop');
  };
  const inForce = (cluster: Cluster): readonly string[] => [
    ...(cluster.snapshot().instrumentations.get('shop')?.keys() ?? []),
  ];

  test('is refused with a sentence when it is listed, and those beside it are in force', async () => {
    for (const name of ['a', 'c']) rig.instrumentation(name, 'http://otel:4318');
    deep('b');
    const cluster = await rig.start();
    expect(inForce(cluster)).toEqual(['a', 'c']);
    expect(cluster.issues()).toEqual([
      {
        path: 'Instrumentation shop/b',
        message: like.stringMatching(/^is nested deeper than 100 levels; /),
      },
    ]);
    expect(cluster.watches().flatMap(({ failure }) => failure ?? [])).toEqual([]);
    expect(rig.logged.join('')).not.toMatch(/call stack|\bat .+:\d+:\d+/);
  });

  test('leaves its last good version when it comes by a watch, and the watch goes on', async () => {
    rig.instrumentation('a', 'http://otel:4318');
    const cluster = await rig.start();
    deep('a');
    rig.instrumentation('b', 'http://otel:4318');
    await until(
      () => inForce(cluster),
      (names) => names.join() === 'a,b',
    );
    expect(cluster.issues()).toMatchObject([{ path: 'Instrumentation shop/a' }]);
    expect(cluster.snapshot().instrumentations.get('shop')?.get('a')?.spec.exporter?.endpoint).toBe(
      'http://otel:4318',
    );
    rig.instrumentation('a', 'http://new:4318');
    await until(cluster.issues, (issues) => issues.length === 0);
    expect(
      rig.server.requests.filter(({ verb, path }) => verb === 'list' && path.includes('instr')),
    ).toHaveLength(1);
  });
});
