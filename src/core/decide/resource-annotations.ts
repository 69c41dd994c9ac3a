import { RESOURCE_PREFIX } from '../annotations.js';
import type { PodContext } from './pod-context.js';
import type { StringMap } from '../kubernetes/pod.js';

/**
 * The `resource.opentelemetry.io/` annotations that hold for a pod, by attribute: its own, and its namespace's where
 * the pod says nothing. An empty one of the pod's takes the attribute away.
 */
export const collectResourceAnnotations = ({ pod, namespace }: PodContext): StringMap => ({
  ...selectAttributes(namespace.annotations),
  ...selectAttributes(pod.metadata?.annotations),
});

function selectAttributes(annotations: StringMap = {}): StringMap {
  const entries = Object.entries(annotations).filter(([key]) => key.startsWith(RESOURCE_PREFIX));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(RESOURCE_PREFIX.length), value]));
}
