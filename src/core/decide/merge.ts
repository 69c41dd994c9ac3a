import type { StringMap } from '../kubernetes/pod.js';

/** The value of an annotation that counts for a pod, and where it is. */
export interface AnnotationSetting {
  readonly value: string;
  readonly origin: 'pod' | 'namespace' | 'rule';
}

/**
 * Merges one annotation of a pod and its namespace, as the OpenTelemetry Operator does, per key:
 *
 * | pod          | namespace            | holds     |
 * |--------------|----------------------|-----------|
 * | any          | empty                | pod       |
 * | empty        | any                  | namespace |
 * | not `true`   | any                  | pod       |
 * | `true`       | `false`              | pod       |
 * | `true`       | `true` or a name     | namespace |
 *
 * `true` and `false` are compared without case; an empty value counts as absent. Undefined where neither is there.
 */
export function mergeAnnotation(
  key: string,
  pod: StringMap | undefined,
  namespace: StringMap,
): AnnotationSetting | undefined {
  const ofPod = readAnnotationText(pod, key);
  const ofNamespace = readAnnotationText(namespace, key);
  if (ofPod === '' && ofNamespace === '') return undefined;
  if (ofNamespace === '') return { value: ofPod, origin: 'pod' };
  if (ofPod === '') return { value: ofNamespace, origin: 'namespace' };
  const podWins = !isTrue(ofPod) || isFalse(ofNamespace);
  return podWins ? { value: ofPod, origin: 'pod' } : { value: ofNamespace, origin: 'namespace' };
}

/** The value of a key where the pod simply wins over its namespace: container lists and hints, which may be called `true`. */
export function mergePlainAnnotation(
  key: string,
  pod: StringMap | undefined,
  namespace: StringMap,
): AnnotationSetting | undefined {
  const ofPod = readAnnotationText(pod, key);
  if (ofPod !== '') return { value: ofPod, origin: 'pod' };
  const ofNamespace = readAnnotationText(namespace, key);
  return ofNamespace === '' ? undefined : { value: ofNamespace, origin: 'namespace' };
}

/** Annotations are read before the shape of the pod is known, so a value may be anything. */
function readAnnotationText(annotations: StringMap | undefined, key: string): string {
  const value: unknown = annotations?.[key];
  return typeof value === 'string' ? value : '';
}

export const isTrue = (value: string): boolean => value.toLowerCase() === 'true';
export const isFalse = (value: string): boolean => value.toLowerCase() === 'false';
