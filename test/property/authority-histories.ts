import fc from 'fast-check';
import { NO_AUTHORITIES } from '../../src/tls/authority/ca.js';
import { buildView } from '../../src/tls/authority/memory.js';
import { planNextMove, getPhase, listProblems } from '../../src/tls/authority/plan.js';
import { REGISTRATION_KINDS } from '../../src/tls/authority/view.js';
import {
  act,
  isReady,
  issueFact,
  look,
  newCluster,
  pass,
  peace,
  refusals,
  renewOffline,
  replicaOf,
  restart,
  settle,
  writeBundles,
  writeSecret,
  type Cluster,
} from '../support/authority/model.js';
import { must } from './law.js';

/** What happens in a cluster with several replicas, in any order. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Happening {
  readonly what: string;
  readonly happens: (cluster: Cluster) => void;
}

const replicaIndex = fc.nat(2);

const looks = replicaIndex.map((index): Happening => ({
  what: `replica ${index} looks`,
  happens: (cluster) => {
    look(cluster, replicaOf(cluster, index));
  },
}));

const acts = replicaIndex.map((index): Happening => ({
  what: `replica ${index} acts`,
  happens: (cluster) => {
    act(cluster, replicaOf(cluster, index));
  },
}));

const settles = replicaIndex.map((index): Happening => ({
  what: `replica ${index} settles`,
  happens: (cluster) => {
    settle(cluster, replicaOf(cluster, index));
  },
}));

const offline = replicaIndex.map((index): Happening => ({
  what: `replica ${index} is cut off`,
  happens: (cluster) => {
    renewOffline(cluster, replicaOf(cluster, index));
  },
}));

const restarts = replicaIndex.map((index): Happening => ({
  what: `replica ${index} restarts`,
  happens: (cluster) => {
    restart(cluster, index);
  },
}));

const waits = fc
  .oneof(
    fc.integer({ min: 0, max: 30 * SECOND_MS }),
    fc.integer({ min: 30 * SECOND_MS, max: 2 * MINUTE_MS }),
    fc.integer({ min: HOUR_MS, max: 10 * DAY_MS }),
    fc.integer({ min: 20 * DAY_MS, max: 120 * DAY_MS }),
  )
  .map((milliseconds): Happening => ({
    what: `${milliseconds} ms pass`,
    happens: (cluster) => {
      pass(cluster, milliseconds);
    },
  }));

const always = (what: string, happens: (cluster: Cluster) => void): fc.Arbitrary<Happening> =>
  fc.constant({ what, happens });

/** The Secrets that the cluster has had, for a backup to be restored. */
const backups = new WeakMap<Cluster, NonNullable<Cluster['secret']>[]>();

const keepsBackup = always('a backup is made', (cluster) => {
  const kept = backups.get(cluster) ?? [];
  if (cluster.secret !== undefined) backups.set(cluster, [...kept, cluster.secret]);
});

/** The Secret is deleted, which is what the message about a foreign one asks for. */
export const secretIsDeleted: Happening = {
  what: 'the Secret is deleted',
  happens: (cluster) => {
    cluster.secret = undefined;
  },
};

/** What people and tools do to the Secret. */
export const tampering = fc.oneof(
  keepsBackup,
  fc.constant(secretIsDeleted),
  always('the Secret is emptied', (cluster) => {
    writeSecret(cluster, NO_AUTHORITIES, ['It holds no CA.']);
  }),
  always('the current key is damaged', (cluster) => {
    const { authorities = NO_AUTHORITIES } = cluster.secret?.content ?? {};
    writeSecret(cluster, { ...authorities, current: undefined }, ['current.key is damaged.']);
  }),
  always('a backup is restored', (cluster) => {
    const [first] = backups.get(cluster) ?? [];
    if (first !== undefined) writeSecret(cluster, first.content.authorities);
  }),
);

/** What people and tools do to the configurations. */
export const overwriting = fc
  .tuple(fc.constantFrom(...REGISTRATION_KINDS), fc.constantFrom('emptied', 'first CA put back', 'foreign'))
  .map(([kind, how]): Happening => ({
    what: `${kind} is overwritten: ${how}`,
    happens: (cluster) => {
      const foreign = { ...issueFact(cluster), isOurs: false };
      const first = [...cluster.cas.values()].slice(0, 1);
      writeBundles(cluster, kind, () => (how === 'emptied' ? [] : how === 'foreign' ? [foreign] : first));
    },
  }));

