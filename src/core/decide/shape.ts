import { LONGEST, MOST_ANNOTATION_BYTES } from '../bounds.js';
import { countAnnotationBytes } from '../kubernetes/annotation-size.js';
import type { ObjectMeta, Pod, StringMap } from '../kubernetes/pod.js';
import { isRecord, removeNulls } from '../json.js';
import { findValueAt, formatPath, type Path } from '../objects/paths.js';
import { cutName, showText } from '../shown-text.js';

/** A value of the wrong type: its place below the value that was checked, and the type that Kubernetes asks for. */
interface Misfit {
  readonly path: Path;
  readonly needs: Need;
  readonly value: unknown;
}

/** What a field must be. */
type Need = 'text' | 'an object' | 'a list' | 'a number or text' | 'smaller';

/** Finds what does not fit in a value; undefined if everything fits, without allocating anything. */
type Shape = (value: unknown) => Misfit | undefined;

const requireOf =
  (needs: Need, fits: (value: unknown) => boolean): Shape =>
  (value) =>
    fits(value) ? undefined : { path: [], needs, value };
const below = (misfit: Misfit, token: string | number): Misfit => ({
  ...misfit,
  path: [token, ...misfit.path],
});

const text = requireOf('text', (value) => typeof value === 'string');
const quantity = requireOf(
  'a number or text',
  (value) => typeof value === 'string' || typeof value === 'number',
);
const anyRecord = requireOf('an object', isRecord);
const allowAbsent =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || value === null ? undefined : shape(value);
const requireList =
  (shape: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return { path: [], needs: 'a list', value };
    for (let index = 0; index < value.length; index += 1) {
      const misfit = shape(value[index]);
      if (misfit !== undefined) return below(misfit, index);
    }
    return undefined;
  };
const requireRecord = (fields: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(fields);
  return (value) => {
    if (!isRecord(value)) return { path: [], needs: 'an object', value };
    for (const [key, shape] of entries) {
      const misfit = shape(value[key]);
      if (misfit !== undefined) return below(misfit, key);
    }
    return undefined;
  };
};
const requireMap =
  (shape: Shape): Shape =>
  (value) => {
    if (!isRecord(value)) return { path: [], needs: 'an object', value };
    for (const key of Object.keys(value)) {
      const misfit = shape(value[key]);
      if (misfit !== undefined) return below(misfit, key);
    }
    return undefined;
  };

const textMap = requireMap(text);
const annotationMap: Shape = (value) =>
  textMap(value) ??
  (countAnnotationBytes(value as StringMap) <= MOST_ANNOTATION_BYTES
    ? undefined
    : { path: [], needs: 'smaller', value });

const named = requireRecord({ name: text });
const reference = allowAbsent(requireRecord({ name: allowAbsent(text), key: allowAbsent(text) }));
const container = requireRecord({
  name: text,
  image: allowAbsent(text),
  env: allowAbsent(
    requireList(
      requireRecord({
        name: text,
        value: allowAbsent(text),
        valueFrom: allowAbsent(requireRecord({ configMapKeyRef: reference, secretKeyRef: reference })),
      }),
    ),
  ),
  envFrom: allowAbsent(
    requireList(requireRecord({ prefix: allowAbsent(text), configMapRef: reference, secretRef: reference })),
  ),
  volumeMounts: allowAbsent(requireList(requireRecord({ name: text, mountPath: text }))),
  resources: allowAbsent(
    requireRecord({ limits: allowAbsent(requireMap(quantity)), requests: allowAbsent(requireMap(quantity)) }),
  ),
  securityContext: allowAbsent(requireRecord({ seccompProfile: allowAbsent(anyRecord) })),
});
const spec = requireRecord({
  containers: requireList(container),
  initContainers: allowAbsent(requireList(container)),
  ephemeralContainers: allowAbsent(requireList(named)),
  volumes: allowAbsent(requireList(named)),
  securityContext: allowAbsent(requireRecord({ seccompProfile: allowAbsent(anyRecord) })),
  os: allowAbsent(anyRecord),
  nodeSelector: allowAbsent(textMap),
  imagePullSecrets: allowAbsent(requireList(requireRecord({ name: allowAbsent(text) }))),
  serviceAccountName: allowAbsent(text),
  serviceAccount: allowAbsent(text),
});
const metadata = requireRecord({
  name: allowAbsent(text),
  labels: allowAbsent(textMap),
  annotations: allowAbsent(annotationMap),
  ownerReferences: allowAbsent(
    requireList(requireRecord({ kind: text, name: text, uid: allowAbsent(text) })),
  ),
});
const findMisfit = requireRecord({ metadata: allowAbsent(metadata), spec });

