import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTEXT, expectsAnswers } from './calm.js';
import { MUTATE } from './client.js';
import { writeContext } from './contexts.js';
import { measureCost, type Cost, type Volley } from './cost.js';
import { INSTRUMENTATION_PLACES, makeManyContainers, POD_PLACES } from './places.js';
import { startProduct, type Product } from './product.js';
import { INSTRUMENTATION, readResponse, writeReview } from './reviews.js';
import { ENDINGS, pumped, PUMPS } from './texts.js';

/** A text may cost what its length costs, whatever is in it. Cost is CPU time, compared with that of harmless texts. */

const KIB = 1024;
const ROUNDS = 5;
/** So many times of what harmless texts cost is still their length. */
const MOST_TIMES = 5;
/** Below so many ticks the clock does not tell one cost from another. */
const LEAST_TICKS = 20;

const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-texts-'));
let product: Product | undefined;

/** One for all tests, until one of them has cost too much. */
beforeEach(async () => {
  if (product === undefined || product.end() !== undefined)
    product = await startProduct({ context: CONTEXT });
});

const running = (): Product => {
  if (product === undefined) throw new Error('not started');
  return product;
};

afterAll(async () => {
  await product?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Expects hostile bodies to cost as much as harmless ones, and nobody else to be harmed meanwhile. */
async function costsItsLength(harmless: Volley, hostile: Volley, rounds = ROUNDS): Promise<void> {
  const usual = await measureCost(running(), harmless, rounds);
  expectsNoHarm(usual);
  const most = MOST_TIMES * Math.max(usual.ticks, LEAST_TICKS);
  const cost = await measureCost(running(), hostile, rounds, most);
  expectsNoHarm(cost);
  expect(cost.ticks).toBeLessThanOrEqual(most);
  await expectsAnswers(running());
}

function expectsNoHarm({ answers, rounds }: Cost): void {
  expect(rounds.failures).toEqual([]);
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(readResponse(text).uid).toBe('attack');
  }
}

/** A text of so many bytes in JSON, of one pump and ending. */
function sized(pump: string, ending: string, size: number): string {
  const bytes = Buffer.byteLength(JSON.stringify(pump)) - 2;
  return pumped(pump, ending, Math.floor(size / bytes) * pump.length);
}

/** The texts that hung a replica, by where they stood. */
const SEEN: readonly (readonly [string, string, string])[] = [
  ['a variable', '$(', ''],
  ['a mountPath', '/', 'x'],
  ['NODE_OPTIONS', '-r=', ''],
  ['a quantity', '1', '!'],
];
const SIZES = [60 * KIB, 128 * KIB, 200_000];

describe.each(SIZES)('%i bytes', (size) => {
  test.each(SEEN)('in %s, of "%s" again and again and "%s"', async (place, pump, ending) => {
    const make = POD_PLACES[place];
    if (make === undefined) throw new Error(`there is no place ${place}`);
    const volley = (text: string): Volley => ({
      path: MUTATE,
      bodies: [false, true].flatMap((dryRun) => Array<string>(2).fill(writeReview(make(text), { dryRun }))),
    });
    await costsItsLength(volley(sized('a', '', size)), volley(sized(pump, ending, size)));
  });
});

test('60 containers with 64 KiB each', async () => {
  const volley = (text: string): Volley => ({
    path: MUTATE,
    bodies: [writeReview(makeManyContainers(60, text))],
  });
  await costsItsLength(volley(sized('a', '', 64 * KIB)), volley(sized('-r=', '', 64 * KIB)));
});

/** Every pump with every ending, as reviews of one size. */
const reviewsOf = (
  make: (text: string) => object,
  path: string,
  pumps: readonly string[],
): readonly Volley[] =>
  pumps.map((pump) => ({
    path,
    bodies: ENDINGS.map((ending) =>
      writeReview(make(sized(pump, ending, 56 * KIB)), path === MUTATE ? {} : { resource: INSTRUMENTATION }),
    ),
  }));

test.each(Object.entries(POD_PLACES))('pods with any text in %s', async (_place, make) => {
  await costTheirLength(make, MUTATE);
});

test.each(Object.entries(INSTRUMENTATION_PLACES))(
  'validation of Instrumentations with any text in %s',
  async (_place, make) => {
    await costTheirLength(make, '/validate');
  },
);

/** Sends each hostile text to a place, and expects each pump to cost as much as letters do. */
async function costTheirLength(make: (text: string) => object, path: string): Promise<void> {
  const [letters] = reviewsOf(make, path, ['a']);
  if (letters === undefined) throw new Error('no letters');
  // The first is slow: code is compiled while it runs.
  await measureCost(running(), letters, 0);
  const usual = await measureCost(running(), letters, 0);
  const most = MOST_TIMES * Math.max(usual.ticks, LEAST_TICKS);
  const costly: string[] = [];
  for (const [index, volley] of reviewsOf(make, path, PUMPS).entries()) {
    const { ticks, answers } = await measureCost(running(), volley, 0, 2 * most);
    if (ticks > most) costly.push(`${JSON.stringify(PUMPS[index])}: ${ticks} ticks`);
    for (const { status } of answers) expect(status).toBe(200);
  }
  expect(costly).toEqual([]);
  await expectsAnswers(running());
}

const PUMPS_OF_CONTEXTS = [
  ['$(', ''],
  ['-r=', ''],
  ['/', 'x'],
] as const;

test.each(['variables', 'an endpoint', 'an attribute'])(
  'usual reviews where the Instrumentation has 200 kB of hostile text in %s',
  async (place) => {
    const letters = await costUnder(place, sized('a', '', 200_000), Infinity);
    const most = MOST_TIMES * Math.max(letters, LEAST_TICKS);
    for (const [pump, ending] of PUMPS_OF_CONTEXTS)
      expect(await costUnder(place, sized(pump, ending, 200_000), most)).toBeLessThanOrEqual(most);
  },
);

/** What usual reviews cost in ticks where an Instrumentation has a text in one place. */
async function costUnder(place: string, text: string, most: number): Promise<number> {
  const context = join(folder, 'context');
  const instrumentation = INSTRUMENTATION_PLACES[place]?.(text) ?? {};
  writeContext(context, [instrumentation as Readonly<Record<string, unknown>>]);
  const review = writeReview(POD_PLACES['a label']?.('1'));
  const other = await startProduct({ context });
  try {
    const cost = await measureCost(
      other,
      { path: MUTATE, bodies: Array<string>(8).fill(review) },
      ROUNDS,
      most,
    );
    expectsNoHarm(cost);
    return cost.ticks;
  } finally {
    await other.kill();
  }
}
