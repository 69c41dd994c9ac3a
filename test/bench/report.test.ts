import { expect, test } from 'vitest';
import { aimsOf, reportText, type Report } from '../../bench/report.js';
import { spreadOf } from '../../bench/statistics.js';
import { table } from '../../bench/table.js';

const row = (
  subject: 'floor' | 'webhook' | 'peer',
  ask: Report['headline'][number]['ask'],
  share: number,
): Report['headline'][number] => ({
  subject,
  ask,
  clients: 16,
  cpu: spreadOf([100 / share]),
  cpuShare: spreadOf([share]),
  reviewsPerSecond: spreadOf([1000 * share]),
  rateShare: spreadOf([share]),
  busy: 0.9,
  p50: 1,
  p99: 2,
});

const REPORT: Report = {
  machine: { node: 'v20', cores: 2, isPinned: false, loadBefore: '0 0 0', loadAfter: '1 1 1' },
  headline: [
    row('floor', 'nothing', 1),
    row('webhook', 'nothing', 0.85),
    row('webhook', 'java', 0.3),
    row('webhook', '1,000 templates in turn', 0.2),
    row('peer', 'java', 0.1),
  ],
  clients: [],
  sizes: [
    {
      subject: 'webhook',
      ask: 'java',
      by: 'variables',
      points: [
        { kibibytes: 256, cpu: 1000 },
        { kibibytes: 1024, cpu: 16_000 },
      ],
      power: 2,
    },
  ],
  inProcess: [
    {
      scenario: 'java',
      cpu: spreadOf([300]),
      ...{ p50: 100, p99: 900, most: 2000, p99OnOneCore: 2500 },
      kibibytes: 250,
    },
  ],
  memory: [{ subject: 'webhook', idle: 70, afterLoad: 95, reviews: 100 }],
  starts: [{ subject: 'webhook', certificate: 'own', milliseconds: spreadOf([400]) }],
  fresh: {
    readyMs: spreadOf([800]),
    rows: [
      { from: 0, to: 50, cpu: spreadOf([2000]), mainThread: spreadOf([900]) },
      { from: 50, to: 6000, cpu: spreadOf([500]), mainThread: spreadOf([450]) },
    ],
  },
};

test('each aim is met or missed by what the webhook gave, not the floor', () => {
  const verdicts = aimsOf(REPORT).map(({ name, got, isMet }) => [name, got, isMet]);
  expect(verdicts).toEqual([
    ['times the floor, nothing <= 1.25', '1.18', true],
    ['times the floor, java <= 3', '3.33', false],
    ['times the floor, 1,000 templates in turn <= 3', '5.00', false],
    ['times less than the peer, java >= 5', '3.00', false],
    ['times less than the peer, 1,000 templates in turn >= 5', '2.00', false],
    ['in-process p99, java, µs <= 1000', '900', true],
    ['resident memory, MiB <= 90', '95', false],
    ['start, certificate: own, ms <= 1000', '400', true],
    ['ready, ms <= 1200', '800', true],
    ['first 50 injected reviews, times the steady state <= 1.5', '4.00', false],
    ['power of growth, java, more variables <= 1.1', '2.00', false],
  ]);
});

test('the text says when processes shared cores, and names what is missed', () => {
  const text = reportText(REPORT);
  expect(text).toContain('NOT pinned');
  expect(text).toMatch(/power of growth, java, more variables <= 1\.1 +2\.00 +MISSED/);
});

test('columns of a table line up', () => {
  expect(
    table([
      ['', 'a'],
      ['name', '1'],
      ['b', '22'],
    ]),
  ).toBe('         a\n  name   1\n  b     22\n');
});
