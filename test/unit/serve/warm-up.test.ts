import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import { buildSampleReviews, SHAPES } from '../../../src/serve/sample-reviews.js';
import { openRehearsal, type SharedParts } from '../../../src/serve/rehearsal.js';
import { like } from '../../support/like.js';
import { createWarmUp, judgeSample } from '../../../src/serve/warm-up.js';

const ALL_ON: ClusterSnapshot = { ...EMPTY_SNAPSHOT, languages: new Set(LANGUAGES) };

test.each(LANGUAGES)('the sample pods that ask for %s are decided', (language) => {
  const samples = buildSampleReviews([language]);
  expect(samples).toHaveLength(3 * SHAPES.length);
  const results = samples
    .map((sample) => judgeSample(sample, ALL_ON))
    .map((judged) => 'result' in judged && judged.result);
  const common: readonly Language[] = ['java', 'nodejs', 'python', 'ruby', 'dotnet', 'sdk'];
  // The others need more than these pods have, as a root that can be written to.
  const allowed = common.includes(language) ? ['injected'] : ['injected', 'skipped'];
  expect(allowed).toEqual(like.arrayContaining([...new Set(results)]));
});

test('samples look like pods of charts: some 30 variables, mounts, probes', () => {
  for (const { bytes } of buildSampleReviews(['java'])) {
    expect(bytes.length).toBeGreaterThan(3000);
    expect(bytes.length).toBeLessThan(10 * 1024);
  }
});

/** Samples are small, so nothing of them goes to a thread. */
const SHARED: SharedParts = {
  lag: { longestWaitMs: () => 0 },
  isolated: {
    judge: () => {
      throw new Error('a sample was judged apart');
    },
  },
};

interface Run {
  readonly seconds: number;
  readonly isEnded: boolean;
}

test.each<[string, Run]>([
  ['without time', { seconds: 0, isEnded: false }],
  ['when the webhook ends', { seconds: 600, isEnded: true }],
])('nothing is judged %s', async (_when, { seconds, isEnded }) => {
  const snapshot = (): ClusterSnapshot => {
    throw new Error('the cluster was asked');
  };
  const held = isEnded ? (): ClusterSnapshot => ALL_ON : snapshot;
  const warmUp = createWarmUp({ seconds, snapshot: held, isEnded: () => isEnded });
  expect(warmUp.isDone()).toBe(seconds === 0);
  await warmUp.run(SHARED);
  expect(warmUp.isDone()).toBe(true);
});

test('the loop comes round meanwhile, and the end of the webhook ends it', async () => {
  let rounds = 0;
  const timer = setInterval(() => {
    rounds += 1;
  }, 0);
  const warmUp = createWarmUp({ seconds: 600, snapshot: () => ALL_ON, isEnded: () => rounds > 3 });
  const run = warmUp.run(SHARED);
  expect(warmUp.isDone()).toBe(false);
  await run;
  clearInterval(timer);
  expect(warmUp.isDone()).toBe(true);
});

test('some samples are sent over HTTP, so that what reads and answers requests is compiled, too', async () => {
  let asked = 0;
  const lag = {
    longestWaitMs: () => {
      asked += 1;
      return 0;
    },
  };
  const warmUp = createWarmUp({ seconds: 600, snapshot: () => ALL_ON, isEnded: () => asked === 20 });
  await warmUp.run({ ...SHARED, lag });
  expect(asked).toBe(20);
});

test('a review is sent as the API server sends it, and nothing listens afterwards', async () => {
  const seen: IncomingMessage[] = [];
  const rehearsal = await openRehearsal((request, response) => {
    seen.push(request);
    request.on('end', () => response.end()).resume();
  });
  await rehearsal.send(Buffer.from('{}'));
  await rehearsal.send(Buffer.from('{}'));
  const [first, second] = seen;
  expect(first?.socket).toBe(second?.socket);
  expect([first?.method, first?.url, first?.headers['content-type']]).toEqual([
    'POST',
    '/mutate?timeout=10s',
    'application/json',
  ]);
  rehearsal.end();
  await expect(rehearsal.send(Buffer.from('{}'))).rejects.toThrow('ECONNREFUSED');
});
