import { isMember } from '../src/core/domain.js';
import type { LoadResult } from './load-job.js';
import type { Loader } from './loader.js';
import { REMEMBERED, scenarioReviews, type Scenario } from './scenarios.js';
import { spreadOf, type Spread } from './statistics.js';
import type { Subject, SubjectName } from './subject.js';

/** Measured side by side over several rounds: one subject with one kind of pod. */
export interface Row {
  readonly subject: SubjectName;
  readonly ask: Scenario;
  readonly clients: number;
  /** CPU time of the process per review, in microseconds; absent where its process is not known. */
  readonly cpu?: Spread;
  /** The floor's CPU time over this one's, round by round: the share of the floor's reviews that one core can do. */
  readonly cpuShare?: Spread;
  readonly reviewsPerSecond: Spread;
  /** Reviews per second over the floor's, round by round. */
  readonly rateShare: Spread;
  /** CPU time over wall time: below 1 the load did not keep the core busy, and reviews per second say less. */
  readonly busy?: number;
  readonly p50: number;
  readonly p99: number;
}

export interface RoundsPlan {
  readonly asks: readonly Scenario[];
  readonly clients: number;
  readonly rounds: number;
  readonly reviews: number;
}

interface Sample extends LoadResult {
  readonly subject: SubjectName;
  readonly ask: Scenario;
  readonly round: number;
}

/**
 * Measures subjects in turn, so that all meet the same state of the machine. The order is turned around in every other
 * round, so that a machine that grows slower or faster favours none. The floor must be among the subjects.
 */
export async function measureRounds(
  subjects: readonly Subject[],
  loader: Loader,
  plan: RoundsPlan,
): Promise<readonly Row[]> {
  const samples: Sample[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    for (const ask of plan.asks)
      for (const subject of order.filter((each) => canBeAsked(each, ask))) {
        const result = await loader.measure(jobFor(subject, ask, plan));
        samples.push({ ...result, subject: subject.name, ask, round });
      }
  }
  return plan.asks.flatMap((ask) =>
    subjects
      .filter((subject) => canBeAsked(subject, ask))
      .map(({ name }) => rowOf(name, ask, plan.clients, samples)),
  );
}

/** A peer may look up the owners of pods, and has those of one template. */
const canBeAsked = ({ name }: Subject, ask: Scenario): boolean =>
  name !== 'peer' || !isMember(REMEMBERED, ask);

const jobFor = (
  { url, pid }: Subject,
  ask: Scenario,
  { clients, reviews }: RoundsPlan,
): Parameters<Loader['measure']>[0] => ({
  url: url.href,
  bodies: scenarioReviews(ask),
  clients,
  reviews,
  ...(pid === undefined ? {} : { pid }),
});

function rowOf(subject: SubjectName, ask: Scenario, clients: number, samples: readonly Sample[]): Row {
  const own = samples.filter((sample) => sample.subject === subject && sample.ask === ask);
  const floorAt = (round: number): Sample => {
    const found = samples.find(
      (each) => each.subject === 'floor' && each.ask === ask && each.round === round,
    );
    if (found === undefined) throw new Error('the floor is not among the subjects');
    return found;
  };
  return {
    subject,
    ask,
    clients,
    reviewsPerSecond: spreadOf(own.map(rate)),
    rateShare: spreadOf(own.map((sample) => rate(sample) / rate(floorAt(sample.round)))),
    p50: spreadOf(own.map(({ p50 }) => p50)).median,
    p99: spreadOf(own.map(({ p99 }) => p99)).median,
    ...cpuOf(own, floorAt),
  };
}

function cpuOf(
  own: readonly Sample[],
  floorAt: (round: number) => Sample,
): Pick<Row, 'cpu' | 'cpuShare' | 'busy'> {
  if (own.some(({ cpuMicroseconds }) => cpuMicroseconds === undefined)) return {};
  return {
    cpu: spreadOf(own.map(cpuPerReview)),
    cpuShare: spreadOf(own.map((sample) => cpuPerReview(floorAt(sample.round)) / cpuPerReview(sample))),
    busy: spreadOf(own.map(({ cpuMicroseconds = 0, seconds }) => cpuMicroseconds / 1e6 / seconds)).median,
  };
}

const rate = ({ reviews, seconds }: LoadResult): number => reviews / seconds;
const cpuPerReview = ({ cpuMicroseconds = Number.NaN, reviews }: LoadResult): number =>
  cpuMicroseconds / reviews;
