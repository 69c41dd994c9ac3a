import { samplesOf, sumOf, type Labels } from '../../test/cluster/suite/exposition.js';

/** What a histogram of Prometheus says. */
export interface Histogram {
  readonly count: number;
  readonly sum: number;
  /** By rising bound, how many values were at most that; the last bound is infinite. */
  readonly buckets: readonly Bucket[];
}

interface Bucket {
  readonly atMost: number;
  readonly count: number;
}

/** Reads the series of one histogram whose labels contain these; several of them are added up. */
export function histogramOf(text: string, name: string, labels: Labels = {}): Histogram {
  const counts = new Map<number, number>();
  for (const { labels: own, value } of samplesOf(text, `${name}_bucket`, labels)) {
    const bound = boundOf(own['le']);
    counts.set(bound, (counts.get(bound) ?? 0) + value);
  }
  return {
    count: sumOf(text, `${name}_count`, labels),
    sum: sumOf(text, `${name}_sum`, labels),
    buckets: [...counts].map(([atMost, count]) => ({ atMost, count })).sort((a, b) => a.atMost - b.atMost),
  };
}

const boundOf = (text = '+Inf'): number => (text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text));

/** What came to a histogram between two readings; it may not have been there at the first one. */
export function difference(after: Histogram, before: Histogram): Histogram {
  const earlier = new Map(before.buckets.map(({ atMost, count }) => [atMost, count]));
  return {
    count: after.count - before.count,
    sum: after.sum - before.sum,
    buckets: after.buckets.map(({ atMost, count }) => ({
      atMost,
      count: count - (earlier.get(atMost) ?? 0),
    })),
  };
}

/** Histograms of the same bounds as one. */
export function sumOfAll(histograms: readonly Histogram[]): Histogram {
  const [first = { buckets: [] }] = histograms;
  const total = (of: (each: Histogram) => number): number =>
    histograms.reduce((sum, each) => sum + of(each), 0);
  return {
    count: total(({ count }) => count),
    sum: total(({ sum }) => sum),
    buckets: first.buckets.map(({ atMost }, index) => ({
      atMost,
      count: total(({ buckets }) => buckets[index]?.count ?? 0),
    })),
  };
}

/** The mean of all values. Throws for none. */
export function meanOf({ count, sum }: Histogram): number {
  if (count === 0) throw new Error('there is no mean of no values');
  return sum / count;
}

/** The bounds of the bucket in which a quantile (0 to 1) lies: more is not known of it. Throws for no values. */
export function quantileBounds(
  { count, buckets }: Histogram,
  share: number,
): { readonly above: number; readonly atMost: number } {
  const index = buckets.findIndex((bucket) => bucket.count >= share * count);
  const found = buckets[index];
  if (count === 0 || found === undefined)
    throw new Error(`no ${share} quantile of a histogram of ${count} values`);
  return { above: buckets[index - 1]?.atMost ?? 0, atMost: found.atMost };
}
