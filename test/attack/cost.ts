import { setTimeout as delay } from 'node:timers/promises';
import { playRounds, type Rounds } from './calm.js';
import { createClient, type Answer } from './client.js';
import { readTicks } from './process.js';
import type { Product } from './product.js';

/** Bodies that are sent all at once, each over a connection of its own. */
export interface Volley {
  readonly path: string;
  readonly bodies: readonly string[];
}

export interface Cost {
  readonly answers: readonly Answer[];
  /** What the process spent from the first byte to the last answer, the rounds with it. */
  readonly ticks: number;
  readonly rounds: Rounds;
}

/** As long as a probe may take to be told from one that costs nothing. */
const LOOK_MS = 20;

/**
 * Sends a volley, and plays rounds of probes and usual reviews from when all of it is under way. Kills the process and
 * throws as soon as it has spent more than `most` ticks: a text that costs the square of its length keeps it for hours.
 */
export async function measureCost(
  product: Product,
  { path, bodies }: Volley,
  rounds: number,
  most = Infinity,
): Promise<Cost> {
  const client = createClient(product, bodies.length);
  const before = readTicks(product.pid);
  let answered = 0;
  const calls = bodies.map((body) => {
    let call: Promise<Answer> = Promise.reject(new Error('not sent'));
    call.catch(() => undefined);
    const sent = new Promise<void>((resolve) => {
      call = client.review(body, path, resolve);
    });
    const answer = call.finally(() => (answered += 1));
    // One that is refused early is never sent as a whole.
    return { answer, underWay: Promise.race([sent, answer]) };
  });
  const isOver = (): boolean => answered === bodies.length;
  const work = Promise.all(calls.map(({ underWay }) => underWay))
    .then(() => playRounds(product, rounds, isOver))
    .then(async (played) => ({ played, answers: await Promise.all(calls.map(({ answer }) => answer)) }));
  const all = Promise.all(calls.map(({ answer }) => answer));
  for (const left of [all, work]) left.catch(() => undefined);
  const spent = (): number => readTicks(product.pid) - before;
  const guard = new AbortController();
  const ending = exceeded(spent, most, guard.signal).catch(async (error: unknown) => {
    await product.kill();
    throw error;
  });
  try {
    const { played, answers } = await Promise.race([work, ending]);
    return { answers, ticks: spent(), rounds: played };
  } finally {
    guard.abort();
    client.close();
  }
}

/** Throws when more was spent than may be; never resolves. */
async function exceeded(spent: () => number, most: number, signal: AbortSignal): Promise<never> {
  while (!signal.aborted) {
    if (spent() > most) throw new Error(`It has spent more than ${most} ticks of 10 ms and goes on.`);
    await delay(LOOK_MS);
  }
  return new Promise(() => undefined);
}
