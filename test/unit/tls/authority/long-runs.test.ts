import { describe, expect, test } from 'vitest';
import { NO_AUTHORITIES } from '../../../../src/tls/authority/ca.js';
import {
  isReady,
  look,
  newCluster,
  pass,
  peace,
  refusals,
  replicaOf,
  settle,
  writeBundles,
  writeSecret,
  type Cluster,
} from '../../../support/authority/model.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Something goes wrong each minute for a day, and both replicas see it at once. */
function badDay(wrong: (cluster: Cluster, minute: number) => void): Cluster {
  const cluster = newCluster(2);
  peace(cluster, 5);
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    wrong(cluster, minute);
    for (const replica of cluster.replicas) settle(cluster, replica);
    pass(cluster, MINUTE_MS);
  }
  return cluster;
}

/** How often two replicas may do what is limited, in a day. */
const CREATIONS_A_DAY = 2 * (4 + 24 * 4);
const RESTORATIONS_A_DAY = 2 * (5 + 24 * 6);

test('a Secret that is deleted each minute does not make a new CA each minute, and no replica becomes unready', () => {
  let unready = 0;
  const cluster = badDay((each) => {
    each.secret = undefined;
    unready += each.replicas.filter((replica) => !isReady(each, replica)).length;
  });
  expect(cluster.cas.size).toBeGreaterThan(10);
  expect(cluster.cas.size).toBeLessThanOrEqual(CREATIONS_A_DAY);
  expect(unready).toBe(0);
  expect(mostTrusted(cluster)).toBeLessThan(20);
});

test('a caBundle that is emptied each minute is not fought over', () => {
  const cluster = badDay((each) => {
    writeBundles(each, 'MutatingWebhookConfiguration', () => []);
  });
  const ours = cluster.writes.registration - 24 * 60;
  expect(ours).toBeGreaterThan(100);
  expect(ours).toBeLessThanOrEqual(RESTORATIONS_A_DAY + 5);
  expect(cluster.cas.size).toBe(1);
});

test('a clock that jumps by years to and fro does not make a CA with each jump', () => {
  const cluster = badDay((each, minute) => {
    pass(each, 0, (minute % 2 === 0 ? 1 : -1) * 2 * 365 * DAY_MS);
  });
  expect(cluster.cas.size).toBeGreaterThan(10);
  expect(cluster.cas.size).toBeLessThanOrEqual(CREATIONS_A_DAY);
  expect(mostTrusted(cluster)).toBeLessThan(20);
});

/** The most certificates that a `caBundle` ever held. */
const mostTrusted = ({ bundles }: Cluster): number =>
  bundles
    .flatMap(({ registrations }) => registrations.flatMap(({ webhooks }) => webhooks))
    .reduce((most, { trusted }) => Math.max(most, trusted.length), 0);

test('a year without incidents: six rotations, and nothing written beside their rotations', () => {
  const cluster = newCluster(2);
  peace(cluster, 1);
  for (let quarter = 0; quarter < 370 * 4; quarter += 1) {
    peace(cluster, 2);
    pass(cluster, 6 * HOUR_MS - 2 * MINUTE_MS);
    expect(refusals(cluster)).toEqual([]);
    expect(cluster.replicas.every((replica) => isReady(cluster, replica))).toBe(true);
  }
  expect(cluster.cas.size).toBe(7);
  // Each rotation: issued, promoted, forgotten; published in and removed from two configurations.
  expect(cluster.writes.secret).toBe(1 + 6 * 3);
  expect(cluster.writes.registration).toBe(2 + 6 * 4);
});

describe('a backup of the Secret is restored', () => {
  /** A cluster at rest, of which one replica has looked, and its Secret as the backup. */
  function clusterWithBackup(): { readonly cluster: Cluster; readonly restore: () => void } {
    const cluster = newCluster(2);
    settle(cluster, replicaOf(cluster, 0));
    look(cluster, replicaOf(cluster, 1));
    const { authorities } = cluster.secret?.content ?? { authorities: NO_AUTHORITIES };
    const restore = (): void => {
      writeSecret(cluster, authorities);
    };
    return { cluster, restore };
  }

  test('its CA does not sign at once for a replica that was cut off while another CA took its place', () => {
    const { cluster, restore } = clusterWithBackup();
    writeSecret(cluster, NO_AUTHORITIES, ['It holds no CA.']);
    settle(cluster, replicaOf(cluster, 0));
    pass(cluster, 20 * DAY_MS);
    settle(cluster, replicaOf(cluster, 0));
    restore();
    settle(cluster, replicaOf(cluster, 0));
    settle(cluster, replicaOf(cluster, 1));
    expect(refusals(cluster)).toEqual([]);
  });

  test('twice at once, after another CA took its place: it still waits until it has settled', () => {
    const { cluster, restore } = clusterWithBackup();
    cluster.secret = undefined;
    settle(cluster, replicaOf(cluster, 0));
    pass(cluster, 8 * DAY_MS);
    settle(cluster, replicaOf(cluster, 0));
    restore();
    settle(cluster, replicaOf(cluster, 0));
    restore();
    settle(cluster, replicaOf(cluster, 0));
    expect(refusals(cluster)).toEqual([]);
    expect(isReady(cluster, replicaOf(cluster, 0))).toBe(true);
  });
});
