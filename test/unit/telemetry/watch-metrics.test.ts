import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/telemetry/metrics.js';
import type { PlatformStateName, WatchFacts } from '../../../src/telemetry/watch-metrics.js';

const QUIET = {
  ...{ version: '1', takeMaxLagMs: () => 0, certificateNotAfter: () => undefined, isReady: () => true },
};

const watch = (over: Partial<WatchFacts>): WatchFacts => ({
  ...{ row: 'namespaces', isSynced: true, ageMs: 1500, objects: 7, refused: 0, failures: new Map() },
  ...over,
});

const linesOf = async (body: Promise<{ readonly body: string }>): Promise<readonly string[]> =>
  (await body).body.split('\n').filter((line) => /^doka_tracing_(watch|refused|platform)/.test(line));

test('each watch has its series, as they are when they are scraped', async () => {
  let watches = [watch({}), watch({ row: 'jobs', isSynced: false, ageMs: undefined, objects: 0 })];
  const { expose } = createMetrics({ ...QUIET, watches: () => watches });
  expect(await linesOf(expose())).toEqual([
    'doka_tracing_watch_synced{watch="namespaces"} 1',
    'doka_tracing_watch_synced{watch="jobs"} 0',
    'doka_tracing_watch_age_seconds{watch="namespaces"} 1.5',
    'doka_tracing_watch_age_seconds{watch="jobs"} Nan',
    'doka_tracing_watch_objects{watch="namespaces"} 7',
    'doka_tracing_watch_objects{watch="jobs"} 0',
    'doka_tracing_refused_objects{watch="namespaces"} 0',
    'doka_tracing_refused_objects{watch="jobs"} 0',
  ]);
  watches = [watch({ refused: 2, failures: new Map([['gone', 3]]) })];
  await expose();
  const lines = await linesOf(expose());
  expect(lines).toContain('doka_tracing_refused_objects{watch="namespaces"} 2');
  expect(lines).toContain('doka_tracing_watch_failures_total{watch="namespaces",failure="gone"} 3');
});

test('the platform is in one state', async () => {
  let state: PlatformStateName = 'absent';
  const { expose } = createMetrics({ ...QUIET, platform: () => state });
  const series = async (): Promise<readonly string[]> =>
    (await linesOf(expose())).filter((line) => line.endsWith(' 1'));
  expect(await series()).toEqual(['doka_tracing_platform_state{state="absent"} 1']);
  state = 'outdated';
  expect(await series()).toEqual(['doka_tracing_platform_state{state="outdated"} 1']);
});

test('without a cluster there are no series of watches', async () => {
  expect(await linesOf(createMetrics(QUIET).expose())).toEqual([]);
});
