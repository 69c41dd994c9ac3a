import type { CaCertificate } from './ca.js';
import { MOST_RETIRED, TRUST_SLACK_MS } from '../bounds.js';
import type { Bundle, BundleWrite, PublishMove } from './moves.js';
import { compareNewestFirst } from './ca-move.js';
import type { RegisteredWebhook, Registration, AuthorityView } from './view.js';

/**
 * What to write into the `caBundle`s of one configuration; `undefined` when nothing has to or may be written. Our CAs are
 * those that the Secret names, first and in an order that all replicas share. Certificates of others stay behind them:
 * whoever moves to us from another source of certificates still has replicas that serve those.
 */
export function planBundleMove(view: AuthorityView): PublishMove | undefined {
  if (view.secret.foreign !== undefined) return undefined;
  for (const registration of view.registrations) {
    const move = planPublish(view, registration);
    if (move !== undefined && isAllowed(view, move)) return move;
  }
  return undefined;
}

/** Configurations to which a CA would have to be put back, which was done too often of late. */
export const listContended = (view: AuthorityView): readonly Registration[] =>
  view.registrations.filter((registration) => {
    const move = planPublish(view, registration);
    return move !== undefined && !isAllowed(view, move);
  });

const isAllowed = (view: AuthorityView, { cause, registration }: PublishMove): boolean =>
  cause !== 'restored' || view.restorableKinds.has(registration.kind);

function planPublish(view: AuthorityView, registration: Registration): PublishMove | undefined {
  if (registration.injector !== undefined) return undefined;
  const changes = registration.webhooks.flatMap((webhook) => planBundleChange(view, webhook) ?? []);
  if (changes.length === 0) return undefined;
  return {
    kind: 'publish',
    registration,
    bundles: changes.map(({ bundle }) => bundle),
    cause: getWriteCause(
      view,
      changes.flatMap(({ missing }) => missing),
    ),
  };
}

interface BundleChange {
  readonly bundle: Bundle;
  /** CAs that are to come in. */
  readonly missing: readonly CaCertificate[];
}

function planBundleChange(
  view: AuthorityView,
  { index, name, trusted }: RegisteredWebhook,
): BundleChange | undefined {
  const wanted = selectWantedCas(view, trusted);
  const missing = wanted.filter(({ id }) => !trusted.some((ca) => ca.id === id));
  const isSuperfluous = (ca: CaCertificate): boolean => ca.isOurs && !wanted.some(({ id }) => id === ca.id);
  if (missing.length === 0 && !trusted.some(isSuperfluous)) return undefined;
  const others = trusted.filter(({ isOurs, notAfter }) => !isOurs && notAfter > view.now);
  return { bundle: { index, name, certificates: [...wanted, ...others] }, missing };
}

/**
 * Our CAs that belong into a `caBundle` which holds these certificates. One that the Secret does not know yet stays, and
 * so does a retired one while none signs: the API server shall not be left with nothing but a CA that has not settled.
 */
function selectWantedCas(view: AuthorityView, trusted: readonly CaCertificate[]): readonly CaCertificate[] {
  const { now, secret } = view;
  const { current, next, previous } = secret.authorities;
  const signing = [current, next].filter((ca) => ca !== undefined);
  const retired = previous.filter(({ id, trustedUntil }) => {
    const leftMs = trustedUntil.getTime() - now.getTime();
    const isThere = trusted.some((ca) => ca.id === id);
    return isThere ? leftMs > 0 || current === undefined : leftMs > TRUST_SLACK_MS;
  });
  const known = new Set([...signing, ...previous].map(({ id }) => id));
  const unknown = trusted.filter(({ id, isOurs }) => isOurs && !known.has(id));
  const others = [...retired, ...unknown].filter(({ notAfter }) => notAfter > now);
  return [...signing, ...selectNewest(others, view.leaf?.issuer)].sort(compareNewestFirst);
}

/** As many CAs as the Secret keeps, and the one whose leaf is served: a tool run wild must not let a caBundle grow. */
const selectNewest = (cas: readonly CaCertificate[], served: string | undefined): readonly CaCertificate[] =>
  [...cas].sort(compareNewestFirst).filter(({ id }, index) => index < MOST_RETIRED || id === served);

function getWriteCause({ published }: AuthorityView, missing: readonly CaCertificate[]): BundleWrite {
  if (missing.length === 0) return 'retired';
  return missing.some(({ id }) => published.has(id)) ? 'restored' : 'published';
}
