import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClusterRig, holds, PLATFORMS, type ClusterRig } from '../../support/cluster-rig.js';
import { until } from '../../support/until.js';

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
