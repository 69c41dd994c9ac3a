import { filled, fullAllowance, spent, type Allowance, type AllowanceRule } from './allowance.js';
import type { CaCertificate } from './ca.js';
import { SETTLE_MS } from './lifetimes.js';
import type { Move } from './moves.js';
import {
  isReadBack,
  REGISTRATION_KINDS,
  type Registration,
  type RegistrationKind,
  type View,
} from './view.js';

/**
 * What a replica remembers between two looks at the cluster. Times are of a clock that never jumps. Nothing here decides
 * what is true: a replica that starts anew waits a little longer, and that is all.
 */
export interface Memory {
  /** Since when a CA is in every `caBundle`, by its id. */
  readonly readBackSince: ReadonlyMap<string, number>;
  /** Looks in a row that found it there after writes that nobody saw, by its id. */
  readonly doubts: ReadonlyMap<string, number>;
  /** The configurations at the last look. */
  readonly registrations: readonly Registration[];
  /** CAs that once were. */
  readonly published: ReadonlySet<string>;
  readonly creations: Allowance;
  readonly restorations: Readonly<Record<RegistrationKind, Allowance>>;
}

/** A tool that deletes the Secret again and again must not make a new CA each time. */
const CREATIONS: AllowanceRule = { most: 4, everyMs: 15 * 60_000 };

/** A tool that removes the CA again and again would otherwise be fought for ever; https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/ */
const RESTORATIONS: AllowanceRule = { most: 5, everyMs: 10 * 60_000 };

/** The memory of a replica that has just started. */
export const newMemory = (elapsedMs: number): Memory => ({
  readBackSince: new Map(),
  doubts: new Map(),
  registrations: [],
  published: new Set(),
  creations: fullAllowance(CREATIONS, elapsedMs),
  restorations: byKind(() => fullAllowance(RESTORATIONS, elapsedMs)),
});

/** Whoever writes a configuration twice at once, again and again, must not keep a CA from signing for ever. */
const MOST_DOUBTS = 10;

/** What a look at the cluster gives, without the parts that come from memory. */
export type Observation = Omit<View, 'published' | 'settled' | 'mayCreate' | 'mayRestore'>;

/** The memory after a look at the cluster. */
export function remembered(memory: Memory, seen: Observation, elapsedMs: number): Memory {
  const known = knownIn(seen);
  const readBack = known.filter((id) => isReadBack(seen, id));
  const isDoubtful = !seen.registrations.every((each) => isFollowing(each, memory.registrations));
  const doubtsOf = (id: string): number => memory.doubts.get(id) ?? 0;
  const sinceOf = (id: string): number => {
    const isDoubted = isDoubtful && doubtsOf(id) < MOST_DOUBTS;
    return isDoubted ? elapsedMs : (memory.readBackSince.get(id) ?? elapsedMs);
  };
  return {
    readBackSince: new Map(readBack.map((id) => [id, sinceOf(id)])),
    doubts: new Map(readBack.map((id) => [id, doubtsOf(id) + (isDoubtful ? 1 : 0)])),
    registrations: seen.registrations,
    published: new Set([...readBack, ...known.filter((id) => memory.published.has(id))]),
    creations: filled(memory.creations, CREATIONS, elapsedMs),
    restorations: byKind((kind) => filled(memory.restorations[kind], RESTORATIONS, elapsedMs)),
  };
}

/**
 * Tells whether a configuration is as it was at the last look, or as one write left it. After more than one, it may have
 * been without a CA that it has now as it had then: a replica that was cut off did not see what happened meanwhile.
 */
function isFollowing(
  { kind, name, uid, generation }: Registration,
  before: readonly Registration[],
): boolean {
  const last = before.find((each) => each.kind === kind && each.name === name);
  return last?.uid === uid && [0, 1].includes(generation - last.generation);
}

/** The memory after a move was made. */
export function afterMove(memory: Memory, move: Move): Memory {
  if (move.kind === 'issue') return { ...memory, creations: spent(memory.creations) };
  if (move.kind !== 'publish' || move.cause !== 'restored') return memory;
  const { kind } = move.registration;
  const restorations = { ...memory.restorations, [kind]: spent(memory.restorations[kind]) };
  return { ...memory, restorations };
}

/** What a replica decides from. */
export function viewOf(memory: Memory, seen: Observation, elapsedMs: number): View {
  const settled = [...memory.readBackSince].filter(([, since]) => elapsedMs - since >= SETTLE_MS);
  return {
    ...seen,
    published: memory.published,
    settled: new Set(settled.map(([id]) => id)),
    mayCreate: memory.creations.left > 0,
    mayRestore: new Set(REGISTRATION_KINDS.filter((kind) => memory.restorations[kind].left > 0)),
  };
}

/** Ids of the CAs of the Secret; others are forgotten. */
function knownIn({ secret: { authorities } }: Observation): readonly string[] {
  const { current, next, previous } = authorities;
  const all: readonly (CaCertificate | undefined)[] = [current, next, ...previous];
  return all.flatMap((ca) => (ca === undefined ? [] : [ca.id]));
}

const byKind = <T>(make: (kind: RegistrationKind) => T): Readonly<Record<RegistrationKind, T>> => ({
  MutatingWebhookConfiguration: make('MutatingWebhookConfiguration'),
  ValidatingWebhookConfiguration: make('ValidatingWebhookConfiguration'),
});
