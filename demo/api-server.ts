import { randomInt, randomUUID } from 'node:crypto';
import { request } from 'node:https';
import jsonPatch from 'fast-json-patch';
import type { Operation } from '../src/core/operation.js';
import { isRecord } from '../src/core/json.js';
import type { RunningPod } from './downward-api.js';
import { NAME_LETTERS, type SubmittedPod } from './pod-of.js';

/** Where the webhook is and whom to trust there, as a MutatingWebhookConfiguration says it. */
export interface WebhookAddress {
  /** `https://127.0.0.1:<port>` */
  readonly url: string;
  /** PEM of the certificate authority; it alone is trusted. */
  readonly ca: string;
}

/** What the webhook answered for one pod. */
export interface Admission {
  readonly operations: readonly Operation[];
  readonly warnings: readonly string[];
  /** The pod with the operations applied. */
  readonly pod: SubmittedPod;
}

/** Seconds that the API server waits: `timeoutSeconds` of the shipped MutatingWebhookConfiguration. */
const TIMEOUT_SECONDS = 2;

/**
 * Sends a pod for admission as the API server does when it is created, over TLS with the certificate checked, and
 * applies the patch. Rejects when the webhook does not answer in time, does not allow the pod, or sends a patch that
 * does not apply. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export async function createPod(pod: SubmittedPod, webhook: WebhookAddress): Promise<Admission> {
  const uid = randomUUID();
  const { status, text } = await sendReview(JSON.stringify(buildAdmissionReview(pod, uid)), webhook);
  if (status !== 200) throw new Error(`The webhook answered ${status} instead of 200: ${text.slice(0, 200)}`);
  const { patch, warnings } = readReviewAnswer(JSON.parse(text) as unknown, uid);
  const operations =
    patch === undefined ? [] : (JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as Operation[]);
  const { newDocument } = jsonPatch.applyPatch(structuredClone(pod), structuredClone([...operations]), true);
  return { operations, warnings, pod: newDocument };
}

/** The AdmissionReview for the creation of a pod by the ReplicaSet controller. */
export function buildAdmissionReview(pod: SubmittedPod, uid: string): Readonly<Record<string, unknown>> {
  const kind = { group: '', version: 'v1', kind: 'Pod' };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid,
      kind,
      resource,
      requestKind: kind,
      requestResource: resource,
      namespace: pod.metadata.namespace,
      operation: 'CREATE',
      userInfo: {
        username: 'system:serviceaccount:kube-system:replicaset-controller',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
      },
      object: pod,
      oldObject: null,
      dryRun: false,
      options: { apiVersion: 'meta.k8s.io/v1', kind: 'CreateOptions' },
    },
  };
}

function readReviewAnswer(
  review: unknown,
  uid: string,
): { readonly patch: string | undefined; readonly warnings: readonly string[] } {
  const response = isRecord(review) ? review['response'] : undefined;
  if (!isRecord(response)) throw new Error('The webhook answered no AdmissionReview with a response.');
  if (response['uid'] !== uid) throw new Error('The webhook answered with the uid of another request.');
  if (response['allowed'] !== true) throw new Error('The webhook did not allow the pod; it must always.');
  const { patch, patchType, warnings } = response;
  if (patch !== undefined && patchType !== 'JSONPatch')
    throw new Error(`The webhook answered a patch of type ${String(patchType)} instead of JSONPatch.`);
  return {
    patch: typeof patch === 'string' ? patch : undefined,
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
  };
}

function sendReview(
  body: string,
  { url, ca }: WebhookAddress,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      accept: 'application/json, */*',
      'content-type': 'application/json',
      'user-agent': 'kube-apiserver-admission',
    };
    const call = request(
      new URL(`/mutate?timeout=${TIMEOUT_SECONDS}s`, url),
      { method: 'POST', ca, headers, agent: false, timeout: TIMEOUT_SECONDS * 1000 },
      (response) => {
        response.setEncoding('utf8');
        let text = '';
        response
          .on('data', (chunk: string) => (text += chunk))
          .on('end', () => {
            resolve({ status: response.statusCode ?? 0, text });
          })
          .on('error', reject);
      },
    );
    call
      .on('timeout', () => call.destroy(new Error(`The webhook did not answer in ${TIMEOUT_SECONDS} s.`)))
      .on('error', reject)
      .end(body);
  });
}

/** Where a pod came to run. */
export interface PodPlacement {
  readonly nodeName: string;
  readonly hostIP: string;
  readonly podIP: string;
}

/** The pod as the API server stores it and a kubelet gets it: with a name, a UID, a node and addresses. */
export function schedulePod(pod: SubmittedPod, { nodeName, hostIP, podIP }: PodPlacement): RunningPod {
  const suffix = Array.from({ length: 5 }, () => NAME_LETTERS.charAt(randomInt(NAME_LETTERS.length))).join(
    '',
  );
  return {
    ...pod,
    metadata: { ...pod.metadata, name: `${pod.metadata.generateName}${suffix}`, uid: randomUUID() },
    spec: { ...pod.spec, nodeName },
    status: { hostIP, podIP },
  };
}
