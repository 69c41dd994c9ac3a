import { ok, type Result } from '../../core/result.js';
import { issueCa, issueLeaf } from '../certificates.js';
import type { ServingCertificate } from '../source.js';
import { readSigningCa, type Authorities } from './ca.js';
import { caLifetime } from './lifetimes.js';
import { afterMove, remembered, viewOf, type Memory, type Observation } from './memory.js';
import type { Move, SecretMove } from './moves.js';
import { nextMove } from './plan.js';
import type { AuthorityPorts, Write } from './ports.js';
import { readSecret, secretData, type SecretView } from './secret.js';
import { signingMove } from './signing-move.js';
import type { Leaf, View } from './view.js';

/** A leaf with its key. */
type HeldLeaf = ServingCertificate & Leaf;

/** The state of one replica. */
export interface Replica {
  readonly memory: Memory;
  readonly leaf: HeldLeaf | undefined;
  /** The last look at the cluster that succeeded. */
  readonly seen: Observation | undefined;
}

export interface TurnDeps {
  readonly ports: AuthorityPorts;
  /** Names of the leaf. */
  readonly names: readonly [string, ...string[]];
  /** Milliseconds on a clock that never jumps. */
  readonly elapsedMs: () => number;
  /** Whether the replica was told to end; it writes nothing more then. */
  readonly isStopped: () => boolean;
}

export interface Turn {
  readonly replica: Replica;
  /** What was done; `undefined` when there was nothing to do or somebody else was first. */
  readonly move?: Move;
  /** Whether there may be more to do. */
  readonly goesOn: boolean;
  /** Why the API server could not be asked, or did not take what was written. */
  readonly failure?: string;
}

/** Looks at the cluster and does the one thing that comes next. Nothing of the state that it was given is changed. */
export async function turn(deps: TurnDeps, replica: Replica): Promise<Turn> {
  const looked = await look(deps, replica);
  if (!looked.ok) return withoutCluster(deps, replica, looked.error);
  const { seen, read } = looked.value;
  const memory = remembered(replica.memory, seen, deps.elapsedMs());
  const now: Replica = { ...replica, memory, seen };
  const view = viewOf(memory, seen, deps.elapsedMs());
  const move = nextMove(view);
  if (move === undefined) return { replica: now, goesOn: false };
  if (move.kind === 'sign') return signed(deps, now, move);
  if (deps.isStopped()) return { replica: now, goesOn: false };
  const written = await write(deps, move, { seen, read });
  if (!written.ok) return signingAtLeast(deps, now, { view, failure: written.error });
  if (written.value === 'outrun') return { replica: now, goesOn: true };
  return { replica: { ...now, memory: afterMove(memory, move) }, move, goesOn: true };
}

interface Look {
  readonly seen: Observation;
  /** The Secret as it was read, which a write replaces. */
  readonly read: SecretView | undefined;
}

/** Reads the Secret before the configurations: what is trusted is never older than what is known to sign. */
async function look({ ports }: TurnDeps, { leaf }: Replica): Promise<Result<Look, string>> {
  const secret = await ports.readSecret();
  if (!secret.ok) return secret;
  const seenAt = ports.now();
  const registrations = await ports.readRegistrations();
  if (!registrations.ok) return registrations;
  const read = secret.value;
  return ok({
    read,
    seen: {
      now: ports.now(),
      seenAt,
      secret: { ...readSecret(read), exists: read !== undefined },
      registrations: registrations.value,
      leaf,
    },
  });
}

/** While the API server cannot be asked, what was seen last still says who signs. */
function withoutCluster(deps: TurnDeps, replica: Replica, failure: string): Promise<Turn> | Turn {
  const { memory, seen, leaf } = replica;
  if (seen === undefined) return { replica, goesOn: false, failure };
  const view = viewOf(memory, { ...seen, now: deps.ports.now(), leaf }, deps.elapsedMs());
  return signingAtLeast(deps, replica, { view, failure });
}

interface Hindrance {
  readonly view: View;
  readonly failure: string;
}

/** Whatever cannot be read or written, a leaf that is due is renewed where its CA is at hand. */
async function signingAtLeast(deps: TurnDeps, replica: Replica, { view, failure }: Hindrance): Promise<Turn> {
  const move = signingMove(view);
  const done = move && (await signed(deps, replica, move));
  return { ...(done ?? { replica }), goesOn: false, failure };
}

async function signed({ names }: TurnDeps, replica: Replica, move: Move & { kind: 'sign' }): Promise<Turn> {
  const certificate = await issueLeaf({ names, ...move.lifetime }, move.ca);
  return { replica: { ...replica, leaf: { ...certificate, issuer: move.ca.id } }, move, goesOn: true };
}

async function write(
  { ports }: TurnDeps,
  move: Exclude<Move, { kind: 'sign' }>,
  { seen, read }: Look,
): Promise<Write> {
  if (move.kind !== 'publish') return ports.writeSecret(secretData(await authoritiesOf(move, seen)), read);
  const bundles = move.bundles.map(({ index, name, certificates }) => ({
    index,
    name,
    text: certificates.map(({ cert }) => cert).join(''),
  }));
  return ports.writeBundles(move.registration, bundles);
}

async function authoritiesOf(move: SecretMove, { now }: Pick<View, 'now'>): Promise<Authorities> {
  if (move.kind === 'store') return move.authorities;
  const issued = await issueCa(caLifetime(now));
  const ca = readSigningCa(issued.cert, issued.key);
  if (!ca.ok) throw new Error(`The issued CA cannot be read. ${ca.error}`);
  return { ...move.authorities, [move.as]: ca.value };
}
