import { WORTHWHILE_MS } from '../bounds.js';
import { findRenewalReason, type Lifetime } from '../renewal.js';
import { isValid, buildLeafLifetime } from './lifetimes.js';
import type { SignMove } from './moves.js';
import { isTrustedForPods, type AuthorityView } from './view.js';

/**
 * Signs a leaf with the current CA when it is needed; `undefined` when it is not or cannot be. Another CA than before
 * signs only once it is trusted for pods. A renewal by the same CA waits for nothing, not even for the API server.
 */
export function planSignMove(view: AuthorityView): SignMove | undefined {
  const { now, secretReadAt: seenAt } = view;
  const ca = view.secret.authorities.current;
  if (ca === undefined || !isValid(ca, now)) return undefined;
  const lifetime = buildLeafLifetime(ca, now, seenAt);
  if (!isValid(lifetime, now)) return undefined;
  const need = view.leaf?.issuer === ca.id ? planRenewal(view, lifetime) : planHandover(view, ca.id);
  return need && { kind: 'sign', ca, lifetime, ...need };
}

type SignReason = Pick<SignMove, 'cause' | 'reason'> | undefined;

function planHandover(view: AuthorityView, id: string): SignReason {
  if (!isTrustedForPods(view, id)) return undefined;
  return view.leaf === undefined
    ? { cause: 'first', reason: 'The CA is trusted.' }
    : { cause: 'ca-changed', reason: 'Another CA signs.' };
}

function planRenewal({ leaf, now }: AuthorityView, { notAfter }: Lifetime): SignReason {
  const reason = leaf && findRenewalReason(leaf, now);
  if (reason === undefined || leaf === undefined) return undefined;
  const isWorthwhile = notAfter.getTime() - leaf.notAfter.getTime() > WORTHWHILE_MS;
  return isWorthwhile || !isValid(leaf, now) ? { cause: 'leaf-due', reason } : undefined;
}
