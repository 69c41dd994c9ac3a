import type { Lifetime } from '../renewal.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * A CA is followed by the next one after two thirds of this, so every two months: often enough that a rotation is nothing
 * rare, and what would break it is seen soon. A month is left to put it right. A cluster that was switched off for longer
 * starts with a new CA, which costs nothing, since what it had signed lived in memory only.
 */
export const CA_LIFE_MS = 90 * DAY_MS;

/** A leaf is renewed every 112 hours, which leaves 56 for an API server that cannot be asked. */
export const LEAF_LIFE_MS = 7 * DAY_MS;

/** The start lies in the past so that an API server whose clock is behind accepts the certificate. */
const BACKDATED_MS = HOUR_MS;

/** How long a CA must have been in every `caBundle` before it signs: the API server keeps a copy of its own. */
export const SETTLE_MS = MINUTE_MS;

/**
 * How much longer than its last leaf a CA stays in `caBundle`. In this time no replica puts it back and none needs it, so
 * that two clocks that differ do not make two replicas undo each other's writes.
 */
export const TRUST_SLACK_MS = HOUR_MS;

const addMilliseconds = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds);

const pickEarlier = (a: Date, b: Date): Date => (a < b ? a : b);
const pickLater = (a: Date, b: Date): Date => (a > b ? a : b);

/** Lifetime of a CA that is issued now. */
export const buildCaLifetime = (now: Date): Lifetime => ({
  notBefore: addMilliseconds(now, -BACKDATED_MS),
  notAfter: addMilliseconds(now, CA_LIFE_MS),
});

/**
 * Lifetime of a leaf that is issued now. It lies within that of its CA, and ends at most one leaf's life after it was last
 * seen that this CA signs: whatever happened since, the CA is trusted for so long.
 */
export const buildLeafLifetime = (ca: Lifetime, now: Date, seenAt: Date): Lifetime => ({
  notBefore: pickLater(ca.notBefore, addMilliseconds(now, -BACKDATED_MS)),
  notAfter: pickEarlier(ca.notAfter, addMilliseconds(pickEarlier(now, seenAt), LEAF_LIFE_MS)),
});

/** Until when a CA that signs no more from now on stays trusted: no leaf of it is valid then. */
export const computeTrustEnd = (ca: Lifetime, now: Date): Date =>
  pickEarlier(ca.notAfter, addMilliseconds(now, LEAF_LIFE_MS + TRUST_SLACK_MS));

/** Tells whether a verifier with this clock accepts a certificate of this lifetime. */
export const isValid = ({ notBefore, notAfter }: Lifetime, now: Date): boolean =>
  notBefore <= now && now < notAfter;
