import { expect, test } from 'vitest';
import { BACKENDS, LANGUAGES } from '../../../src/core/domain.js';
import type { Outcome } from '../../../src/core/outcome.js';
import { buildFinding, REASON_CODES } from '../../../src/core/reasons.js';
import {
  CONNECTION_ENDS,
  createMetrics,
  RELOADS,
  RESULTS,
  THREAD_ENDS,
  VALIDATIONS,
} from '../../../src/telemetry/metrics.js';

const metricsOf = (): ReturnType<typeof createMetrics> =>
  createMetrics({
    version: '1.2.3',
    takeMaxLagMs: () => 250,
    certificateNotAfter: () => new Date('2030-01-01T00:00:00Z'),
    isReady: () => true,
  });

const EVERYTHING: Outcome = {
  kind: 'decided',
  status: 'partial',
  findings: REASON_CODES.flatMap((code) => [
    buildFinding(code, 'unheard-namespace/unheard-pod'),
    ...LANGUAGES.map((language) =>
      buildFinding(code, 'unheard-pod', { language, container: 'unheard-container' }),
    ),
  ]),
  injections: LANGUAGES.flatMap((language) => [
    { language, container: 'unheard-container', settings: [] },
    ...BACKENDS.map((backend) => ({ language, backend, container: 'unheard-container', settings: [] })),
  ]),
  operations: [],
  configHash: 'unheard-hash',
  pod: { metadata: { name: 'unheard-pod', namespace: 'unheard-namespace' }, spec: { containers: [] } },
};

/** Labels that the metrics may have, each with every value that it may take. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  result: [...RESULTS, ...RELOADS, ...VALIDATIONS, ...THREAD_ENDS, ...CONNECTION_ENDS],
  reason: REASON_CODES,
  language: [...LANGUAGES, 'none'],
  backend: [...BACKENDS, 'none'],
  version: ['1.2.3'],
  le: [
    '0.00025',
    '0.0005',
    '0.001',
    '0.0025',
    '0.005',
    '0.01',
    '0.025',
    '0.05',
    '0.1',
    '0.25',
    '0.5',
    '1',
    '2.5',
    '+Inf',
  ],
};

test('every label value is of a closed set, whatever was recorded', async () => {
  const metrics = metricsOf();
  for (const result of RESULTS) metrics.countAdmission(result, 0.001);
  for (const result of VALIDATIONS) metrics.countValidation(result);
  metrics.countDecision(EVERYTHING);
  metrics.countReload('loaded', 'fffffffffffe');
  metrics.countReload('refused');
  for (const why of THREAD_ENDS) metrics.countThreadEnd(why);
  for (const why of CONNECTION_ENDS) metrics.countClosedConnection(why);
  const { body } = await metrics.expose();
  const pairs = [...body.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, label = '', value = '']) => [label, value] as const,
  );
  expect(pairs.length).toBeGreaterThan(REASON_CODES.length * LANGUAGES.length);
  expect(pairs.filter(([label, value]) => ALLOWED[label]?.includes(value) !== true)).toEqual([]);
  expect(body).not.toContain('unheard');
});

test('values are exposed as Prometheus reads them', async () => {
  const metrics = metricsOf();
  metrics.countAdmission('injected', 0.0003);
  metrics.countReload('loaded', 'fffffffffffe');
  metrics.countReload('refused');
  const { body, contentType } = await metrics.expose();
  expect(contentType).toContain('text/plain; version=0.0.4');
  for (const line of [
    'doka_tracing_admissions_total{result="injected"} 1',
    'doka_tracing_admissions_total{result="overloaded"} 0',
    'doka_tracing_admission_duration_seconds_bucket{le="0.00025"} 0',
    'doka_tracing_admission_duration_seconds_bucket{le="0.0005"} 1',
    'doka_tracing_context_reloads_total{result="loaded"} 1',
    'doka_tracing_context_reloads_total{result="refused"} 1',
    'doka_tracing_context_hash 281474976710654',
    'doka_tracing_event_loop_lag_seconds 0.25',
    'doka_tracing_certificate_expiry_timestamp_seconds 1893456000',
    'doka_tracing_ready 1',
    'doka_tracing_build_info{version="1.2.3"} 1',
  ])
    expect(body.split('\n')).toContain(line);
});

test('a context that changes all the time is one series', async () => {
  const metrics = metricsOf();
  for (const hash of ['000000000001', '00000000000a', 'ffffffffffff']) metrics.countReload('loaded', hash);
  const { body } = await metrics.expose();
  const series = body.split('\n').filter((line) => line.startsWith('doka_tracing_context_'));
  expect(series.filter((line) => !line.includes('reloads'))).toEqual([
    'doka_tracing_context_hash 281474976710655',
  ]);
});
