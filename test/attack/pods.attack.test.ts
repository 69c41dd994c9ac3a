import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { must } from '../property/law.js';
import { LAWS_OF_HARM } from '../property/laws.js';
import { admitted, decisionOf, patched, type Decision } from '../support/arbitraries-cases.js';
import { withBigIntegers } from '../support/arbitraries-text.js';
import { createClient, type Client } from './client.js';
import { awaitContext, contextObjects, ENABLE_ALL, writeContext } from './contexts.js';
import { hostilePod, type HostilePod } from './hostile-pods.js';
import { readMemoryLimit } from './manifest.js';
import { readMemory } from './process.js';
import { startProduct, type Product } from './product.js';
import { readOperations, readResponse, writeReviewText, type ReviewResponse } from './reviews.js';
import { printFigures, SEED } from './seed.js';

/** Ten thousand pods, each sent over HTTPS to the built webhook, and again as it came back. */

const BATCHES = Array.from({ length: 20 }, (_, index) => index);
/** Clusters of a batch, and pods of a cluster. */
const CLUSTERS = 2;
const PODS = 250;
const ALL = BATCHES.length * CLUSTERS * PODS;
const IN_FLIGHT = 16;

const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-attack-'));
const context = join(folder, 'context');
let product: Product;
let client: Client;

beforeAll(async () => {
  writeContext(context, []);
  product = await startProduct({ context, words: ENABLE_ALL });
  client = createClient(product, IN_FLIGHT);
});

afterAll(async () => {
  client.close();
  await product.kill();
  rmSync(folder, { recursive: true, force: true });
});

const seen = { pods: 0, decided: 0, patched: 0, broken: 0, again: 0, overloaded: 0 };

test.each(BATCHES)(`batch %i of ${CLUSTERS * PODS} hostile pods is admitted by the laws`, async (batch) => {
  const seed = SEED + batch;
  const clusters = fc.sample(contextObjects, { seed, numRuns: CLUSTERS });
  const pods = fc.sample(hostilePod, { seed, numRuns: CLUSTERS * PODS });
  for (const [index, objects] of clusters.entries()) {
    writeContext(context, objects);
    const { snapshot } = await awaitContext(product, context);
    const some = pods.slice(index * PODS, (index + 1) * PODS);
    await inParallel(some, (pod, at) =>
      named(`batch ${batch}, cluster ${index}, pod ${at}`, () => attack(pod, snapshot, `${batch}-${at}`)),
    );
  }
  expect(product.end()).toBeUndefined();
});

test(`${ALL} pods were sent, most of them patched, and the memory stayed within its limit`, () => {
  const { peak } = readMemory(product.pid);
  printFigures('pods', { ...seen, peakMiB: Math.round(peak / 2 ** 20) });
  expect(seen.pods).toBe(ALL);
  expect(ALL).toBeGreaterThanOrEqual(10_000);
  expect(seen.decided).toBeGreaterThan(ALL / 2);
  expect(seen.patched).toBeGreaterThan(ALL / 2);
  expect(seen.again).toBeGreaterThan(ALL / 2);
  expect(seen.broken).toBeGreaterThan(ALL / 20);
  expect(peak).toBeLessThan(readMemoryLimit());
});

/** Works on all items, so many at a time. */
async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) await work(item, index);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function named(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`ATTACK_SEED=${SEED}, ${what}: ${String(error).slice(0, 20_000)}`, { cause: error });
  }
}

/** Sends a pod, and judges what is answered by what the engine says of it, and by the laws. */
async function attack({ kind, pod }: HostilePod, snapshot: ClusterSnapshot, uid: string): Promise<void> {
  const marked = JSON.stringify(pod);
  const response = await answered(marked, uid);
  const wire = readOperations(response);
  const told = admitted({ marked, snapshot });
  must(wire === told.wire, 'the webhook answers other operations than the engine', wire, told.wire);
  seen.pods += 1;
  if (response.patch !== undefined) seen.patched += 1;
  if (kind === 'broken') seen.broken += 1;
  const decision = decisionOf({ ...told, wire });
  if (decision === undefined) return;
  seen.decided += 1;
  if (kind === 'lawful') for (const [law, holds] of LAWS_OF_HARM) lawful(law, holds, decision);
  await comesAgain(decision, response);
}

/** Why a pod is passed on that gets too little time: none of these pods is too large by itself. */
const UNJUDGED = ['overloaded', 'too-large'];

/** Sends the review of a pod until it is judged, and expects each answer to allow it: a busy machine passes some unjudged. */
async function answered(marked: string, uid: string): Promise<ReviewResponse> {
  for (;;) {
    const { status, text } = await client.review(writeReviewText(withBigIntegers(marked), { uid }));
    must(status === 200, `answered ${status}`, text);
    const response = readResponse(text);
    must(response.allowed && response.uid === uid, 'not allowed, or another uid', response);
    must((response.patch === undefined) === (response.patchType === undefined), 'half a patch', response);
    const { status: told, reason = '' } = response.auditAnnotations ?? {};
    // What was judged has a status, too.
    if (told !== undefined || !UNJUDGED.includes(reason)) return response;
    seen.overloaded += 1;
    await delay(100);
  }
}

function lawful(law: string, holds: (decision: Decision) => void, decision: Decision): void {
  try {
    holds(decision);
  } catch (error) {
    throw new Error(`${law}: ${String(error)}\npod: ${decision.marked.slice(0, 10_000)}`, { cause: error });
  }
}

/** The API server may send a pod again after others have changed it; it is left as it is then. */
async function comesAgain({ marked, wire }: Decision, first: ReviewResponse): Promise<void> {
  const again = JSON.stringify(patched(marked, wire));
  const response = await answered(again, 'again');
  must(readOperations(response) === '[]', 'the second admission has operations', response);
  const status = response.auditAnnotations?.['status'];
  must(
    status === undefined || status === first.auditAnnotations?.['status'],
    'another status',
    first,
    response,
  );
  seen.again += 1;
}
