import { NO_AUTHORITIES, type Authorities, type SigningCa } from '../../../src/tls/authority/ca.js';
import { buildCaLifetime, isValid } from '../../../src/tls/authority/lifetimes.js';
import {
  recordMove,
  createMemory,
  updateMemory,
  buildView,
  type Memory,
  type Observation,
} from '../../../src/tls/authority/memory.js';
import type { Move } from '../../../src/tls/authority/moves.js';
import { planNextMove } from '../../../src/tls/authority/plan.js';
import { planSignMove } from '../../../src/tls/authority/leaf-move.js';
import type { SecretContent } from '../../../src/tls/authority/secret.js';
import {
  isTrustedForPods,
  REGISTRATION_KINDS,
  type Leaf,
  type RegisteredWebhook,
  type Registration,
} from '../../../src/tls/authority/view.js';

/**
 * A cluster with replicas of the webhook, as a model: an API server that keeps the Secret and two configurations with
 * versions, and replicas that look and act in any order. Certificates are facts without bytes, time passes when told.
 */
export interface Cluster {
  /** The API server's clock, which may jump, and one that does not; in milliseconds. */
  now: number;
  elapsed: number;
  secret: { version: number; content: SecretContent } | undefined;
  registrations: Registration[];
  replicas: ModelReplica[];
  /** Each state of the configurations, with when it came into being on the clock that does not jump. */
  readonly bundles: { readonly since: number; readonly registrations: readonly Registration[] }[];
  /** Every CA that was issued, by its id. */
  readonly cas: Map<string, SigningCa>;
  versions: number;
  /** Writes that succeeded. */
  readonly writes: { secret: number; registration: number };
}

export interface ModelReplica {
  memory: Memory;
  leaf: Leaf | undefined;
  seen: Observation | undefined;
  /** What it has decided and not done yet. */
  pending: { readonly move: Move; readonly secret: number | undefined; readonly since: number } | undefined;
}

/** No request takes longer: a write that was decided before is not made any more. */
const LONGEST_REQUEST_MS = 5 * 60_000;

const SETTLED_AFTER_MS = 60_000;

export function newCluster(replicas: number): Cluster {
  const cluster: Cluster = {
    now: Date.parse('2030-01-01T00:00:00Z'),
    elapsed: 0,
    secret: undefined,
    registrations: [],
    replicas: Array.from({ length: replicas }, () => newReplica(0)),
    bundles: [],
    cas: new Map(),
    versions: 0,
    writes: { secret: 0, registration: 0 },
  };
  cluster.registrations = REGISTRATION_KINDS.map((kind) => registrationOf(cluster, kind));
  cluster.bundles.push({ since: cluster.elapsed, registrations: cluster.registrations });
  return cluster;
}

const newReplica = (elapsed: number): ModelReplica => ({
  memory: createMemory(elapsed),
  leaf: undefined,
  seen: undefined,
  pending: undefined,
});

function registrationOf(cluster: Cluster, kind: Registration['kind']): Registration {
  const webhooks = kind === 'MutatingWebhookConfiguration' ? ['pods'] : ['instrumentations', 'platforms'];
  return {
    ...{ kind, name: 'doka-tracing', uid: kind, generation: 1, resourceVersion: newVersion(cluster) },
    ...{ injector: undefined, writer: undefined },
    webhooks: webhooks.map((name, index) => ({ index, name, trusted: [] })),
  };
}

const newVersion = (cluster: Cluster): string => String((cluster.versions += 1));

export const replicaOf = (cluster: Cluster, index: number): ModelReplica => {
  const replica = cluster.replicas[index % cluster.replicas.length];
  if (replica === undefined) throw new Error('no replica');
  return replica;
};

/** Time passes; a jump moves the API server's clock alone. */
export function pass(cluster: Cluster, milliseconds: number, jump = 0): void {
  cluster.elapsed += milliseconds;
  cluster.now += milliseconds + jump;
}

/** A replica is replaced by one that remembers nothing. */
export function restart(cluster: Cluster, index: number): void {
  cluster.replicas[index % cluster.replicas.length] = newReplica(cluster.elapsed);
}

/** A replica reads the Secret and the configurations, and decides. */
export function look(cluster: Cluster, replica: ModelReplica): void {
  const now = new Date(cluster.now);
  const content = cluster.secret?.content ?? { authorities: NO_AUTHORITIES, foreign: undefined, damage: [] };
  replica.seen = {
    now,
    secretReadAt: now,
    secret: { ...content, exists: cluster.secret !== undefined },
    registrations: cluster.registrations,
    leaf: replica.leaf,
  };
  replica.memory = updateMemory(replica.memory, replica.seen, cluster.elapsed);
  const move = planNextMove(buildView(replica.memory, replica.seen, cluster.elapsed));
  replica.pending = move && { move, secret: cluster.secret?.version, since: cluster.elapsed };
}

