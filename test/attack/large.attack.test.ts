import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTEXT, expectsAnswers } from './calm.js';
import { MUTATE } from './client.js';
import { measureCost } from './cost.js';
import { startProduct, type Product } from './product.js';
import { readResponse, writeReview } from './reviews.js';
import { printFigures } from './seed.js';
import { LARGE_REVIEWS } from './volleys.js';

/** A flood of large reviews degrades large reviews alone. */

const AT_ONCE = 6;
const ROUNDS = 5;
/** A volley that costs no more than so many times what as many bytes of letters cost is over before rounds can show it. */
const MOST_TIMES = 3;

let product: Product;
let letters = 0;

beforeAll(async () => {
  product = await startProduct({ context: CONTEXT });
  const body = writeReview({ metadata: { name: 'large' }, spec: { x: 'x'.repeat(7_000_000) } });
  const cost = await measureCost(
    product,
    { path: MUTATE, bodies: Array<string>(AT_ONCE).fill(body) },
    ROUNDS,
  );
  letters = cost.ticks;
});

afterAll(async () => {
  await product.kill();
});

test.each(LARGE_REVIEWS)(`while ${AT_ONCE} of %s are judged, others are answered`, async (what, make) => {
  const bodies = Array<string>(AT_ONCE).fill(make());
  const { answers, rounds, ticks } = await measureCost(product, { path: MUTATE, bodies }, ROUNDS);
  const reasons = answers.map(({ status, text }) =>
    status === 200 ? (readResponse(text).auditAnnotations?.['reason'] ?? 'not asked') : status,
  );
  printFigures(what, { ticks, letters, before: rounds.before, reasons });
  expect(rounds.failures).toEqual([]);
  for (const { status, text } of answers) {
    expect([200, 413, 503]).toContain(status);
    if (status === 200) expect(readResponse(text)).toMatchObject({ allowed: true, uid: 'attack' });
  }
  const isCheap = ticks <= MOST_TIMES * letters;
  expect(rounds.before === ROUNDS || isCheap).toBe(true);
  await expectsAnswers(product);
});
