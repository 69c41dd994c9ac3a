import { RESOURCE_PREFIX } from '../annotations.js';
import type { StringMap } from '../kubernetes/pod.js';

/**
 * The `resource.opentelemetry.io/` annotations that hold for a pod, by attribute: its own, and its namespace's where
 * the pod says nothing. An empty one of the pod's takes the attribute away.
 */
export const collectResourceAnnotations = (
  pod: StringMap | undefined,
  namespace: StringMap | undefined,
): StringMap => ({ ...selectAttributes(namespace), ...selectAttributes(pod) });

const NONE: StringMap = {};

function selectAttributes(annotations: StringMap = NONE): StringMap {
  const keys = Object.keys(annotations).filter((key) => key.startsWith(RESOURCE_PREFIX));
  return keys.length === 0
    ? NONE
    : Object.fromEntries(keys.map((key) => [key.slice(RESOURCE_PREFIX.length), annotations[key] ?? '']));
}
