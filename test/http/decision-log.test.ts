import { expect, test } from 'vitest';
import { createDecisionLog, type Decision } from '../../src/http/decision-log.js';

const decision = (at: number): Decision => ({
  at,
  namespace: 'shop',
  pod: 'cart',
  status: 'injected',
  findings: [],
  injections: [],
});

test('lists the newest first and keeps no more than its limit', () => {
  const log = createDecisionLog(3);
  expect(log.list()).toEqual([]);
  for (const at of [1, 2, 3, 4, 5]) log.add(decision(at));
  expect(log.list().map(({ at }) => at)).toEqual([5, 4, 3]);
});

test('keeps a hundred when no limit is given', () => {
  const log = createDecisionLog();
  for (let at = 0; at < 250; at += 1) log.add(decision(at));
  expect(log.list()).toHaveLength(100);
});

test('long texts are cut, after what may be a credential has gone', () => {
  const log = createDecisionLog();
  const long = 'x'.repeat(1_000_000);
  log.add({
    ...decision(1),
    pod: long,
    findings: [{ code: 'injected', container: long, message: long }],
    injections: Array.from({ length: 30 }, () => ({
      language: 'java' as const,
      container: long,
      instrumentation: long,
      settings: [
        { name: 'JAVA_TOOL_OPTIONS', value: long, origin: 'platform' as const },
        { name: 'OTEL_TOKEN', value: long, origin: 'platform' as const },
        { name: 'URL', value: `http://me:${'p'.repeat(300)}@host/${long}`, origin: 'platform' as const },
      ],
    })),
  });
  const [kept] = log.list();
  expect(JSON.stringify(kept).length).toBeLessThan(40_000);
  expect(kept?.pod).toBe(`${'x'.repeat(255)}…`);
  expect(kept?.injections).toHaveLength(20);
  const values = kept?.injections[0]?.settings.map(({ value }) => value) ?? [];
  expect(values.slice(0, 2)).toEqual([`${'x'.repeat(255)}…`, '[redacted]']);
  expect(values[2]).toMatch(/^http:\/\/\[redacted\]@host\/x+…$/);
});

test('short texts stay as they are, and without a page nothing is kept', () => {
  const [log, off] = [createDecisionLog(), createDecisionLog(0)];
  for (const each of [log, off]) each.add(decision(1));
  expect(log.list()).toEqual([{ id: 1, ...decision(1) }]);
  expect(off.list()).toEqual([]);
});

test('counts all decisions, and keeps the number of each that is left', () => {
  const log = createDecisionLog(2);
  for (const status of ['injected', 'skipped', 'injected', 'unchanged'] as const)
    log.add({ ...decision(1), status });
  expect(log.totals().byStatus).toEqual({ injected: 2, partial: 0, skipped: 1, unchanged: 1 });
  expect(log.list().map(({ id }) => id)).toEqual([4, 3]);
});

test('what pods of one template got is kept once', () => {
  const log = createDecisionLog();
  const injections = [{ language: 'java' as const, container: 'app', settings: [] }];
  for (const at of [1, 2]) log.add({ ...decision(at), injections });
  const [newer, older] = log.list();
  expect(newer?.injections).toEqual(injections);
  expect(newer?.injections).toBe(older?.injections);
});
