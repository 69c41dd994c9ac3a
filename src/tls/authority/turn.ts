import { ok, type Result } from '../../core/result.js';
import { issueCa, issueLeaf } from '../certificates.js';
import type { ServingCertificate } from '../source.js';
import { readSigningCa, type Authorities } from './ca.js';
import { buildCaLifetime } from './lifetimes.js';
import { recordMove, updateMemory, buildView, type Memory, type Observation } from './memory.js';
import type { Move, SecretMove } from './moves.js';
import { planNextMove } from './plan.js';
import type { AuthorityPorts, WriteResult } from './ports.js';
import { readSecret, buildSecretData, type SecretView } from './secret.js';
import { planSignMove } from './leaf-move.js';
import type { Leaf, AuthorityView } from './view.js';

/** A leaf with its key. */
type ServedLeaf = ServingCertificate & Leaf;

/** The state of one replica. */
export interface Replica {
  readonly memory: Memory;
  readonly leaf: ServedLeaf | undefined;
  /** The last look at the cluster that succeeded. */
  readonly observation: Observation | undefined;
}

export interface TurnDeps {
  readonly ports: AuthorityPorts;
  /** Names of the leaf. */
  readonly names: readonly [string, ...string[]];
  /** Milliseconds on a clock that never jumps. */
  readonly elapsedMs: () => number;
  /** Whether the replica is ending; it then writes nothing more. */
  readonly isStopped: () => boolean;
}

export interface Turn {
  readonly replica: Replica;
  /** What was done; `undefined` when there was nothing to do or somebody else was first. */
  readonly move?: Move;
  /** Whether there may be more to do. */
  readonly hasMore: boolean;
  /** Why the API server could not be asked, or did not take what was written. */
  readonly failure?: string;
}

/** Looks at the cluster and does the one thing that comes next. Nothing of the state that it was given is changed. */
export async function takeTurn(deps: TurnDeps, replica: Replica): Promise<Turn> {
  const looked = await readCluster(deps, replica);
  if (!looked.ok) return takeTurnOffline(deps, replica, looked.error);
  const { observation: seen, read } = looked.value;
  const memory = updateMemory(replica.memory, seen, deps.elapsedMs());
  const now: Replica = { ...replica, memory, observation: seen };
  const view = buildView(memory, seen, deps.elapsedMs());
  const move = planNextMove(view);
  if (move === undefined) return { replica: now, hasMore: false };
  if (move.kind === 'sign') return signLeaf(deps, now, move);
  if (deps.isStopped()) return { replica: now, hasMore: false };
  const written = await writeMove(deps, move, { observation: seen, read });
  if (!written.ok) return signIfDue(deps, now, { view, failure: written.error });
  if (written.value === 'outrun') return { replica: now, hasMore: true };
  return { replica: { ...now, memory: recordMove(memory, move) }, move, hasMore: true };
}

interface ClusterReading {
  readonly observation: Observation;
  /** The Secret as it was read, which a write replaces. */
  readonly read: SecretView | undefined;
}

/** Reads the Secret before the configurations: what is trusted is never older than what is known to sign. */
async function readCluster({ ports }: TurnDeps, { leaf }: Replica): Promise<Result<ClusterReading, string>> {
  const secret = await ports.readSecret();
  if (!secret.ok) return secret;
  const seenAt = ports.now();
  const registrations = await ports.readRegistrations();
  if (!registrations.ok) return registrations;
  const read = secret.value;
  return ok({
    read,
    observation: {
      now: ports.now(),
      secretReadAt: seenAt,
      secret: { ...readSecret(read), exists: read !== undefined },
      registrations: registrations.value,
      leaf,
    },
  });
}

/** While the API server cannot be asked, what was seen last still says who signs. */
function takeTurnOffline(deps: TurnDeps, replica: Replica, failure: string): Promise<Turn> | Turn {
  const { memory, observation: seen, leaf } = replica;
  if (seen === undefined) return { replica, hasMore: false, failure };
  const view = buildView(memory, { ...seen, now: deps.ports.now(), leaf }, deps.elapsedMs());
  return signIfDue(deps, replica, { view, failure });
}

interface TurnFailure {
  readonly view: AuthorityView;
  readonly failure: string;
}

/** Whatever cannot be read or written, a leaf that is due is renewed where its CA is at hand. */
async function signIfDue(deps: TurnDeps, replica: Replica, { view, failure }: TurnFailure): Promise<Turn> {
  const move = planSignMove(view);
  const done = move && (await signLeaf(deps, replica, move));
  return { ...(done ?? { replica }), hasMore: false, failure };
}

async function signLeaf({ names }: TurnDeps, replica: Replica, move: Move & { kind: 'sign' }): Promise<Turn> {
  const certificate = await issueLeaf({ names, ...move.lifetime }, move.ca);
  return { replica: { ...replica, leaf: { ...certificate, issuer: move.ca.id } }, move, hasMore: true };
}

async function writeMove(
  { ports }: TurnDeps,
  move: Exclude<Move, { kind: 'sign' }>,
  { observation: seen, read }: ClusterReading,
): Promise<WriteResult> {
  if (move.kind !== 'publish')
    return ports.writeSecret(buildSecretData(await buildAuthorities(move, seen)), read);
  const bundles = move.bundles.map(({ index, name, certificates }) => ({
    index,
    name,
    text: certificates.map(({ cert }) => cert).join(''),
  }));
  return ports.writeBundles(move.registration, bundles);
}

async function buildAuthorities(move: SecretMove, { now }: Pick<AuthorityView, 'now'>): Promise<Authorities> {
  if (move.kind === 'store') return move.authorities;
  const issued = await issueCa(buildCaLifetime(now));
  const ca = readSigningCa(issued.cert, issued.key);
  if (!ca.ok) throw new Error(`The issued CA cannot be read. ${ca.error}`);
  return { ...move.authorities, [move.as]: ca.value };
}
