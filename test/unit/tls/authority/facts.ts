import type { Authorities, CaCertificate, RetiredCa, SigningCa } from '../../../../src/tls/authority/ca.js';
import { NO_AUTHORITIES } from '../../../../src/tls/authority/ca.js';
import { buildCaLifetime } from '../../../../src/tls/authority/lifetimes.js';
import {
  REGISTRATION_KINDS,
  type Leaf,
  type Registration,
  type RegistrationKind,
  type AuthorityView,
} from '../../../../src/tls/authority/view.js';

/** Views of a cluster without certificates behind them: CAs are ids with dates. */

const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW = new Date('2030-06-01T00:00:00Z');

export const daysFrom = (days: number, from: Date = NOW): Date => new Date(from.getTime() + days * DAY_MS);

/** A CA that was issued so many days ago. */
export const ca = (id: string, daysAgo = 1): SigningCa => ({
  id,
  cert: `${id}\n`,
  key: `key of ${id}`,
  isOurs: true,
  ...buildCaLifetime(daysFrom(-daysAgo)),
});

export const foreign = (id: string, daysLeft = 100): CaCertificate => ({
  id,
  cert: `${id}\n`,
  isOurs: false,
  notBefore: daysFrom(-100),
  notAfter: daysFrom(daysLeft),
});

/** A CA that signs no more and is trusted for so many days. */
export function retired(id: string, daysOfTrust: number): RetiredCa {
  const { cert, isOurs, notBefore, notAfter } = ca(id, 62);
  return { id, cert, isOurs, notBefore, notAfter, trustedUntil: daysFrom(daysOfTrust) };
}

/** A leaf that was signed so many days ago, valid for a week. */
export const leaf = (issuer: string, daysAgo = 1): Leaf => ({
  issuer,
  notBefore: daysFrom(-daysAgo),
  notAfter: daysFrom(7 - daysAgo),
});

/** A configuration of one webhook that trusts these. */
export const registration = (
  trusted: readonly CaCertificate[],
  kind: RegistrationKind = 'MutatingWebhookConfiguration',
): Registration => ({
  kind,
  name: 'doka-tracing',
  uid: kind,
  resourceVersion: '7',
  generation: 1,
  injector: undefined,
  writer: undefined,
  webhooks: [{ index: 0, name: 'pods.tracing.dokaseca.io', trusted }],
});

/** What a replica sees: by default nothing at all, and nothing is held back. */
export function view(
  authorities: Partial<Authorities> | undefined,
  over: Partial<Omit<AuthorityView, 'secret'>> & { readonly secret?: Partial<AuthorityView['secret']> } = {},
): AuthorityView {
  return {
    now: NOW,
    secretReadAt: NOW,
    registrations: [],
    leaf: undefined,
    published: new Set(),
    settled: new Set(),
    canCreate: true,
    restorableKinds: new Set(REGISTRATION_KINDS),
    ...over,
    secret: {
      exists: authorities !== undefined,
      authorities: { ...NO_AUTHORITIES, ...authorities },
      foreign: undefined,
      damage: [],
      ...over.secret,
    },
  };
}
