import { countAnnotationBytes, MOST_ANNOTATION_BYTES } from '../kubernetes/annotation-size.js';
import type { ObjectMeta, Pod, StringMap } from '../kubernetes/pod.js';
import { isRecord } from '../json.js';

type Shape = (value: unknown) => boolean;

const isText: Shape = (value) => typeof value === 'string';
const isAbsent: Shape = (value) => value === undefined || value === null;
const optional =
  (shape: Shape): Shape =>
  (value) =>
    isAbsent(value) || shape(value);
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);
const recordOf = (fields: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(fields);
  return (value) => isRecord(value) && entries.every(([key, shape]) => shape(value[key]));
};
const isTextMap: Shape = (value) => isRecord(value) && Object.values(value).every(isText);
const isAnnotationMap: Shape = (value) =>
  isTextMap(value) && countAnnotationBytes(value as StringMap) <= MOST_ANNOTATION_BYTES;
const isQuantityMap: Shape = (value) =>
  isRecord(value) &&
  Object.values(value).every((quantity) => isText(quantity) || typeof quantity === 'number');

const isNamed = recordOf({ name: isText });
const isReference = optional(recordOf({ name: optional(isText), key: optional(isText) }));
const isContainer = recordOf({
  name: isText,
  image: optional(isText),
  env: optional(
    listOf(
      recordOf({
        name: isText,
        value: optional(isText),
        valueFrom: optional(recordOf({ configMapKeyRef: isReference, secretKeyRef: isReference })),
      }),
    ),
  ),
  envFrom: optional(
    listOf(recordOf({ prefix: optional(isText), configMapRef: isReference, secretRef: isReference })),
  ),
  volumeMounts: optional(listOf(recordOf({ name: isText, mountPath: isText }))),
  resources: optional(recordOf({ limits: optional(isQuantityMap), requests: optional(isQuantityMap) })),
  securityContext: optional(recordOf({ seccompProfile: optional(isRecord) })),
});
const isSpec = recordOf({
  containers: listOf(isContainer),
  initContainers: optional(listOf(isContainer)),
  ephemeralContainers: optional(listOf(isNamed)),
  volumes: optional(listOf(isNamed)),
  securityContext: optional(recordOf({ seccompProfile: optional(isRecord) })),
  os: optional(isRecord),
  nodeSelector: optional(isTextMap),
  imagePullSecrets: optional(listOf(isRecord)),
});
const isMeta = recordOf({
  name: optional(isText),
  labels: optional(isTextMap),
  annotations: optional(isAnnotationMap),
  ownerReferences: optional(listOf(recordOf({ kind: isText, name: isText, uid: optional(isText) }))),
});

/**
 * Reads a pod from JSON of any shape, as far as the engine looks into it; undefined where the API server would not
 * take it either. Fields that are null count as absent, so those objects are copied without them.
 */
export function podOf(object: unknown): Pod | undefined {
  if (!isRecord(object) || !optional(isMeta)(object['metadata']) || !isSpec(object['spec'])) return undefined;
  const pod = hasNull(object, DEPTH_OF_A_SOURCE) ? withoutNulls(object, DEPTH_OF_A_SOURCE) : object;
  return pod as Pod;
}

/** Labels and annotations of an object whose shape is not known yet; their values may be of any shape, too. */
export function metadataOf(object: unknown): Pick<ObjectMeta, 'annotations' | 'labels' | 'namespace'> {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  return isRecord(metadata) ? metadata : {};
}

/** Objects and lists around `valueFrom`, the deepest part that is read: pod, spec, containers, container, env, variable. */
const DEPTH_OF_A_SOURCE = 6;

/** Tells whether there is a null as deep as `withoutNulls` looks. Few pods have one, and looking makes no garbage. */
function hasNull(value: unknown, depth: number): boolean {
  if (value === null) return true;
  if (depth < 0 || typeof value !== 'object') return false;
  if (Array.isArray(value)) {
    for (const item of value) if (hasNull(item, depth - 1)) return true;
    return false;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) if (hasNull(record[key], depth - 1)) return true;
  return false;
}

/** Copies only where a null is found; `depth` counts objects and lists, so that user data further down is not walked. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (depth < 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapped(value, (item) => withoutNulls(item, depth - 1));
  const record = value as Record<string, unknown>;
  const changed = Object.entries(record).flatMap(([key, item]) => {
    const next = withoutNulls(item, depth - 1);
    return next === item && item !== null ? [] : [[key, next] as const];
  });
  if (changed.length === 0) return value;
  const copy = { ...record };
  for (const [key, next] of changed) {
    if (next === null) Reflect.deleteProperty(copy, key);
    else copy[key] = next;
  }
  return copy;
}

function mapped(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const next = list.map(change);
  return next.every((item, index) => item === list[index]) ? list : next;
}
