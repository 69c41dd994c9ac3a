import { renewalReason, type Lifetime } from '../renewal.js';
import { isValid, leafLifetime } from './lifetimes.js';
import type { SignMove } from './moves.js';
import { isTrustedForPods, type View } from './view.js';

/** A leaf is not replaced by one that ends hardly later. */
const WORTHWHILE_MS = 60_000;

/**
 * Signs a leaf with the current CA when it is needed; `undefined` when it is not or cannot be. Another CA than before
 * signs only once it is trusted for pods. A renewal by the same CA waits for nothing, not even for the API server.
 */
export function signingMove(view: View): SignMove | undefined {
  const { now, seenAt } = view;
  const ca = view.secret.authorities.current;
  if (ca === undefined || !isValid(ca, now)) return undefined;
  const lifetime = leafLifetime(ca, now, seenAt);
  if (!isValid(lifetime, now)) return undefined;
  const need = view.leaf?.issuer === ca.id ? renewal(view, lifetime) : handover(view, ca.id);
  return need && { kind: 'sign', ca, lifetime, ...need };
}

type Need = Pick<SignMove, 'cause' | 'reason'> | undefined;

function handover(view: View, id: string): Need {
  if (!isTrustedForPods(view, id)) return undefined;
  return view.leaf === undefined
    ? { cause: 'first', reason: 'The CA is trusted.' }
    : { cause: 'ca-changed', reason: 'Another CA signs.' };
}

function renewal({ leaf, now }: View, { notAfter }: Lifetime): Need {
  const reason = leaf && renewalReason(leaf, now);
  if (reason === undefined || leaf === undefined) return undefined;
  const isWorthwhile = notAfter.getTime() - leaf.notAfter.getTime() > WORTHWHILE_MS;
  return isWorthwhile || !isValid(leaf, now) ? { cause: 'leaf-due', reason } : undefined;
}
