import { afterAll, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  comesToRest,
  foreignSecret,
  history,
  jumps,
  misfortunes,
  overwriting,
  playLawfully,
  secretIsDeleted,
  tampering,
} from '../property/authority-histories.js';
import { must } from '../property/law.js';
import { isReady, settle, type Cluster } from '../support/authority/model.js';
import { printFigures, SEED } from './seed.js';

/** The histories that no fixed seed has: two replicas that keep a CA while all around them goes wrong. */

const HISTORIES = 150;
/** All of them take two seconds; the shortest history that shows a fault would be looked for without end. */
const RUN = { seed: SEED, numRuns: HISTORIES, interruptAfterTimeLimit: 120_000 };

const played = { lawful: 0, rotations: 0, ready: 0, judged: 0 };

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> => ({
  weight,
  arbitrary,
});

afterAll(() => {
  printFigures('histories of certificates', played);
});

test('a ready replica serves no leaf that an API server a minute behind refuses', () => {
  fc.assert(
    fc.property(history(weighted(2, tampering), weighted(2, misfortunes)), (happenings) => {
      const cluster = playLawfully(happenings);
      played.lawful += 1;
      played.rotations += cluster.cas.size - 1;
      for (const replica of cluster.replicas) if (isReady(cluster, replica)) played.ready += 1;
    }),
    RUN,
  );
  expect(played.lawful).toBeGreaterThanOrEqual(HISTORIES);
  expect(played.rotations).toBeGreaterThan(HISTORIES);
  expect(played.ready).toBeGreaterThan(HISTORIES / 2);
});

const anything = history(
  ...[tampering, misfortunes, overwriting, jumps].map((arbitrary) => weighted(2, arbitrary)),
  weighted(1, foreignSecret),
);

test('after anything at all, a replica that has come to rest is ready only with a leaf that is trusted', () => {
  fc.assert(
    fc.property(anything, (happenings) => {
      const rests = happenings.map(({ what, happens }) => ({
        what: `${what}, and all replicas come to rest`,
        happens: (cluster: Cluster) => {
          happens(cluster);
          for (const replica of cluster.replicas) settle(cluster, replica);
          readyAreTrusted(cluster);
        },
      }));
      // What people overwrite is wrong for a moment, so no moment is judged but rest.
      comesToRest([...rests, secretIsDeleted]);
    }),
    RUN,
  );
  expect(played.judged).toBeGreaterThan(10 * HISTORIES);
});

function readyAreTrusted(cluster: Cluster): void {
  const bundles = cluster.registrations
    .filter(({ kind }) => kind === 'MutatingWebhookConfiguration')
    .flatMap(({ webhooks }) => webhooks.map(({ trusted }) => trusted.map(({ id }) => id)));
  for (const { leaf } of cluster.replicas.filter((replica) => isReady(cluster, replica))) {
    const isTrusted = bundles.every((ids) => ids.includes(leaf?.issuer ?? ''));
    must(isTrusted, 'a ready replica serves a leaf that is not trusted', leaf, bundles);
    played.judged += 1;
  }
}
