import { isDeepStrictEqual } from 'node:util';
import type { Admitted, Decision } from '../support/arbitraries-cases.js';

/** A law about every admission, and one about every pod that asked and has the shape of a pod. They throw where broken. */
export type AdmissionLaw = (admission: Admitted) => void;
export type Law = (decision: Decision) => void;

/** Throws a sentence, with values to look at, unless the condition holds. */
export function must(holds: boolean, sentence: string, ...shown: readonly unknown[]): void {
  if (!holds) throw new Error([sentence, ...shown.map((value) => JSON.stringify(value))].join('\n  '));
}

/** Throws unless two values are equal as JSON. */
export function mustEqual(actual: unknown, expected: unknown, sentence: string): void {
  must(isDeepStrictEqual(actual, expected), sentence, actual, expected);
}

/** Finds the values that stand more than once in a list. */
export const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);
