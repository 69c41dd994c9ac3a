/** Freezes plain data and what is inside its maps. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const inner: readonly unknown[] = value instanceof Map ? [...value.values()] : Object.values(value);
  inner.forEach(freezeDeep);
  return Object.freeze(value);
}
