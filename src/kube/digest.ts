import { createHash } from 'node:crypto';

/** Digests are whole numbers below this, so that a sum of two is exact. */
const MODULUS = 2 ** 48;

/** A number that changes when a value or its key does. */
export const computeDigest = (key: string, value: unknown): number =>
  createHash('sha256').update(key).update('\0').update(JSON.stringify(value)).digest().readUIntBE(0, 6);

/**
 * The digest of a set that gains one member and loses another. The order in which they came plays no part, so replicas
 * that hold the same agree, and one change among 10,000 costs one digest.
 */
export const updateDigest = (sum: number, gained: number, lost: number): number =>
  (((sum + gained) % MODULUS) - lost + MODULUS) % MODULUS;
