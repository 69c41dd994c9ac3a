import { api } from '../../test/cluster/suite/test-cluster.js';
import type { AnsweredPod } from '../../test/cluster/suite/webhook.js';
import type { Arm } from './arms.js';

/** Creates a pod of an arm for good. Gives the milliseconds that it took; throws when it is refused, or not as it should be. */
export async function create({ name, namespace, pod, isRight }: Arm): Promise<number> {
  const start = performance.now();
  const { status, body } = await api(`/api/v1/namespaces/${namespace}/pods`, { method: 'POST', body: pod });
  const milliseconds = performance.now() - start;
  if (status !== 201) throw new Error(`${name}: a pod was refused: ${status} ${JSON.stringify(body)}`);
  if (!isRight(body as AnsweredPod)) {
    const { annotations = {} } = (body as AnsweredPod).metadata;
    throw new Error(`${name}: a pod came out otherwise: ${JSON.stringify(annotations)}`);
  }
  return milliseconds;
}
