import { metricsText } from '../../test/cluster/suite/api-metrics.js';
import { spreadOf, type Spread } from '../statistics.js';
import { turned, type Arm, type ArmName } from './arms.js';
import { create } from './created.js';
import { difference, histogramOf, meanOf, quantileBounds, type Histogram } from './histogram.js';

/** What the API server itself measured of a webhook, from asking it to having its answer. */
export interface AdmissionTimeRow {
  readonly arm: ArmName;
  readonly calls: number;
  /** Milliseconds, by the mean of each round. */
  readonly mean: Spread;
  /** Bounds of the bucket in which 99 % of the calls end, in milliseconds. */
  readonly p99: { readonly above: number; readonly atMost: number };
}

const METRIC = 'apiserver_admission_webhook_admission_duration_seconds';

/** The API server's histogram of the calls of a webhook so far. */
export const admissionTimes = async (webhook: string): Promise<Histogram> =>
  histogramOf(await metricsText(), METRIC, { name: webhook, type: 'admit' });

/** Creates pods of one arm after those of another, and reads the API server's histogram in between. */
export async function measureAdmissionTimes(
  arms: readonly Arm[],
  { rounds, creates }: { readonly rounds: number; readonly creates: number },
): Promise<readonly AdmissionTimeRow[]> {
  const asked = arms.flatMap(({ webhook, ...arm }) => (webhook === undefined ? [] : [{ ...arm, webhook }]));
  const blocks = new Map<ArmName, Histogram[]>(asked.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const arm of turned(asked, round)) {
      const before = await admissionTimes(arm.webhook);
      for (let turn = 0; turn < creates; turn += 1) await create(arm);
      blocks.get(arm.name)?.push(difference(await admissionTimes(arm.webhook), before));
    }
  return asked.map(({ name }) => rowOf(name, blocks.get(name) ?? []));
}

function rowOf(arm: ArmName, blocks: readonly Histogram[]): AdmissionTimeRow {
  const whole = blocks.reduce(added);
  const { above, atMost } = quantileBounds(whole, 0.99);
  return {
    arm,
    calls: whole.count,
    mean: spreadOf(blocks.map((block) => meanOf(block) * 1000)),
    p99: { above: above * 1000, atMost: atMost * 1000 },
  };
}

const added = (one: Histogram, other: Histogram): Histogram => ({
  count: one.count + other.count,
  sum: one.sum + other.sum,
  buckets: one.buckets.map(({ atMost, count }, index) => ({
    atMost,
    count: count + (other.buckets[index]?.count ?? 0),
  })),
});
