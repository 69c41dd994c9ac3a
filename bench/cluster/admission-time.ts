import { metricsText } from '../../test/cluster/suite/api-metrics.js';
import { spreadOf, type Spread } from '../statistics.js';
import { turned, WEBHOOKS, type Arm, type ArmName } from './arms.js';
import { create } from './created.js';
import { difference, histogramOf, meanOf, quantileBounds, sumOfAll, type Histogram } from './histogram.js';
import { webhookMetrics } from './webhook-metrics.js';

/** What the API server itself measured of a webhook: from encoding the pod for it to having applied its patch. */
export interface AdmissionTimeRow {
  readonly arm: ArmName;
  readonly calls: number;
  /** Milliseconds of a call, by the mean of each round. */
  readonly mean: Spread;
  /** The part of it in which our process had the review, by its own histogram; absent for others. */
  readonly inside?: Spread;
  /** Bounds of the bucket in which 99 % of the calls end, in milliseconds. */
  readonly p99: { readonly above: number; readonly atMost: number };
}

/** The calls of one arm in one round. */
interface Block {
  readonly calls: Histogram;
  readonly inside?: Histogram;
}

type AskedArm = Arm & Required<Pick<Arm, 'webhook'>>;

const METRIC = 'apiserver_admission_webhook_admission_duration_seconds';
const OWN_METRIC = 'doka_tracing_admission_duration_seconds';

/** The API server's histogram of the calls of a webhook so far. */
export const admissionTimes = async (webhook: string): Promise<Histogram> =>
  histogramOf(await metricsText(), METRIC, { name: webhook, type: 'admit' });

/** The histogram of both replicas so far; of the webhook that is measured, no other has one. */
const timesInside = async (webhook: string): Promise<Histogram | undefined> =>
  webhook === WEBHOOKS.own
    ? sumOfAll((await webhookMetrics()).map((text) => histogramOf(text, OWN_METRIC)))
    : undefined;

/** Creates pods of one arm after those of another, and reads the histograms in between. */
export async function measureAdmissionTimes(
  arms: readonly Arm[],
  { rounds, creates }: { readonly rounds: number; readonly creates: number },
): Promise<readonly AdmissionTimeRow[]> {
  const asked = arms.flatMap(({ webhook, ...arm }) => (webhook === undefined ? [] : [{ ...arm, webhook }]));
  const blocks = new Map<ArmName, Block[]>(asked.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const arm of turned(asked, round)) blocks.get(arm.name)?.push(await blockOf(arm, creates));
  return asked.map(({ name }) => rowOf(name, blocks.get(name) ?? []));
}

async function blockOf(arm: AskedArm, creates: number): Promise<Block> {
  const [insideBefore, before] = [await timesInside(arm.webhook), await admissionTimes(arm.webhook)];
  for (let turn = 0; turn < creates; turn += 1) await create(arm);
  const calls = difference(await admissionTimes(arm.webhook), before);
  const inside = await timesInside(arm.webhook);
  if (inside === undefined || insideBefore === undefined) return { calls };
  return { calls, inside: difference(inside, insideBefore) };
}

function rowOf(arm: ArmName, blocks: readonly Block[]): AdmissionTimeRow {
  const whole = sumOfAll(blocks.map(({ calls }) => calls));
  const { above, atMost } = quantileBounds(whole, 0.99);
  const inside = blocks.flatMap((block) => block.inside ?? []);
  return {
    arm,
    calls: whole.count,
    mean: meansOf(blocks.map(({ calls }) => calls)),
    ...(inside.length === 0 ? {} : { inside: meansOf(inside) }),
    p99: { above: above * 1000, atMost: atMost * 1000 },
  };
}

const meansOf = (histograms: readonly Histogram[]): Spread =>
  spreadOf(histograms.map((each) => meanOf(each) * 1000));
