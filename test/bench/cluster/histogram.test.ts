import { expect, test } from 'vitest';
import {
  difference,
  histogramOf,
  meanOf,
  quantileBounds,
  sumOfAll,
} from '../../../bench/cluster/histogram.js';
import { like } from '../../support/like.js';

const line = (suffix: string, labels: string, value: string): string =>
  `admission_seconds_${suffix}{name="ours",${labels}} ${value}`;

/** Two series of one webhook and one of another; those of the API server have more labels. */
const text = (fast: number, slow: number): string =>
  [
    '# TYPE admission_seconds histogram',
    line('bucket', 'operation="CREATE",le="0.005"', String(fast)),
    line('bucket', 'operation="CREATE",le="0.025"', String(fast + slow)),
    line('bucket', 'operation="CREATE",le="+Inf"', String(fast + slow)),
    line('sum', 'operation="CREATE"', String(fast * 0.002 + slow * 0.02)),
    line('count', 'operation="CREATE"', String(fast + slow)),
    line('bucket', 'operation="UPDATE",le="0.005"', '0'),
    line('bucket', 'operation="UPDATE",le="0.025"', '0'),
    line('bucket', 'operation="UPDATE",le="+Inf"', '1'),
    line('sum', 'operation="UPDATE"', '1e-01'),
    line('count', 'operation="UPDATE"', '1'),
    'admission_seconds_count{name="theirs",operation="CREATE"} 1000',
    '',
  ].join('\n');

const histogram = (fast: number, slow: number) =>
  histogramOf(text(fast, slow), 'admission_seconds', { name: 'ours' });

test('the series of one webhook are added up, by rising bound', () => {
  expect(histogram(3, 1)).toEqual({
    count: 5,
    sum: like.closeTo(0.126),
    buckets: [
      { atMost: 0.005, count: 3 },
      { atMost: 0.025, count: 4 },
      { atMost: Number.POSITIVE_INFINITY, count: 5 },
    ],
  });
});

test('what came between two readings has a mean and quantiles of its own', () => {
  const between = difference(histogram(93, 12), histogram(3, 2));
  expect(between.count).toBe(100);
  expect(meanOf(between)).toBeCloseTo((90 * 0.002 + 10 * 0.02) / 100);
  expect(quantileBounds(between, 0.9)).toEqual({ above: 0, atMost: 0.005 });
  expect(quantileBounds(between, 0.91)).toEqual({ above: 0.005, atMost: 0.025 });
});

test('a webhook that was not called before counts from nothing', () => {
  const before = histogramOf('', 'admission_seconds', { name: 'ours' });
  expect(difference(histogram(3, 1), before)).toEqual(histogram(3, 1));
});

test('the histograms of several replicas are one', () => {
  expect(sumOfAll([histogram(3, 1), histogram(90, 10)])).toEqual({
    count: 106,
    sum: like.closeTo(0.126 + 0.48),
    buckets: [
      { atMost: 0.005, count: 93 },
      { atMost: 0.025, count: 104 },
      { atMost: Number.POSITIVE_INFINITY, count: 106 },
    ],
  });
});

test('there is nothing to say of no values', () => {
  const nothing = difference(histogram(3, 1), histogram(3, 1));
  expect(() => meanOf(nothing)).toThrow('no mean');
  expect(() => quantileBounds(nothing, 0.5)).toThrow('0 values');
});
