import { beforeAll, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { ASKS, GROWTHS, reviewText, type Ask } from '../../bench/reviews.js';
import { loadContext } from '../../src/config/context.js';
import { admit } from '../../src/core/admit.js';
import type { Outcome } from '../../src/core/outcome.js';
import { parseReview } from '../../src/core/review.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import { DEFAULT_LANGUAGES } from '../../src/core/agents/agents.js';

let snapshot: ClusterSnapshot = EMPTY_SNAPSHOT;

beforeAll(async () => {
  const path = fileURLToPath(new URL('../../bench/context.yaml', import.meta.url));
  const context = await loadContext(path, { languages: new Set(DEFAULT_LANGUAGES) });
  if (!context.ok) throw new Error(context.error.map(({ message }) => message).join('\n'));
  expect(context.value.notices).toEqual([]);
  snapshot = context.value.snapshot;
});

function outcomeOf(text: string): Outcome {
  const request = parseReview(JSON.parse(text));
  if (!request.ok) throw new Error(request.error);
  return admit(request.value, snapshot);
}

test.each(ASKS)('a pod that asks for %s has about 6.7 kB', (ask) => {
  expect(reviewText(ask).length).toBeGreaterThan(6400);
  expect(reviewText(ask).length).toBeLessThan(7600);
});

test('a pod that asks for nothing stays as it is', () => {
  expect(outcomeOf(reviewText('nothing'))).toEqual({ kind: 'unchanged', why: 'not-requested' });
});

test.each([
  ['java', 1],
  ['three-languages', 3],
] as const)('a pod that asks for %s is injected in full', (ask, injections) => {
  const outcome = outcomeOf(reviewText(ask));
  expect(outcome).toMatchObject({ kind: 'decided', status: 'injected', findings: [] });
  expect(outcome.kind === 'decided' && outcome.injections.length).toBe(injections);
});

const KIBIBYTE = 1024;
const LARGE = GROWTHS.flatMap((by) =>
  [64, 1024].map((kibibytes): [Ask, (typeof GROWTHS)[number], number] => ['java', by, kibibytes * KIBIBYTE]),
);

test.each(LARGE)('a pod that asks for %s with more %s has %d bytes and is injected', (ask, by, bytes) => {
  const text = reviewText(ask, { by, bytes });
  expect(Math.abs(text.length / bytes - 1)).toBeLessThan(0.05);
  expect(outcomeOf(text)).toMatchObject({ kind: 'decided', status: 'injected' });
});
