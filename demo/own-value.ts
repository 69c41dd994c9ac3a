import type { StringMap } from '../src/core/kubernetes/pod.js';

/** The value under a key that someone else chose; `toString` and the like are keys as any other, and not there. */
export const findOwnValue = (values: StringMap, key: string): string | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;