/** The clock of the API server goes wrong by up to a year, either way. */
export const jumps = fc.integer({ min: -365 * DAY_MS, max: 365 * DAY_MS }).map((milliseconds): Happening => ({
  what: `the clock jumps by ${milliseconds} ms`,
  happens: (cluster) => {
    pass(cluster, 0, milliseconds);
  },
}));

/** What the network and the API server do to replicas. */
export const misfortunes = fc.oneof(
  replicaIndex.map((index): Happening => ({
    what: `what replica ${index} asks for is refused`,
    happens: (cluster) => {
      replicaOf(cluster, index).pending = undefined;
    },
  })),
  replicaIndex.map((index): Happening => ({
    what: `the answer to what replica ${index} asks for is lost`,
    happens: (cluster) => {
      const replica = replicaOf(cluster, index);
      const { memory } = replica;
      act(cluster, replica);
      replica.memory = memory;
    },
  })),
  always('every replica restarts', (cluster) => {
    cluster.replicas.forEach((_, index) => {
      restart(cluster, index);
    });
  }),
);

/** Somebody puts a Secret of their own in the place of ours; nothing is well until it is gone. */
export const foreignSecret = always('a foreign Secret stands in the place', (cluster) => {
  writeSecret(cluster, NO_AUTHORITIES);
  if (cluster.secret !== undefined)
    cluster.secret = {
      ...cluster.secret,
      content: { ...cluster.secret.content, foreign: 'It is of type x.' },
    };
});

/** A history of up to 120 happenings: what replicas do, time that passes, and what is given. */
export const history = (
  ...arbitraries: readonly fc.WeightedArbitrary<Happening>[]
): fc.Arbitrary<Happening[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: looks },
      { weight: 4, arbitrary: acts },
      { weight: 6, arbitrary: settles },
      { weight: 6, arbitrary: waits },
      { weight: 1, arbitrary: restarts },
      { weight: 1, arbitrary: offline },
      ...arbitraries,
    ),
    { maxLength: 120, size: 'max' },
  );

const shown = (happenings: readonly Happening[]): string => happenings.map(({ what }) => what).join('\n  ');

/** Plays a history; after each happening, no ready replica serves what an API server may refuse. */
export function playLawfully(happenings: readonly Happening[], replicas = 2): Cluster {
  const cluster = newCluster(replicas);
  happenings.forEach(({ happens }, index) => {
    happens(cluster);
    const refused = refusals(cluster);
    must(refused.length === 0, `refused after\n  ${shown(happenings.slice(0, index + 1))}`, ...refused);
  });
  return cluster;
}

/** Longer than between two writes of replicas that fight with each other or with a tool. */
const CALM_MINUTES = 11;

/**
 * Plays a history; half an hour of peace makes all well again, and then nothing is written. In that very moment the life of
 * a CA may end, which is written as well, so one more time is given.
 */
export function comesToRest(happenings: readonly Happening[]): void {
  const cluster = newCluster(2);
  for (const { happens } of happenings) happens(cluster);
  peace(cluster, 30);
  const after = `not well after\n  ${shown(happenings)}`;
  must(isCalm(cluster) || isCalm(cluster), after, 'writes');
  must(refusals(cluster).length === 0, after, refusals(cluster));
  for (const replica of cluster.replicas) {
    must(isReady(cluster, replica), after, replica.leaf);
    const view = replica.seen && buildView(replica.memory, replica.seen, cluster.elapsed);
    must(view !== undefined && getPhase(view) === 'steady', after, view?.secret);
    must(view !== undefined && planNextMove(view) === undefined, after);
    must(view !== undefined && listProblems(view).length === 0, after, view && listProblems(view));
  }
}

/** Lets some minutes pass, and tells whether nothing was written. */
function isCalm(cluster: Cluster): boolean {
  const before = { ...cluster.writes };
  peace(cluster, CALM_MINUTES);
  return cluster.writes.secret === before.secret && cluster.writes.registration === before.registration;
}
