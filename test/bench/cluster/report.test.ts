import { expect, test } from 'vitest';
import { burstRows, type BurstRound } from '../../../bench/cluster/burst-row.js';
import { callRows } from '../../../bench/cluster/calls.js';
import { clientRows, type Round } from '../../../bench/cluster/client-row.js';
import { aimsOf, reportText, type ClusterReport } from '../../../bench/cluster/report.js';
import { spreadOf } from '../../../bench/statistics.js';
import type { AuditedRequest } from '../../cluster/suite/audit.js';

const round = (arm: Round['arm'], at: number, ...milliseconds: readonly number[]): Round => ({
  arm,
  round: at,
  milliseconds,
});

test('a create is compared with the one without a webhook of the same round', () => {
  const rows = clientRows(
    [
      round('no webhook', 0, 4, 4, 100),
      round('injected', 0, 6, 6, 100),
      round('no webhook', 1, 8, 8, 8),
      round('injected', 1, 10, 10, 10),
    ],
    'no webhook',
  );
  expect(rows.map(({ arm, ratio, addedMs }) => [arm, ratio.least, ratio.most, addedMs.median])).toEqual([
    ['no webhook', 1, 1, 0],
    ['injected', 1.25, 1.5, 2],
  ]);
});

const burst = (arm: BurstRound['arm'], perSecond: number, more: Partial<BurstRound> = {}): BurstRound => ({
  arm,
  perSecond,
  created: 100,
  failedOpen: 0,
  ...more,
});

test('bursts are compared round by round, and what was missed is added up', () => {
  const rows = burstRows(
    [
      burst('no webhook', 200),
      burst('injected', 100, { missed: 1, failedOpen: 2 }),
      burst('no webhook', 400),
      burst('injected', 300, { missed: 3, failedOpen: 3 }),
    ],
    'no webhook',
  );
  expect(rows[1]).toMatchObject({ created: 200, missed: 4, failedOpen: 5, share: { median: 0.625 } });
  expect(rows[0]).not.toHaveProperty('missed');
});

const request = (auditID: string, second: number, more: Partial<AuditedRequest>): AuditedRequest => ({
  auditID,
  verb: 'get',
  requestURI: '/',
  requestReceivedTimestamp: new Date(second * 1000).toISOString(),
  user: { username: 'webhook' },
  ...more,
});

const CALLS = callRows(
  [
    request('a', 1, { verb: 'watch', objectRef: { resource: 'namespaces' } }),
    request('b', 12, { verb: 'watch', objectRef: { resource: 'namespaces' } }),
    request('b', 12, { verb: 'watch', objectRef: { resource: 'namespaces' } }),
    request('c', 13, { objectRef: { resource: 'secrets' } }),
    request('d', 14, { objectRef: { resource: 'replicasets', apiGroup: 'apps' } }),
    request('e', 15, { objectRef: { resource: 'replicasets', apiGroup: 'apps' } }),
    request('f', 21, { objectRef: { resource: 'replicasets', apiGroup: 'apps' } }),
  ],
  { from: new Date(10_000), to: new Date(20_000) },
);

test('calls are counted once each, in their time, and told apart by what makes them', () => {
  expect(CALLS).toEqual([
    { verb: 'get', resource: 'replicasets (apps)', calls: 2, isStanding: false },
    { verb: 'watch', resource: 'namespaces', calls: 1, isStanding: true },
    { verb: 'get', resource: 'secrets', calls: 1, isStanding: true },
  ]);
});

const client = (
  arm: 'untouched' | 'injected',
  ratio: number,
  added: number,
): ClusterReport['clients'][number] => ({
  arm,
  ratio: spreadOf([ratio]),
  addedMs: spreadOf([added]),
  p50: spreadOf([5]),
  p99: 9,
});

const REPORT: ClusterReport = {
  machine: { node: 'v20', cores: 2, loadBefore: '0 0 0', loadAfter: '1 1 1' },
  clients: [client('untouched', 1.05, 0.4), client('injected', 1.6, 2.5)],
  admission: [
    {
      arm: 'injected',
      calls: 9,
      mean: spreadOf([1.5]),
      inside: spreadOf([0.7]),
      p99: { above: 5, atMost: 25 },
    },
  ],
  bursts: burstRows([burst('no webhook', 200), burst('injected', 100, { missed: 1 })], 'no webhook'),
  memory: [
    { moment: 'after the start', resident: 90, peak: 92 },
    { moment: 'with 10 namespaces', resident: 131, peak: 140 },
  ],
  calls: CALLS,
  reviews: 4,
};

test('each aim is met or missed', () => {
  expect(aimsOf(REPORT).map(({ name, got, isMet }) => [name, got, isMet])).toEqual([
    ['times of a create, untouched <= 1.1', '1.05', true],
    ['added p50, untouched, ms <= 2', '0.40', true],
    ['times of a create, injected <= 1.4', '1.60', false],
    ['added p50, injected, ms <= 2', '2.50', false],
    ['failed open or missed in the burst, injected <= 0', '1.00', false],
    ['resident memory, MiB <= 130', '131', false],
    ['calls to the API server per review <= 0', '0.50', false],
  ]);
});

test('the text names the calls that reviews make, and within which bounds a quantile lies', () => {
  const text = reportText(REPORT);
  expect(text).toMatch(/get replicasets \(apps\) +2 +BY REVIEWS/);
  expect(text).toMatch(/injected +9 +1\.50 +1\.50-1\.50 +0\.70 +5-25/);
});
