// What it costs to judge a body in place, in place with a time limit, and in a thread: ratios of one run.
//   npm run bench:isolation
import { fileURLToPath } from 'node:url';
import type * as Loading from '../src/config/context.js';
import type * as Engine from '../src/core/admit.js';
import type * as Agents from '../src/core/agents/agents.js';
import type * as Admissions from '../src/http/admission.js';
import type * as Isolation from '../src/http/isolation/isolated-judge.js';
import type * as Timed from '../src/http/isolation/timed-call.js';
import type * as Judgements from '../src/http/judgement.js';
import { reviewText } from './reviews.js';
import { quantile } from './statistics.js';

/** The compiled modules: the loader of TypeScript sources wraps every function that is made. */
const compiled = (path: string): Promise<unknown> => import(new URL(`../dist/${path}`, import.meta.url).href);

const { loadContext } = (await compiled('config/context.js')) as typeof Loading;
const { admit } = (await compiled('core/admit.js')) as typeof Engine;
const { DEFAULT_LANGUAGES } = (await compiled('core/agents/agents.js')) as typeof Agents;
const { judgeAdmission } = (await compiled('http/admission.js')) as typeof Admissions;
const { judgeBody } = (await compiled('http/judgement.js')) as typeof Judgements;
const { callWithTimeout: callWithin } = (await compiled('http/isolation/timed-call.js')) as typeof Timed;
const { createIsolatedJudge } = (await compiled('http/isolation/isolated-judge.js')) as typeof Isolation;

const context = await loadContext(fileURLToPath(new URL('context.yaml', import.meta.url)), {
  languages: new Set(DEFAULT_LANGUAGES),
});
if (!context.ok) throw new Error(context.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
const { snapshot } = context.value;

const isolated = createIsolatedJudge({
  snapshot: () => snapshot,
  onThreadEnd: (why, error) => {
    throw new Error(`A thread ended: ${why}`, { cause: error });
  },
});

type Way = (bytes: Buffer) => unknown;

const inPlace: Way = (bytes) => judgeBody(bytes, (request) => judgeAdmission(request, admit, snapshot));

const WAYS: Readonly<Record<string, Way>> = {
  'in place': inPlace,
  'with a time limit': (bytes) => callWithin(60_000, () => inPlace(bytes)),
  'in a thread': (bytes) =>
    new Promise((resolve) => {
      // The bytes move to the thread; those of a request are new each time, too.
      isolated.judge('mutate', Buffer.from(bytes), resolve);
    }),
};

const KIB = 1024;
const SIZES = [
  { name: '7 kB', bytes: 0, rounds: 400 },
  { name: '64 KiB', bytes: 64 * KIB, rounds: 100 },
  { name: '1 MiB', bytes: KIB * KIB, rounds: 20 },
  { name: '3 MiB', bytes: 3 * KIB * KIB, rounds: 10 },
];

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

async function measure(way: Way, bytes: Buffer): Promise<Cost> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await way(bytes);
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: user + system, wall: performance.now() - wall };
}

/** What each way costs, in turns; the first half of the rounds is for the compiler. */
async function compare(body: Buffer, rounds: number): Promise<ReadonlyMap<string, readonly Cost[]>> {
  const costs = new Map<string, Cost[]>(Object.keys(WAYS).map((way) => [way, []]));
  for (let round = 0; round < rounds * 2; round += 1)
    for (const [way, run] of Object.entries(WAYS)) costs.get(way)?.push(await measure(run, body));
  return new Map([...costs].map(([way, all]) => [way, all.slice(rounds)]));
}

const median = (costs: readonly Cost[] = [], what: keyof Cost): number =>
  quantile(
    costs.map((cost) => cost[what]),
    0.5,
  );

for (const { name, bytes, rounds } of SIZES) {
  const costs = await compare(Buffer.from(reviewText('java', { by: 'variables', bytes })), rounds);
  for (const [way, all] of costs) {
    const share = (what: keyof Cost): string =>
      (median(all, what) / median(costs.get('in place'), what)).toFixed(2);
    console.log(`${name.padEnd(8)}${way.padEnd(20)}CPU ${share('cpu')}  wall ${share('wall')}`);
  }
}
await isolated.stop();
