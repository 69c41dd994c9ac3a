import type { Instrumentation } from './instrumentation.js';

/** By the Instrumentation, which is never changed: it is the same for many pods. */
const SIZES = new WeakMap<Instrumentation, number>();

/** Characters of an Instrumentation as JSON, with what is ignored of it. */
export function countCharacters(instrumentation: Instrumentation): number {
  const known = SIZES.get(instrumentation);
  if (known !== undefined) return known;
  const size = JSON.stringify([instrumentation.spec, instrumentation.ignored]).length;
  SIZES.set(instrumentation, size);
  return size;
}
