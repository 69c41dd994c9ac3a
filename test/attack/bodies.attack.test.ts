import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SMALL, type HostileBody } from './bodies.js';
import { BOMBS } from './bombs.js';
import { CONTEXT, expectsAnswers } from './calm.js';
import { callOnce, MUTATE } from './client.js';
import { startProduct, type Product } from './product.js';
import { readResponse } from './reviews.js';

/** Whatever body is sent, it is answered, and the process goes on. */

let product: Product;

beforeAll(async () => {
  product = await startProduct({ context: CONTEXT });
});

afterAll(async () => {
  await product.kill();
});

/** Sends a body, and expects an answer that tells a person something, and a webhook that goes on. */
async function expectsAnswer(path: string, { body, headers = {}, statuses }: HostileBody): Promise<void> {
  const given = { 'Content-Type': 'application/json', ...headers };
  const { status, text } = await callOnce(product, path, { method: 'POST', headers: given, body: body() });
  expect(statuses).toContain(status);
  if (status === 200) expect(readResponse(text).uid).not.toBe('');
  else expect(text).toMatch(SENTENCE);
  if (status === 200 && path === MUTATE) expect(readResponse(text).allowed).toBe(true);
  expect(product.end()).toBeUndefined();
}

/** One line of text, without what would tell of the program. */
const SENTENCE = /^(?!.*(?:node:|\/dist\/))\p{Lu}[^\p{Cc}]*\.\n$/u;

test('there are as many bodies as there were', () => {
  expect(SMALL.length).toBeGreaterThanOrEqual(500);
  expect(BOMBS.length).toBeGreaterThanOrEqual(30);
});

describe.each([MUTATE, '/validate'])('POST %s', (path) => {
  test.each(SMALL)('$what', async (body) => {
    await expectsAnswer(path, body);
  });

  test('is answered as ever after these', async () => {
    await expectsAnswers(product);
  });
});

describe('POST of large bodies', () => {
  test.each(BOMBS)('$what', async (body) => {
    await expectsAnswer(MUTATE, body);
    await expectsAnswers(product);
  });
});
