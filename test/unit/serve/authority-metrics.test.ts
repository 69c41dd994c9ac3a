import { expect, test } from 'vitest';
import { registerAuthorityMetrics } from '../../../src/serve/authority-metrics.js';
import { createMetrics } from '../../../src/telemetry/metrics.js';
import { PHASES, type AuthorityFacts } from '../../../src/tls/authority/authority-facts.js';
import { BUNDLE_WRITES } from '../../../src/tls/authority/moves.js';
import { PROBLEM_CODES } from '../../../src/tls/authority/problems.js';
import { like } from '../../support/like.js';

async function exposed(facts: Partial<AuthorityFacts>): Promise<readonly string[]> {
  const metrics = createMetrics({
    version: '1',
    takeMaxLagMs: () => 0,
    certificateNotAfter: () => undefined,
    isReady: () => true,
    registerMore: (registry) => {
      registerAuthorityMetrics(registry, () => ({
        ...{ leafNotAfter: undefined, caNotAfter: undefined, phase: 'none', problems: [] },
        bundleWrites: { published: 0, restored: 0, retired: 0 },
        ...facts,
      }));
    },
  });
  await metrics.expose();
  const { body } = await metrics.expose();
  return body.split('\n').filter((line) => /^doka_tracing_(ca|certificate_problem)_?/.test(line));
}

test('every series is there before anything has happened', async () => {
  expect(await exposed({})).toEqual([
    'doka_tracing_ca_expiry_timestamp_seconds Nan',
    ...PHASES.map((phase) => `doka_tracing_ca_phase{phase="${phase}"} ${phase === 'none' ? 1 : 0}`),
    ...PROBLEM_CODES.map((code) => `doka_tracing_certificate_problem{code="${code}"} 0`),
    ...BUNDLE_WRITES.map((cause) => `doka_tracing_ca_bundle_writes_total{cause="${cause}"} 0`),
  ]);
});

test('what is so is reported, and counts are not added up by scraping', async () => {
  const lines = await exposed({
    caNotAfter: new Date('2030-01-01T00:00:00Z'),
    phase: 'settling',
    problems: ['clock-off'],
    bundleWrites: { published: 2, restored: 5, retired: 0 },
  });
  expect(lines).toEqual(
    like.arrayContaining([
      'doka_tracing_ca_expiry_timestamp_seconds 1893456000',
      'doka_tracing_ca_phase{phase="none"} 0',
      'doka_tracing_ca_phase{phase="settling"} 1',
      'doka_tracing_certificate_problem{code="clock-off"} 1',
      'doka_tracing_ca_bundle_writes_total{cause="restored"} 5',
    ]),
  );
});
