import { MOST_ANNOTATION_BYTES } from '../bounds.js';
import { countAnnotationBytes } from '../kubernetes/annotation-size.js';
import type { ObjectMeta, Pod, StringMap } from '../kubernetes/pod.js';
import { isRecord, removeNulls } from '../json.js';

type ShapePredicate = (value: unknown) => boolean;

const isText: ShapePredicate = (value) => typeof value === 'string';
const isAbsent: ShapePredicate = (value) => value === undefined || value === null;
const allowAbsent =
  (shape: ShapePredicate): ShapePredicate =>
  (value) =>
    isAbsent(value) || shape(value);
const requireList =
  (shape: ShapePredicate): ShapePredicate =>
  (value) =>
    Array.isArray(value) && value.every(shape);
const requireRecord = (fields: Readonly<Record<string, ShapePredicate>>): ShapePredicate => {
  const entries = Object.entries(fields);
  return (value) => isRecord(value) && entries.every(([key, shape]) => shape(value[key]));
};
const isTextMap: ShapePredicate = (value) => isRecord(value) && Object.values(value).every(isText);
const isAnnotationMap: ShapePredicate = (value) =>
  isTextMap(value) && countAnnotationBytes(value as StringMap) <= MOST_ANNOTATION_BYTES;
const isQuantityMap: ShapePredicate = (value) =>
  isRecord(value) &&
  Object.values(value).every((quantity) => isText(quantity) || typeof quantity === 'number');

const isNamed = requireRecord({ name: isText });
const isReference = allowAbsent(requireRecord({ name: allowAbsent(isText), key: allowAbsent(isText) }));
const isContainer = requireRecord({
  name: isText,
  image: allowAbsent(isText),
  env: allowAbsent(
    requireList(
      requireRecord({
        name: isText,
        value: allowAbsent(isText),
        valueFrom: allowAbsent(requireRecord({ configMapKeyRef: isReference, secretKeyRef: isReference })),
      }),
    ),
  ),
  envFrom: allowAbsent(
    requireList(
      requireRecord({ prefix: allowAbsent(isText), configMapRef: isReference, secretRef: isReference }),
    ),
  ),
  volumeMounts: allowAbsent(requireList(requireRecord({ name: isText, mountPath: isText }))),
  resources: allowAbsent(
    requireRecord({ limits: allowAbsent(isQuantityMap), requests: allowAbsent(isQuantityMap) }),
  ),
  securityContext: allowAbsent(requireRecord({ seccompProfile: allowAbsent(isRecord) })),
});
const isSpec = requireRecord({
  containers: requireList(isContainer),
  initContainers: allowAbsent(requireList(isContainer)),
  ephemeralContainers: allowAbsent(requireList(isNamed)),
  volumes: allowAbsent(requireList(isNamed)),
  securityContext: allowAbsent(requireRecord({ seccompProfile: allowAbsent(isRecord) })),
  os: allowAbsent(isRecord),
  nodeSelector: allowAbsent(isTextMap),
  imagePullSecrets: allowAbsent(requireList(isRecord)),
});
const isMeta = requireRecord({
  name: allowAbsent(isText),
  labels: allowAbsent(isTextMap),
  annotations: allowAbsent(isAnnotationMap),
  ownerReferences: allowAbsent(
    requireList(requireRecord({ kind: isText, name: isText, uid: allowAbsent(isText) })),
  ),
});

/**
 * Reads a pod from JSON of any shape, as far as the engine looks into it; undefined where the API server would not
 * take it either. Fields that are null count as absent, so those objects are copied without them.
 */
export function readPod(object: unknown): Pod | undefined {
  if (!isRecord(object) || !allowAbsent(isMeta)(object['metadata']) || !isSpec(object['spec']))
    return undefined;
  const pod = hasNull(object, DEPTH_OF_A_SOURCE) ? removeNulls(object, DEPTH_OF_A_SOURCE) : object;
  return pod as Pod;
}

/** Labels and annotations of an object whose shape is not known yet; their values may be of any shape, too. */
export function readMetadata(object: unknown): Pick<ObjectMeta, 'annotations' | 'labels' | 'namespace'> {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  return isRecord(metadata) ? metadata : {};
}

/**
 * Objects and lists around `valueFrom`, the deepest part that is read: pod, spec, containers, container, env, variable.
 * Nulls are looked for no deeper: what a user has further down, as in annotations or volumes, is of any size and not read.
 */
const DEPTH_OF_A_SOURCE = 6;

/** Tells whether there is a null as deep as a pod is read. Few pods have one, and looking makes no garbage. */
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
