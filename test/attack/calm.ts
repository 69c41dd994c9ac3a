import { expect } from 'vitest';
import { reviewText as usualReview } from '../../bench/reviews.js';
import { callAdmin, callOnce, createClient, reviewOnce, type Answer } from './client.js';
import { inProject, type Product } from './product.js';
import { readResponse } from './reviews.js';

/** Those who mean no harm: the kubelet with its probes, and an API server with usual pods. */

/** What the webhook reads while it is attacked: usual reviews get a patch by it. */
export const CONTEXT = inProject('bench', 'context.yaml');

/** A usual review, of some 7 kB, which asks for Java. */
const USUAL = usualReview('java');

/** How a usual review is answered. */
const isAdmitted = ({ status, text }: Answer): boolean => status === 200 && readResponse(text).allowed;
const isPatched = (answer: Answer): boolean =>
  isAdmitted(answer) && readResponse(answer.text).patch !== undefined;

/** Expects a probe of each kind and a usual review, each on a connection of its own, to be answered as they should. */
export async function expectsAnswers(product: Product): Promise<void> {
  expect(product.end()).toBeUndefined();
  for (const path of ['/livez', '/readyz']) {
    expect((await callOnce(product, path)).status).toBe(200);
    expect((await callAdmin(product, path)).status).toBe(200);
  }
  expect(isPatched(await reviewOnce(product, USUAL))).toBe(true);
}

export interface Rounds {
  /** Rounds that were answered before `isOver` first said so. */
  readonly before: number;
  /** What was not answered as it should. */
  readonly failures: readonly string[];
}

/**
 * Lets the kubelet probe and an API server send usual reviews over connections that they keep, one call after the other,
 * for so many rounds. A review is answered when its pod is allowed: patched or not.
 */
export async function playRounds(product: Product, count: number, isOver: () => boolean): Promise<Rounds> {
  const client = createClient(product);
  const failures: string[] = [];
  const answers = async (
    what: string,
    call: Promise<Answer>,
    fits: (answer: Answer) => boolean,
  ): Promise<void> => {
    const answer = await call.catch((error: unknown) => ({ status: 0, text: String(error), headers: {} }));
    if (!fits(answer)) failures.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  };
  const isOk = ({ status }: Answer): boolean => status === 200;
  let before = 0;
  for (let round = 0; round < count; round += 1) {
    await answers('GET /livez', client.call('/livez'), isOk);
    await answers('GET /readyz', client.call('/readyz'), isOk);
    await answers('GET /livez of the admin port', callAdmin(product, '/livez'), isOk);
    await answers('a usual review', client.review(USUAL), isAdmitted);
    if (!isOver()) before += 1;
  }
  client.close();
  return { before, failures };
}