/** A replica does what it has decided; says whether there was something to do. */
export function act(cluster: Cluster, replica: ModelReplica): boolean {
  const { pending } = replica;
  replica.pending = undefined;
  if (pending === undefined) return false;
  const { move } = pending;
  if (move.kind === 'sign') replica.leaf = { ...move.lifetime, issuer: move.ca.id };
  else if (cluster.elapsed - pending.since > LONGEST_REQUEST_MS) return true;
  else if (move.kind === 'publish') publish(cluster, replica, move);
  else if (pending.secret === cluster.secret?.version) {
    writeSecret(cluster, { ...authoritiesAfter(cluster, move) });
    replica.memory = recordMove(replica.memory, move);
  }
  return true;
}

/** A replica cannot ask the API server and goes by what it saw last. */
export function renewOffline(cluster: Cluster, replica: ModelReplica): void {
  if (replica.seen === undefined) return;
  const seen = { ...replica.seen, now: new Date(cluster.now), leaf: replica.leaf };
  const move = planSignMove(buildView(replica.memory, seen, cluster.elapsed));
  if (move !== undefined) replica.leaf = { ...move.lifetime, issuer: move.ca.id };
}

/** A replica looks and acts until it has nothing to do; throws when that never comes. */
export function settle(cluster: Cluster, replica: ModelReplica): void {
  for (let turns = 0; turns < 30; turns += 1) {
    look(cluster, replica);
    if (!act(cluster, replica)) return;
  }
  throw new Error('the replica never comes to rest');
}

/** Both replicas look each minute, and nothing else happens. */
export function peace(cluster: Cluster, minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    for (const replica of cluster.replicas) settle(cluster, replica);
    pass(cluster, 60_000);
  }
  for (const replica of cluster.replicas) settle(cluster, replica);
}

export function writeSecret(
  cluster: Cluster,
  authorities: Authorities,
  damage: readonly string[] = [],
): void {
  cluster.versions += 1;
  cluster.writes.secret += 1;
  cluster.secret = { version: cluster.versions, content: { authorities, damage, foreign: undefined } };
}

/** Replaces what all webhooks of a configuration trust, whoever does it. */
export function writeBundles(
  cluster: Cluster,
  kind: Registration['kind'],
  trusted: (webhook: RegisteredWebhook) => RegisteredWebhook['trusted'],
): void {
  cluster.registrations = cluster.registrations.map((registration) =>
    registration.kind === kind
      ? {
          ...registration,
          resourceVersion: newVersion(cluster),
          generation: registration.generation + 1,
          webhooks: registration.webhooks.map((webhook) => ({ ...webhook, trusted: trusted(webhook) })),
        }
      : registration,
  );
  cluster.writes.registration += 1;
  cluster.bundles.push({ since: cluster.elapsed, registrations: cluster.registrations });
}

function publish(cluster: Cluster, replica: ModelReplica, move: Move & { kind: 'publish' }): void {
  const { kind, resourceVersion } = move.registration;
  const held = cluster.registrations.find((registration) => registration.kind === kind);
  if (held?.resourceVersion !== resourceVersion) return;
  writeBundles(
    cluster,
    kind,
    (webhook) => move.bundles.find(({ index }) => index === webhook.index)?.certificates ?? webhook.trusted,
  );
  replica.memory = recordMove(replica.memory, move);
}

function authoritiesAfter(cluster: Cluster, move: Move & { kind: 'issue' | 'store' }): Authorities {
  return move.kind === 'store' ? move.authorities : { ...move.authorities, [move.as]: issueFact(cluster) };
}

/** A new CA without bytes. */
export function issueFact(cluster: Cluster): SigningCa {
  const id = `ca-${cluster.cas.size + 1}`;
  const ca = { id, cert: id, key: `key of ${id}`, isOurs: true, ...buildCaLifetime(new Date(cluster.now)) };
  cluster.cas.set(id, ca);
  return ca;
}

/** Tells whether a replica would say that it is ready. */
export const isReady = ({ now }: Cluster, { leaf, seen }: ModelReplica): boolean =>
  leaf !== undefined &&
  seen !== undefined &&
  isValid(leaf, new Date(now)) &&
  isTrustedForPods(seen, leaf.issuer);

/**
 * Leaves of ready replicas that an API server refuses for pods which may be a minute behind, and which trusts some CA of ours: one
 * that trusts none accepts no leaf at all, and nothing that the replicas serve can change that.
 */
export function refusals(cluster: Cluster): readonly string[] {
  const { bundles, cas, elapsed } = cluster;
  const now = new Date(cluster.now);
  const oldest = bundles.findLastIndex(({ since }) => since <= elapsed - SETTLED_AFTER_MS);
  const visible = bundles
    .slice(Math.max(oldest, 0))
    .flatMap(({ registrations }) => registrations)
    .filter(({ kind }) => kind === 'MutatingWebhookConfiguration')
    .flatMap(({ webhooks }) => webhooks.map(({ trusted }) => trusted.map(({ id }) => id)));
  const judging = visible.filter((ids) => ids.some((id) => isValid(cas.get(id) ?? NEVER, now)));
  return cluster.replicas.flatMap((replica, index) => {
    const issuer = isReady(cluster, replica) ? replica.leaf?.issuer : undefined;
    if (issuer === undefined || judging.every((ids) => ids.includes(issuer))) return [];
    return [`replica ${index} serves a leaf of ${issuer}, trusted are ${JSON.stringify(judging)}`];
  });
}

const NEVER = { notBefore: new Date(8.64e15), notAfter: new Date(0) };
