import { CREATIONS, MOST_DOUBTS, RESTORATIONS, SETTLE_MS } from '../bounds.js';
import { refillAllowance, buildFullAllowance, spendAllowance, type Allowance } from './allowance.js';
import type { CaCertificate } from './ca.js';
import type { Move } from './moves.js';
import {
  isInEveryBundle,
  REGISTRATION_KINDS,
  type Registration,
  type RegistrationKind,
  type AuthorityView,
} from './view.js';

/**
 * What a replica remembers between two looks at the cluster. Times are of a clock that never jumps. Nothing here decides
 * what is true: a replica that starts anew waits a little longer, and that is all.
 */
export interface Memory {
  /** Since when a CA is in every `caBundle`, by its id. */
  readonly inBundlesSince: ReadonlyMap<string, number>;
  /** Looks in a row that found it there after writes that nobody saw, by its id. */
  readonly doubts: ReadonlyMap<string, number>;
  /** The configurations at the last look. */
  readonly registrations: readonly Registration[];
  /** CAs that once were. */
  readonly published: ReadonlySet<string>;
  readonly creations: Allowance;
  readonly restorations: Readonly<Record<RegistrationKind, Allowance>>;
}

/** The memory of a replica that has just started. */
export const createMemory = (elapsedMs: number): Memory => ({
  inBundlesSince: new Map(),
  doubts: new Map(),
  registrations: [],
  published: new Set(),
  creations: buildFullAllowance(CREATIONS, elapsedMs),
  restorations: buildByKind(() => buildFullAllowance(RESTORATIONS, elapsedMs)),
});

/** What a look at the cluster gives, without the parts that come from memory. */
export type Observation = Omit<AuthorityView, 'published' | 'settled' | 'canCreate' | 'restorableKinds'>;

/** The memory after a look at the cluster. */
export function updateMemory(memory: Memory, seen: Observation, elapsedMs: number): Memory {
  const known = listCaIds(seen);
  const readBack = known.filter((id) => isInEveryBundle(seen, id));
  const isDoubtful = !seen.registrations.every((each) => isFollowUp(each, memory.registrations));
  const countDoubts = (id: string): number => memory.doubts.get(id) ?? 0;
  const resolveSince = (id: string): number => {
    const isDoubted = isDoubtful && countDoubts(id) < MOST_DOUBTS;
    return isDoubted ? elapsedMs : (memory.inBundlesSince.get(id) ?? elapsedMs);
  };
  return {
    inBundlesSince: new Map(readBack.map((id) => [id, resolveSince(id)])),
    doubts: new Map(readBack.map((id) => [id, countDoubts(id) + (isDoubtful ? 1 : 0)])),
    registrations: seen.registrations,
    published: new Set([...readBack, ...known.filter((id) => memory.published.has(id))]),
    creations: refillAllowance(memory.creations, CREATIONS, elapsedMs),
    restorations: buildByKind((kind) => refillAllowance(memory.restorations[kind], RESTORATIONS, elapsedMs)),
  };
}

/**
 * Tells whether a configuration is as it was at the last look, or as one write left it. After more than one, it may have
 * been without a CA that it has now as it had then: a replica that was cut off did not see what happened meanwhile.
 */
function isFollowUp({ kind, name, uid, generation }: Registration, before: readonly Registration[]): boolean {
  const last = before.find((each) => each.kind === kind && each.name === name);
  return last?.uid === uid && [0, 1].includes(generation - last.generation);
}

/** The memory after a move was made. */
export function recordMove(memory: Memory, move: Move): Memory {
  if (move.kind === 'issue') return { ...memory, creations: spendAllowance(memory.creations) };
  if (move.kind !== 'publish' || move.cause !== 'restored') return memory;
  const { kind } = move.registration;
  const restorations = { ...memory.restorations, [kind]: spendAllowance(memory.restorations[kind]) };
  return { ...memory, restorations };
}

/** What a replica decides from. */
export function buildView(memory: Memory, seen: Observation, elapsedMs: number): AuthorityView {
  const settled = [...memory.inBundlesSince].filter(([, since]) => elapsedMs - since >= SETTLE_MS);
  return {
    ...seen,
    published: memory.published,
    settled: new Set(settled.map(([id]) => id)),
    canCreate: memory.creations.left > 0,
    restorableKinds: new Set(REGISTRATION_KINDS.filter((kind) => memory.restorations[kind].left > 0)),
  };
}

/** Ids of the CAs of the Secret; others are forgotten. */
function listCaIds({ secret: { authorities } }: Observation): readonly string[] {
  const { current, next, previous } = authorities;
  const all: readonly (CaCertificate | undefined)[] = [current, next, ...previous];
  return all.flatMap((ca) => (ca === undefined ? [] : [ca.id]));
}

const buildByKind = <T>(make: (kind: RegistrationKind) => T): Readonly<Record<RegistrationKind, T>> => ({
  MutatingWebhookConfiguration: make('MutatingWebhookConfiguration'),
  ValidatingWebhookConfiguration: make('ValidatingWebhookConfiguration'),
});
