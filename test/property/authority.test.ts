import { expect, test } from 'vitest';
import fc from 'fast-check';
import { isReady } from '../support/authority/model.js';
import { comesToRest, history, jumps, overwriting, playLawfully, tampering } from './authority-histories.js';

const RUN = { seed: 20300101, numRuns: 400 };

test('whatever becomes of the Secret, an API server a minute behind accepts every leaf of a ready replica', () => {
  let rotations = 0;
  let readiness = 0;
  fc.assert(
    fc.property(
      history({ weight: 1, arbitrary: tampering }),
      fc.integer({ min: 1, max: 3 }),
      (happenings, replicas) => {
        const cluster = playLawfully(happenings, replicas);
        rotations += cluster.cas.size - 1;
        readiness += cluster.replicas.filter((replica) => isReady(cluster, replica)).length;
      },
    ),
    RUN,
  );
  expect(rotations).toBeGreaterThan(RUN.numRuns);
  expect(readiness).toBeGreaterThan(RUN.numRuns / 2);
});

test('whatever has happened, half an hour of peace makes all well again, and then nothing is written', () => {
  const arbitraries = [tampering, overwriting, jumps].map((arbitrary) => ({ weight: 2, arbitrary }));
  fc.assert(
    fc.property(history(...arbitraries), (happenings) => {
      comesToRest(happenings);
    }),
    RUN,
  );
});
