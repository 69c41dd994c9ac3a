import { expect, test } from 'vitest';
import { findRenewalReason } from '../../../src/tls/renewal.js';

const LIFE = { notBefore: new Date('2030-01-01T00:00:00Z'), notAfter: new Date('2030-01-31T00:00:00Z') };

test.each([
  ['before its start', '2029-12-31T23:59:59Z', /not valid before 2030-01-01/],
  ['at its start', '2030-01-01T00:00:00Z', undefined],
  ['just before two thirds', '2030-01-20T23:59:59Z', undefined],
  ['at two thirds', '2030-01-21T00:00:00Z', /Two thirds.+2030-01-31/],
  ['at its end', '2030-01-31T00:00:00Z', /ended at 2030-01-31/],
])('a certificate %s', (_when, now, reason) => {
  const said = findRenewalReason(LIFE, new Date(now));
  if (reason === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(reason);
});
