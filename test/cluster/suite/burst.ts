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
