import { listRecords, readRecord } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import { OWN_LABEL, type Installation, type PodRegistration } from '../live/installation.js';
import type { LiveCluster } from '../live/live-cluster.js';
import { readCreation } from './cluster-workloads.js';

/** When the webhook began to answer, as far as the objects of now tell; times as the API server writes them. */
export interface WebhookTimes {
  /** When it was registered for pods; undefined where it is not, or that is not known. */
  readonly registeredAt: string | undefined;
  /** Since when one of the replicas that run now is ready; undefined where none is. */
  readonly readySince: string | undefined;
  /** Since when the Deployment has enough ready replicas without a break; undefined where it has not. */
  readonly availableSince: string | undefined;
  readonly ready: number;
  readonly replicas: number;
}

/** Reads since when the webhook answers; undefined where it is not installed, or its pods may not be read. */
export async function readWebhookTimes(
  cluster: LiveCluster,
  installation: Installation | undefined,
  registration: PodRegistration,
): Promise<WebhookTimes | undefined> {
  if (installation === undefined) return undefined;
  const { namespace, deployment } = installation;
  const listed = await cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: OWN_LABEL });
  if (!listed.ok) return undefined;
  const since = listed.value.items
    .filter((pod) => readRecord(pod, 'metadata')['deletionTimestamp'] === undefined)
    .flatMap((pod) => findConditionTime(pod, 'Ready') ?? [])
    .sort();
  return {
    registeredAt: registration.kind === 'registered' ? readCreation(registration.object) : undefined,
    readySince: since[0],
    availableSince: findConditionTime(deployment, 'Available'),
    ready: since.length,
    replicas: listed.value.items.length,
  };
}

/** Since when a condition of an object is true; undefined where it is not. */
function findConditionTime(object: KubeObject, type: string): string | undefined {
  const { conditions } = readRecord(object, 'status');
  const time = listRecords(conditions).find((each) => each['type'] === type && each['status'] === 'True')?.[
    'lastTransitionTime'
  ];
  return typeof time === 'string' ? time : undefined;
}
