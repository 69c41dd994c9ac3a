import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/telemetry/metrics.js';
import { getProcessMetrics } from '../../../src/telemetry/process-metrics.js';

const GAUGES = {
  version: '1.2.3',
  takeMaxLagMs: () => 0,
  certificateNotAfter: () => undefined,
  isReady: () => true,
};

const namesOf = (body: string): readonly string[] =>
  [...body.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);

test('there is one set for a process, whoever asks', () => {
  expect(getProcessMetrics()).toBe(getProcessMetrics());
});

test('they stand behind the metrics of the webhook, each once, and are not there unless asked for', async () => {
  const alone = namesOf((await createMetrics(GAUGES).expose()).body);
  const { body, contentType } = await createMetrics({ ...GAUGES, process: getProcessMetrics() }).expose();
  const all = namesOf(body);
  expect(alone.filter((name) => !name.startsWith('doka_tracing_'))).toEqual([]);
  expect(all.slice(0, alone.length)).toEqual(alone);
  expect(all).toEqual([...new Set(all)]);
  expect(all).toContain('process_start_time_seconds');
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});
