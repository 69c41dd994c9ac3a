import { performance } from 'node:perf_hooks';
import { err, ok, type Result } from '../core/result.js';
import type { GivenUpReview } from '../http/judgement.js';
import type { OwnerKind } from '../inspect/cluster-workloads.js';
import type { CallWith } from '../kube/api-calls.js';
import type { KubeClient } from '../kube/client.js';
import type { KubeFailure } from '../kube/failure.js';
import type { AuditEnd, AuditJob } from './audit-jobs.js';
import { LARGEST_PAGE, PAGE_SIZE } from './bounds.js';
import { addCounts, NO_COUNTS, type AuditCounts } from './counts.js';
import type { PageReading } from './namespace-pages.js';

/** What reads and judges a namespace. */
export interface NamespaceTools {
  readonly client: Pick<KubeClient, 'listBytes'>;
  /** Has the thread do a job. */
  readonly ask: <K extends AuditJob>(kind: K, bytes: Buffer) => Promise<AuditEnd<K>>;
  /** Rests after so many milliseconds of work. */
  readonly rest: (workedMs: number) => Promise<void>;
  /** Whether another replica audits now, or this one ends. */
  readonly isEnded: () => boolean;
}

/** Why nothing is known of a namespace: the API server did not give it, or judging it took too much. */
export type NamespaceFailure = KubeFailure | GivenUpReview;

/** The rows by which what makes pods is listed. */
const ROWS: Readonly<Record<OwnerKind, CallWith<'list'>>> = {
  ReplicationController: 'audited-replication-controllers',
  Deployment: 'audited-deployments',
  ReplicaSet: 'audited-replica-sets',
  StatefulSet: 'audited-stateful-sets',
  DaemonSet: 'audited-daemon-sets',
  Job: 'audited-jobs',
  CronJob: 'audited-cron-jobs',
  Rollout: 'audited-rollouts',
};

/**
 * Counts what became of the pods of a namespace, by pages: the pods, and of what makes pods the kinds that they refer to.
 * A namespace without pods costs one request.
 */
export async function auditNamespace(
  tools: NamespaceTools,
  namespace: string,
): Promise<Result<AuditCounts, NamespaceFailure>> {
  const begun = await tools.ask('begin', Buffer.alloc(0));
  if (begun.kind === 'given-up') return err(begun);
  const listed = new Set<OwnerKind>();
  let counts = NO_COUNTS;
  let next: string | undefined;
  let limit = PAGE_SIZE;
  do {
    const page = await readPage(tools, 'audited-pods', { namespace, next, limit });
    if (!page.ok) return page;
    const failure = await readOwners(tools, { namespace, listed, first: page.value.wants });
    if (failure !== undefined) return err(failure);
    const judged = await work(tools, () => tools.ask('judge', Buffer.alloc(0)));
    if (judged.kind === 'given-up') return err(judged);
    counts = addCounts(counts, judged.counts);
    ({ next, limit } = page.value);
  } while (next !== undefined);
  return ok(counts);
}

interface OwnersToRead {
  readonly namespace: string;
  /** Kinds that were listed before; those that are listed now are added. */
  readonly listed: Set<OwnerKind>;
  readonly first: readonly OwnerKind[];
}

/** Reads the kinds that are wanted, and those that these want in turn. */
async function readOwners(
  tools: NamespaceTools,
  { namespace, listed, first }: OwnersToRead,
): Promise<NamespaceFailure | undefined> {
  const wanted = [...first];
  for (let kind = wanted.pop(); kind !== undefined; kind = wanted.pop()) {
    if (listed.has(kind)) continue;
    listed.add(kind);
    let next: string | undefined;
    let limit = PAGE_SIZE;
    do {
      const page = await readPage(tools, ROWS[kind], { namespace, next, limit });
      // A kind whose definition is gone has no objects.
      if (!page.ok && page.error.kind === 'not-found') break;
      if (!page.ok) return page.error;
      wanted.push(...page.value.wants);
      ({ next, limit } = page.value);
    } while (next !== undefined);
  }
  return undefined;
}

interface PageChoice {
  readonly namespace: string;
  readonly next: string | undefined;
  /** Objects in a page. */
  readonly limit: number;
}

/** What a page leads to, and how many objects the next one may have. */
interface SizedReading extends PageReading {
  readonly limit: number;
}

/**
 * Reads one page, with fewer objects where it is too large. A round of many pods takes longer than the API server keeps the
 * state of a list; it says how to go on in the state of now, in which a few pods may be counted twice or not at all:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
async function readPage(
  tools: NamespaceTools,
  row: CallWith<'list'>,
  { namespace, next, limit }: PageChoice,
): Promise<Result<SizedReading, NamespaceFailure>> {
  let attempt: PageAttempt = { next, limit, isOfNow: false };
  for (;;) {
    if (tools.isEnded()) return err({ kind: 'given-up', why: 'busy' });
    const choice = { namespace, next: attempt.next, limit: attempt.limit };
    const read = await work(tools, () => fetchPage(tools, row, choice));
    if (read.ok) return ok({ ...read.value, limit: attempt.limit });
    const again = planNextAttempt(attempt, read.error);
    if (again === undefined) return read;
    attempt = again;
  }
}

/** How a page is asked for. */
interface PageAttempt extends Omit<PageChoice, 'namespace'> {
  /** Whether this goes on with a list whose state is gone. */
  readonly isOfNow: boolean;
}

/** How to ask again after a failure; undefined where that would fail, too. */
function planNextAttempt(
  { next, limit, isOfNow }: PageAttempt,
  failure: NamespaceFailure,
): PageAttempt | undefined {
  if (failure.kind === 'gone' && failure.next !== undefined && !isOfNow)
    return { next: failure.next, limit, isOfNow: true };
  const isTooLarge = failure.kind === 'too-large' || isOversized(failure);
  return isTooLarge && limit > 1 ? { next, limit: Math.ceil(limit / 2), isOfNow } : undefined;
}

const isOversized = (failure: NamespaceFailure): boolean =>
  failure.kind === 'given-up' && failure.why === 'size';

async function fetchPage(
  { client, ask }: NamespaceTools,
  row: CallWith<'list'>,
  { namespace, next, limit }: PageChoice,
): Promise<Result<PageReading, NamespaceFailure>> {
  const bytes = await client.listBytes(row, {
    ...{ namespace, limit, largest: LARGEST_PAGE },
    ...(next === undefined ? {} : { continue: next }),
  });
  if (!bytes.ok) return bytes;
  const read = await ask('page', bytes.value);
  return read.kind === 'given-up' ? err(read) : ok(read.reading);
}

/** Does something, and rests. */
async function work<T>({ rest }: NamespaceTools, task: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await task();
  await rest(performance.now() - began);
  return result;
}
