import { MOST_RETIRED } from '../bounds.js';
import { findRenewalReason } from '../renewal.js';
import type { Authorities, CaCertificate, RetiredCa, SigningCa } from './ca.js';
import { isValid, computeTrustEnd } from './lifetimes.js';
import type { SecretMove } from './moves.js';
import { hasTrustedCertificate, isInEveryBundle, listOwnTrustedCas, type AuthorityView } from './view.js';

/**
 * What to do about the Secret: issue a CA, let the next one sign, take up what is found in a `caBundle`, forget what is
 * over; `undefined` for nothing. A Secret of somebody else is left alone.
 */
export function planSecretMove(view: AuthorityView): SecretMove | undefined {
  if (view.secret.foreign !== undefined) return undefined;
  const authorities = correctAuthorities(view);
  return planIssue(view, authorities) ?? planPromotion(view, authorities) ?? planCleanup(view, authorities);
}

/** Why a CA has to be issued, as code and sentence, whether or not it may be; `undefined` when none has to. */
export function findIssueCause(
  view: AuthorityView,
): Pick<SecretMove & { kind: 'issue' }, 'cause' | 'reason'> | undefined {
  if (view.secret.foreign !== undefined) return undefined;
  const { current, next } = correctAuthorities(view);
  if (next !== undefined) return undefined;
  if (current !== undefined) {
    const reason = findRenewalReason(current, view.now);
    return reason === undefined ? undefined : { cause: 'ca-due', reason };
  }
  const { exists, damage, authorities } = view.secret;
  if (!exists) return { cause: 'secret-missing', reason: 'There is no Secret with a CA.' };
  if (damage.length > 0) return { cause: 'secret-damaged', reason: damage.join(' ') };
  const held = authorities.current ?? authorities.next;
  return { cause: 'ca-invalid', reason: (held && findRenewalReason(held, view.now)) ?? 'No CA can sign.' };
}

/**
 * A CA signs at once where the API server trusts nothing, for then there is nothing that could break; otherwise it
 * becomes the next one, and the replicas go on with what they serve until it has settled.
 */
function planIssue(view: AuthorityView, authorities: Authorities): SecretMove | undefined {
  const need = findIssueCause(view);
  if (need === undefined || !view.canCreate) return undefined;
  const isFirst = authorities.current === undefined && !hasTrustedCertificate(view);
  return { kind: 'issue', as: isFirst ? 'current' : 'next', authorities, ...need };
}

function planPromotion(
  view: AuthorityView,
  { current, next, previous }: Authorities,
): SecretMove | undefined {
  if (next === undefined || !isInEveryBundle(view, next.id)) return undefined;
  const isAlone = current === undefined && !hasTrustedCertificate(view, next.id);
  if (!isAlone && !view.settled.has(next.id)) return undefined;
  return {
    kind: 'store',
    authorities: {
      current: next,
      next: undefined,
      previous: collectRetired(view, previous, current === undefined ? [] : [current]),
    },
    cause: 'next-settled',
    reason: isAlone ? 'No other CA is trusted.' : 'The next CA has settled in every caBundle.',
  };
}

/** Damage is not tidied away: what is left of a CA goes only when another takes its place. */
function planCleanup(view: AuthorityView, authorities: Authorities): SecretMove | undefined {
  const { exists, damage, authorities: held } = view.secret;
  if (!exists || damage.length > 0 || fingerprintAuthorities(held) === fingerprintAuthorities(authorities))
    return undefined;
  return {
    kind: 'store',
    authorities,
    cause: 'tidied',
    reason: 'The trusted CAs are not those of the Secret.',
  };
}

/** Tells the CAs of two Secrets apart. */
const fingerprintAuthorities = ({ current, next, previous }: Authorities): string =>
  JSON.stringify([current?.id, next?.id, previous.map((ca) => [ca.id, ca.trustedUntil.getTime()])]);

/**
 * The CAs of the Secret as they should be: one that is not in its lifetime does not sign, and a CA of ours that is trusted
 * but unknown stays trusted for as long as a replica may serve a leaf of it, as after the Secret was deleted.
 */
function correctAuthorities(view: AuthorityView): Authorities {
  const { now, secret } = view;
  const { current, next, previous } = secret.authorities;
  const signing = [current, next].filter((ca) => ca !== undefined);
  const known = new Set([...signing, ...previous].map(({ id }) => id));
  const strangers = listOwnTrustedCas(view).filter(({ id }) => !known.has(id));
  const invalid = signing.filter((ca) => !isValid(ca, now));
  const getValidCa = (ca: SigningCa | undefined): SigningCa | undefined =>
    ca === undefined || invalid.includes(ca) ? undefined : ca;
  const held = {
    current: getValidCa(current),
    next: getValidCa(next),
    previous: collectRetired(view, previous, [...invalid, ...strangers]),
  };
  return demoteRestoredCa(view, held, strangers);
}

/**
 * A current CA that no `caBundle` holds, while another of ours is trusted, came there without having settled: the Secret
 * is a restored one, or something has put an old `caBundle` back. So did one that is no younger than a CA which is trusted and
 * which the Secret does not know. It has to settle before it signs again.
 */
function demoteRestoredCa(
  view: AuthorityView,
  authorities: Authorities,
  strangers: readonly CaCertificate[],
): Authorities {
  const { current, next, previous } = authorities;
  if (current === undefined) return authorities;
  const trusted = listOwnTrustedCas(view);
  const inBundles = trusted.map(({ id }) => id);
  const isAnyValid = trusted.some((ca) => isValid(ca, view.now));
  const isRestored = strangers.some((ca) => ca.notBefore >= current.notBefore && isValid(ca, view.now));
  if ((inBundles.includes(current.id) && !isRestored) || !isAnyValid) return authorities;
  return next !== undefined && inBundles.includes(next.id)
    ? { current: undefined, next, previous: collectRetired(view, previous, [current]) }
    : { current: undefined, next: current, previous };
}

/** The CAs that sign no more, with these among them, and without those that are over and out of every `caBundle`. */
function collectRetired(
  view: AuthorityView,
  previous: readonly RetiredCa[],
  leaving: readonly CaCertificate[],
): readonly RetiredCa[] {
  const { now } = view;
  const inBundles = new Set(listOwnTrustedCas(view).map(({ id }) => id));
  const kept = previous.filter((ca) => inBundles.has(ca.id) || ca.trustedUntil > now);
  const added = leaving
    .filter(({ id, notAfter }) => notAfter > now && !kept.some((ca) => ca.id === id))
    .map(({ id, cert, notBefore, notAfter, isOurs }) => ({
      ...{ id, cert, notBefore, notAfter, isOurs },
      trustedUntil: computeTrustEnd({ notBefore, notAfter }, now),
    }));
  return [...kept, ...added].sort(compareNewestFirst).slice(0, MOST_RETIRED);
}

/** An order of CAs that all replicas share. */
export const compareNewestFirst = (a: CaCertificate, b: CaCertificate): number =>
  b.notBefore.getTime() - a.notBefore.getTime() || (a.id < b.id ? -1 : 1);
