import fc from 'fast-check';
import { isRecord } from '../../src/core/json.js';

/** The keys of a pod and of a review, which JSON of any shape has among its own. */
const KEYS = [
  'metadata',
  'spec',
  'annotations',
  'containers',
  'env',
  'name',
  'kind',
  'apiVersion',
  'request',
  'uid',
  'object',
  '__proto__',
];
/** JSON of any shape. */
export const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      0,
      -1.5,
      '',
      'true',
      'AdmissionReview',
      'admission.k8s.io/v1',
      'Pod',
      '\ud800',
    ),
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Every place in a pod, as keys from its root. */
export function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

/** A value with another one at a place. */
export function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  if (isRecord(copy) || Array.isArray(copy)) {
    const holder = copy as Record<string, unknown>;
    Object.defineProperty(holder, key, { value: replaced(holder[key], rest, by), enumerable: true });
  }
  return copy;
}
