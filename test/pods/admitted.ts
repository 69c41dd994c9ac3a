import { readFileSync } from 'node:fs';
import { loadContext } from '../../src/config/context.js';
import { parseObjects } from '../../src/config/documents.js';
import { resolveLanguages } from '../../src/config/languages.js';
import { admit } from '../../src/core/admit.js';
import type { Container, StringMap } from '../../src/core/kubernetes/pod.js';
import type { Result } from '../../src/core/result.js';
import { buildCreationRequest } from '../../src/core/review.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { schedulePod } from '../../demo/api-server.js';
import type { RunningPod } from '../../demo/downward-api.js';
import { resolveEnvironment, NO_SOURCES } from '../../demo/kubelet-environment.js';
import { buildSubmittedPod, type Deployment, type SubmittedPod } from '../../demo/pod-of.js';
import { HOST_IP } from './network.js';

/** The node that every pod is on: the machine of the tests. */
export const NODE = { nodeName: 'node-1', hostIP: HOST_IP } as const;

/** The pod of a Deployment after the engine, and what a kubelet makes of its first container. */
export interface AdmittedPod {
  readonly pod: RunningPod;
  readonly container: Container;
  readonly environment: StringMap;
}

/** Reads what the webhook reads of a cluster; throws where it would refuse it. */
export async function snapshotOf(file: string): Promise<ClusterSnapshot> {
  return accepted(await loadContext(file, { languages: resolveLanguages({}) })).snapshot;
}

/** The Deployments of a file. */
export function deploymentsIn(file: string): readonly Deployment[] {
  return accepted(parseObjects(readFileSync(file, 'utf8'), file))
    .filter(({ kind }) => kind === 'Deployment')
    .map((object): unknown => accepted(object.value()))
    .map((value) => value as Deployment);
}

/** The pod that a Deployment's controller creates, as the engine changes it; throws when it is not injected whole. */
export function injectedPod(deployment: Deployment, snapshot: ClusterSnapshot): SubmittedPod {
  const submitted = buildSubmittedPod(deployment);
  const outcome = admit(buildCreationRequest(submitted, submitted.metadata.namespace), snapshot);
  if (outcome.kind !== 'decided' || outcome.status !== 'injected')
    throw new Error(`${deployment.metadata.name} was not injected: ${JSON.stringify(outcome)}`);
  return outcome.pod as SubmittedPod;
}

/** The injected pod of a Deployment on a node, with the variables of its first container. */
export function admitted(deployment: Deployment, snapshot: ClusterSnapshot, podIP: string): AdmittedPod {
  return onNode(schedulePod(injectedPod(deployment, snapshot), { ...NODE, podIP }));
}

/** The variables of the first container of a pod that has a name, a node and addresses. */
export function onNode(pod: RunningPod): AdmittedPod {
  const [container] = pod.spec.containers;
  if (container === undefined) throw new Error('The pod has no container.');
  const environment = resolveEnvironment(container, pod, NO_SOURCES);
  if (!environment.ok) throw new Error(`A kubelet would not start it: ${environment.error}`);
  return { pod, container, environment: environment.value };
}

function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.map(({ path, message }) => `${path} ${message}`).join('\n'));
}
