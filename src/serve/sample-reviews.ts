import { getInjectKey } from '../core/annotations.js';
import type { Language } from '../core/domain.js';
import { isRecord, type Fields } from '../core/json.js';
import { SAMPLE_PODS, type SamplePod } from './sample-pods.js';

/** The namespace of the sample pods. */
export const SAMPLE_NAMESPACE = 'doka-tracing-warm-up';

/** A review as it comes. */
export interface SampleReview {
  readonly bytes: Buffer;
  /** One of `SHAPES`; absent where the pod is in a namespace of the cluster. */
  readonly shape?: number;
}

/** The reviews of sample pods: each kind of pod in each shape, for each language. The first ones differ most. */
export const buildSampleReviews = (languages: readonly Language[]): readonly SampleReview[] =>
  SHAPES.flatMap((shape) =>
    SAMPLE_PODS.flatMap((pod, index) =>
      languages.map((language) => ({
        bytes: encode(reshape(buildReview(pod, { language, namespace: SAMPLE_NAMESPACE, index }), shape)),
        shape,
      })),
    ),
  );

/**
 * Reviews of sample pods in namespaces of the cluster, one for each language in each: real Instrumentations and Namespaces
 * have shapes of their own.
 */
export const buildClusterReviews = (
  languages: readonly Language[],
  namespaces: readonly string[],
): readonly SampleReview[] =>
  namespaces.flatMap((namespace) =>
    languages.flatMap((language, index) => {
      const pod = SAMPLE_PODS[index % SAMPLE_PODS.length];
      return pod === undefined ? [] : [{ bytes: encode(buildReview(pod, { language, namespace, index })) }];
    }),
  );

const encode = (review: Fields): Buffer => Buffer.from(JSON.stringify(review));

/**
 * V8 compiles for the shapes that it has seen at a place, up to four, and has to start again when another one comes; what has
 * seen more is compiled for any.
 */
export const SHAPES = [0, 1, 2, 3, 4, 5];

/** The same data in another shape for V8: a field that nothing reads comes first in each object. */
export function reshape<T>(value: T, shape: number): T {
  if (Array.isArray(value)) return value.map((item: unknown) => reshape(item, shape)) as T;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reshape(item, shape)] as const);
  return Object.fromEntries([[`x${shape}`, ''], ...entries]) as T;
}

/** How a pod asks, and where. */
interface Asking {
  readonly language: Language;
  readonly namespace: string;
  /** Tells templates apart. */
  readonly index: number;
}

function buildReview(pod: SamplePod, { language, namespace, index }: Asking): Fields {
  const hash = `6d5f8c7b${index}`;
  const annotations = { ...pod.annotations, [getInjectKey(language)]: 'true' };
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: 'e911857d-c318-11e8-bbad-025000000001',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace,
      operation: 'CREATE',
      object: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: buildMetadata(annotations, namespace, hash),
        spec: pod.spec,
        status: {},
      },
      oldObject: null,
      dryRun: false,
    },
  };
}

const buildMetadata = (annotations: Fields, namespace: string, hash: string): Fields => ({
  generateName: `sample-${hash}-`,
  namespace,
  creationTimestamp: null,
  labels: {
    'app.kubernetes.io/name': 'sample',
    'app.kubernetes.io/instance': 'sample',
    'app.kubernetes.io/version': '1.0.0',
    'pod-template-hash': hash,
  },
  annotations,
  ownerReferences: [
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: `sample-${hash}`,
      uid: '2f6a5a6c-7d8e-4d4c-9b0f-5b1e3f0c33f1',
      controller: true,
      blockOwnerDeletion: true,
    },
  ],
});
