import { expect } from 'vitest';
import type { FailedCalls } from './failed-calls.js';
import { api } from './test-cluster.js';
import { INJECT, podWith, statusOf, type AnsweredPod } from './webhook.js';

/** What came of many pods that were created at once. */
export interface Burst {
  readonly created: number;
  /** Created without a word of the webhook's: it was asked in vain. */
  readonly missed: number;
  /** Answers that were not 201. */
  readonly refused: readonly string[];
}

interface BurstPlan {
  readonly clients: number;
  readonly isOver: (started: number) => boolean;
  /** What is created; by default a small pod that asks. No scheduler must take it. */
  readonly pod?: object;
}

/** A pod that asks and that no scheduler takes, so that it costs the node nothing. */
const heldPod = (): object => {
  const pod = podWith({ [`${INJECT}java`]: 'true' }) as { readonly spec: object };
  return { ...pod, spec: { ...pod.spec, schedulingGates: [{ name: 'tracing.dokaseca.io/test' }] } };
};

/**
 * Creates pods in a namespace by so many clients until `isOver` says that it is enough; they stay until the namespace is
 * deleted. `created` counts up meanwhile.
 */
export async function burst(
  namespace: string,
  { clients, isOver, pod = heldPod() }: BurstPlan,
): Promise<Burst> {
  let created = 0;
  let started = 0;
  let missed = 0;
  const refused: string[] = [];
  const client = async (): Promise<void> => {
    while (!isOver(started)) {
      started += 1;
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const { status, body } = await api(path, { method: 'POST', body: pod });
      if (status !== 201) refused.push(`${status} ${JSON.stringify(body)}`);
      else if (statusOf(body as AnsweredPod) === undefined) missed += 1;
      if (status === 201) created += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { created, missed, refused };
}

/** So many pods at most, should what is waited for take long. */
const MOST = 5000;

/** Creates pods by so many clients until `work` has ended, and 1,000 at least. Rejects when `work` does. */
export async function burstDuring(
  namespace: string,
  { clients, work }: { readonly clients: number; readonly work: () => Promise<unknown> },
): Promise<Burst> {
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
  };
  const [made] = await Promise.all([
    burst(namespace, {
      clients,
      isOver: (started) => started >= MOST || (started >= 1000 && hasEnded),
    }),
    work().finally(end),
  ]);
  return made;
}

/**
 * One call in so many may come too late, or find a replica so busy that it passes the pod on: two cores have all of a cluster
 * on them, and the clients of a burst beside it.
 */
const MISSED_AT_MOST = 10;

/** No call failed for another reason than time. A pod that a busy replica passed on is missed without a failed call. */
export function expectOnlyLate(
  { created, missed }: Pick<Burst, 'created' | 'missed'>,
  { late, broken }: FailedCalls,
): void {
  expect(broken).toEqual([]);
  expect(late).toBeLessThanOrEqual(missed);
  expect(missed).toBeLessThan(created / MISSED_AT_MOST);
}
