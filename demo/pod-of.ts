import type { ObjectMeta, Pod, PodSpec } from '../src/core/kubernetes/pod.js';
import { POD_TEMPLATE_HASH } from '../src/core/annotations.js';
import { computeFnv1a, computeShortHash } from '../src/core/hash.js';

/** The slice of a Deployment that becomes a pod. */
export interface Deployment {
  readonly apiVersion: string;
  readonly kind: 'Deployment';
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: { readonly template: { readonly metadata?: ObjectMeta; readonly spec: PodSpec } };
}

/** A pod as a client sends it to the API server. */
export interface SubmittedPod extends Pod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: ObjectMeta & { readonly namespace: string; readonly generateName: string };
}

/** Letters of names that Kubernetes makes up: no vowels, so that no word comes about. */
export const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * The pod that the ReplicaSet controller sends for a Deployment: the template with the label `pod-template-hash`, a
 * `generateName` after the ReplicaSet `<deployment>-<hash>`, and that ReplicaSet as its controller. The hash has the
 * shape of the real one and depends on the template alone; the controller hashes Go structures, so the value differs.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
 */
export function buildSubmittedPod(deployment: Deployment): SubmittedPod {
  const { template } = deployment.spec;
  const hash = hashTemplate(template);
  const owner = `${deployment.metadata.name}-${hash}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner}-`,
      namespace: deployment.metadata.namespace ?? 'default',
      labels: { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash },
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: owner,
          uid: `${computeShortHash(owner)}-0000-4000-8000-${computeShortHash(hash)}0000`,
          controller: true,
        },
      ],
    },
    spec: template.spec,
  };
}

const hashTemplate = (template: unknown): string =>
  computeFnv1a(JSON.stringify(template))
    .toString()
    .replace(/./g, (digit) => NAME_LETTERS.charAt(digit.charCodeAt(0) % NAME_LETTERS.length));
