import { performance } from 'node:perf_hooks';
import { isRecord, type Fields } from '../core/json.js';
import { ok } from '../core/result.js';
import { LEASE_SECONDS } from './bounds.js';
import type { KubeClient } from './client.js';
import type { KubeFailure } from './failure.js';
import type { KubeAnswer, KubeObject } from './object.js';
import { LEASE } from './own-objects.js';
import { formatMicroTime } from './server-clock.js';

/** What one replica of several does; https://kubernetes.io/docs/concepts/architecture/leases/ */
export interface Lease {
  /**
   * Renews the Lease, or takes one that nobody holds or whose holder has not renewed it in time; tells whether this
   * replica holds it then. To be called again before `LEASE_SECONDS` have passed. Who calls while another call is under
   * way gets the same answer: two that renew at once would outrun each other.
   */
  readonly tryHold: () => Promise<KubeAnswer<boolean>>;
  /** Gives the Lease up, so that another replica need not wait. */
  readonly release: () => Promise<void>;
}

export interface LeaseOptions {
  readonly client: Pick<KubeClient, 'read' | 'create' | 'replace' | 'now'>;
  /** Name of this replica. */
  readonly holder: string;
  /** A clock in milliseconds that never goes back. */
  readonly elapsedMs?: () => number;
}

/**
 * The Lease in the webhook's own namespace. As with client-go, no clocks are compared: a Lease is free when it was seen
 * unchanged for as long as it lasts.
 */
export function createLease({ client, holder, elapsedMs = () => performance.now() }: LeaseOptions): Lease {
  let seen: { readonly version: string | undefined; readonly atMs: number } | undefined;
  let asked: Promise<KubeAnswer<boolean>> | undefined;
  const write = async (lease: KubeObject, spec: Fields): Promise<KubeAnswer<boolean>> =>
    convertAnswer(await client.replace('lease', LEASE, { ...lease, spec }));
  const tryHold = async (): Promise<KubeAnswer<boolean>> => {
    const read = await client.read('lease', LEASE);
    const now = formatMicroTime(client.now());
    if (!read.ok)
      return read.error.kind === 'not-found'
        ? convertAnswer(await client.create('lease-creation', buildLease(holder, now)))
        : read;
    const version = read.value.metadata.resourceVersion;
    if (seen === undefined || seen.version !== version) seen = { version, atMs: elapsedMs() };
    const spec = readSpec(read.value);
    const isOurs = spec['holderIdentity'] === holder;
    if (!isOurs && !isFree(spec, elapsedMs() - seen.atMs)) return ok(false);
    return write(read.value, isOurs ? { ...spec, renewTime: now } : buildTakenSpec(spec, holder, now));
  };
  return {
    tryHold: () => {
      asked ??= tryHold().finally(() => {
        asked = undefined;
      });
      return asked;
    },
    release: async () => {
      const read = await client.read('lease', LEASE);
      if (!read.ok || readSpec(read.value)['holderIdentity'] !== holder) return;
      await write(read.value, { ...readSpec(read.value), holderIdentity: '' });
    },
  };
}

const readSpec = ({ spec }: KubeObject): Fields => (isRecord(spec) ? spec : {});

function isFree({ holderIdentity, leaseDurationSeconds }: Fields, unchangedMs: number): boolean {
  if (typeof holderIdentity !== 'string' || holderIdentity === '') return true;
  return unchangedMs >= Number(leaseDurationSeconds ?? LEASE_SECONDS) * 1000;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
const buildLease = (holder: string, now: string): KubeObject => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: LEASE, labels: { 'app.kubernetes.io/name': 'doka-tracing' } },
  spec: buildTakenSpec({}, holder, now),
});

const buildTakenSpec = (
  { holderIdentity, leaseTransitions }: Fields,
  holder: string,
  now: string,
): Fields => ({
  holderIdentity: holder,
  leaseDurationSeconds: LEASE_SECONDS,
  acquireTime: now,
  renewTime: now,
  leaseTransitions: holderIdentity === undefined ? 0 : Number(leaseTransitions ?? 0) + 1,
});

/** What the API server says to a replica that another one has outrun. */
const OUTRUN: readonly KubeFailure['kind'][] = ['already-exists', 'conflict', 'not-found'];

/** Whoever is outrun does not hold it. */
function convertAnswer(answer: KubeAnswer<KubeObject>): KubeAnswer<boolean> {
  if (answer.ok) return ok(true);
  return OUTRUN.includes(answer.error.kind) ? ok(false) : answer;
}
