import type { AllowanceRule } from './authority/allowance.js';

/** How long certificates live, and how often what keeps them is done. */

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
/** The certificate of a server without a cluster. */
export const EPHEMERAL_LIFE_MS = 30 * DAY_MS;
/** The certificate that nobody trusts, until the first leaf is there. */
export const PLACEHOLDER_LIFE_MS = HOUR_MS;
/** The start of a certificate lies in the past so that a client whose clock is behind accepts it. */
export const BACKDATED_MS = HOUR_MS;
/** A leaf is not replaced by one that expires only a little later. */
export const WORTHWHILE_MS = MINUTE_MS;

/** How long a CA must have been in every `caBundle` before it signs: the API server keeps a copy of its own. */
export const SETTLE_MS = MINUTE_MS;
/**
 * How much longer than its last leaf a CA stays in `caBundle`. In this time no replica puts it back and none needs it, so
 * that two clocks that differ do not make two replicas undo each other's writes.
 */
export const TRUST_SLACK_MS = HOUR_MS;
/** How far the clock of this machine may be from that of the API server without a word. */
export const TOLERABLE_MS = 5 * MINUTE_MS;

/** A tool that deletes the Secret again and again must not make a new CA each time. */
export const CREATIONS: AllowanceRule = { most: 4, everyMs: 15 * MINUTE_MS };
/** A tool that removes the CA again and again would otherwise be fought for ever; https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/ */
export const RESTORATIONS: AllowanceRule = { most: 5, everyMs: 10 * MINUTE_MS };
/** Looks in a row. Whoever writes a configuration twice at once, again and again, must not keep a CA from signing for ever. */
export const MOST_DOUBTS = 10;
/** CAs that sign no more and are kept. Without a tool that removes the Secret again and again there are one or two. */
export const MOST_RETIRED = 16;
/** More turns in a row mean that the cluster does not come to rest. */
export const MOST_TURNS = 20;
