import { BACKDATED_MS, CA_LIFE_MS, LEAF_LIFE_MS, TRUST_SLACK_MS } from '../bounds.js';
import type { Lifetime } from '../renewal.js';

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
