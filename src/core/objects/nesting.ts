import { MOST_LEVELS } from '../bounds.js';

/**
 * Tells whether a value is nested deeper than anything that is meant. An API server takes 10,000 levels where a definition
 * preserves unknown fields, and nothing may be called on such a value that calls itself for each level.
 */
export function isTooDeep(value: unknown): boolean {
  let level = selectCollections([value]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) return true;
    level = selectCollections(level.flatMap((container) => Object.values(container) as unknown[]));
  }
  return false;
}

/** The objects and lists among values. */
const selectCollections = (values: readonly unknown[]): readonly object[] =>
  values.filter((value) => typeof value === 'object' && value !== null);
