import { describe, expect, test } from 'vitest';
import { validate } from '../../src/core/rules/validate.js';
import type { ClusterSnapshot, SnapshotLookups } from '../../src/core/snapshot.js';
import { EMPTY_SNAPSHOT, listInstrumentationNamespaces } from '../../src/core/snapshot.js';
import { meterSnapshot } from '../../src/http/metered-snapshot.js';
import { instrumentationWith } from '../unit/core/contexts.js';
import { PARTIAL, post, rigOf, written } from './admission-fixture.js';

const map = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`example.com/k${index}`, 'v']));

/** A cluster of which every object has so many values. */
function clusterOf(values: number): ClusterSnapshot {
  const instrumentation = instrumentationWith({ env: [{ name: 'A', value: 'x'.repeat(64 * values) }] });
  const ownerReferences = Array.from({ length: values }, () => ({ kind: 'Job', name: 'a' }));
  return {
    ...EMPTY_SNAPSHOT,
    namespaces: new Map([['shop', { annotations: map(values), labels: {} }]]),
    instrumentations: new Map([['shop', new Map([['main', instrumentation]])]]),
    limitRanges: new Map([['shop', [{ name: 'l', limits: [{ type: 'Container', max: map(values) }] }]]]),
    owners: new Map([['Job/shop/a', { name: 'a', ownerReferences }]]),
    configMaps: new Map([['shop/settings', map(values)]]),
    serviceAccounts: new Map([
      ['shop/default', { enforcesSecrets: true, secrets: Object.keys(map(values)), pullSecrets: [] }],
    ]),
  };
}

const READS: readonly (readonly [string, (lookups: SnapshotLookups) => unknown])[] = [
  ['a Namespace', ({ namespaces }) => namespaces.get('shop')],
  ['an Instrumentation', ({ instrumentations }) => instrumentations.get('shop')?.get('main')],
  ['LimitRanges', ({ limitRanges }) => limitRanges.get('shop')],
  ['an owner', ({ owners }) => owners.get('Job/shop/a')],
  ['a ConfigMap', ({ configMaps }) => configMaps.get('shop/settings')],
  ['a ServiceAccount', ({ serviceAccounts }) => serviceAccounts.get('shop/default')],
];

const hang = (): never => {
  for (;;);
};

describe('a small pod that reads', () => {
  test.each(READS)('much of %s is judged with a time limit', async (_, read) => {
    const rig = rigOf(
      (_request, lookups) => {
        for (let time = 0; time < 8; time += 1) read(lookups);
        return hang();
      },
      () => 0,
      validate,
      clusterOf(200),
    );
    const body: unknown = (await post(rig, written())).body;
    expect(body).toMatchObject({ response: { allowed: true, auditAnnotations: { reason: 'too-large' } } });
    expect(rig.lines).toMatchObject([{ level: 'warn', reason: 'too-large', why: 'time' }]);
    await rig.isolated.stop();
  });

  test.each(READS)('a little of %s gets the very object, as often as it asks', (_, read) => {
    const snapshot = clusterOf(10);
    const { lookups, isExhausted } = meterSnapshot(snapshot);
    for (let time = 0; time < 40; time += 1) expect(read(lookups)).toBe(read(snapshot));
    expect(isExhausted()).toBe(false);
  });

  test.each([
    [100, false],
    [2400, true],
  ])('an Instrumentation that is sought in %s namespaces for each language', (count, isMuch) => {
    const main = new Map([['main', instrumentationWith()]]);
    const namespaces = Array.from({ length: count }, (_, index) => [`team-${index}`, main] as const);
    const snapshot = { ...EMPTY_SNAPSHOT, instrumentations: new Map(namespaces) };
    const { lookups, isExhausted } = meterSnapshot(snapshot);
    const seek = (): unknown => listInstrumentationNamespaces(lookups.instrumentations, 'nope');
    for (let time = 0; time < 6; time += 1) expect(seek()).toEqual([]);
    if (isMuch) expect(seek).toThrow('without a time limit');
    expect(isExhausted()).toBe(isMuch);
  });

  test('much of the cluster is judged as any other, where that takes no time', async () => {
    const rig = rigOf(
      (_request, lookups) => {
        for (let time = 0; time < 100; time += 1) lookups.namespaces.get('shop');
        return PARTIAL;
      },
      () => 0,
      validate,
      clusterOf(200),
    );
    const body: unknown = (await post(rig, written())).body;
    expect(body).toMatchObject({ response: { auditAnnotations: { status: 'partial' } } });
    expect(rig.lines).toMatchObject([{ msg: 'The pod was admitted.' }]);
  });
});

test('what is not there is not there', () => {
  const { lookups } = meterSnapshot(EMPTY_SNAPSHOT);
  expect(READS.map(([, read]) => read(lookups))).toEqual(READS.map(() => undefined));
});

test('an Instrumentation is found by every name that there is', () => {
  const { lookups } = meterSnapshot(clusterOf(1));
  expect([...(lookups.instrumentations.get('shop')?.keys() ?? [])]).toEqual(['main']);
  expect(lookups.instrumentations.get('shop')?.get('other')).toBeUndefined();
});