/**
 * Reads the parts of a pod that the engine needs from JSON of any shape; undefined if the API server would not accept
 * it either. Fields that are null count as absent, so those objects are copied without them.
 */
export function readPod(object: unknown): Pod | undefined {
  if (!isRecord(object) || findMisfit(object) !== undefined) return undefined;
  const pod = hasNull(object, DEPTH_OF_A_SOURCE) ? removeNulls(object, DEPTH_OF_A_SOURCE) : object;
  return pod as Pod;
}

/** A part of a pod that no API server accepts. */
export interface MalformedPart {
  /** Where it is, as `spec.containers[0].env[1].value`; empty for the whole pod. */
  readonly path: Path;
  /** A sentence that says so, without the value. */
  readonly sentence: string;
}

/** Finds the first part of a pod for which it cannot be read; undefined where it can. */
export function findMalformedPart(object: unknown): MalformedPart | undefined {
  const misfit = findMisfit(object);
  if (misfit === undefined) return undefined;
  const { path, needs, value } = misfit;
  const place = path.length === 0 ? 'The pod' : showText(formatPath(path), LONGEST.objectName);
  const names = describeNames(object, path);
  return { path, sentence: `${place}${names} ${describeMisfit(needs, value)}.` };
}

function describeMisfit(needs: Need, value: unknown): string {
  if (needs === 'smaller')
    return `takes ${countAnnotationBytes(value as StringMap)} bytes; Kubernetes allows ${MOST_ANNOTATION_BYTES}`;
  const found = describeKind(value);
  const isUnquoted = needs === 'text' && (typeof value === 'number' || typeof value === 'boolean');
  return `is ${found}; it must be ${needs}${isUnquoted ? ', so put it in quotes' : ''}`;
}

function describeKind(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** The word for the items of a list. */
const ITEMS: Readonly<Record<string, string>> = {
  containers: 'container',
  initContainers: 'init container',
  ephemeralContainers: 'ephemeral container',
  env: 'variable',
  volumes: 'volume',
  volumeMounts: 'mount',
  ownerReferences: 'owner',
};

/** The names of the items that a path goes through, as ` (container app, variable PORT)`. */
function describeNames(object: unknown, path: Path): string {
  const names = path.flatMap((token, index) => {
    const list = path[index - 1];
    const what = typeof list === 'string' ? ITEMS[list] : undefined;
    const name = findValueAt(object, [...path.slice(0, index + 1), 'name']);
    return typeof token === 'number' && what !== undefined && typeof name === 'string'
      ? [`${what} ${cutName(name)}`]
      : [];
  });
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

/** Labels and annotations of an object whose shape is not known yet; their values may be of any shape, too. */
export function readMetadata(object: unknown): Pick<ObjectMeta, 'annotations' | 'labels' | 'namespace'> {
  const found = isRecord(object) ? object['metadata'] : undefined;
  return isRecord(found) ? found : {};
}

/**
 * Objects and lists around `valueFrom`, the deepest part that is read: pod, spec, containers, container, env, variable.
 * Nulls are looked for no deeper: further down, as in annotations or volumes, fields may have any size and are not
 * read.
 */
const DEPTH_OF_A_SOURCE = 6;

/** Tells whether there is a null in the part of a pod that is read. Few pods have one, and looking allocates nothing. */
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
