import type { Quantities } from './pod.js';

/** Suffixes of Kubernetes quantities as powers. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Suffixes below one, as what to divide by: 700 / 1000 is the same number as 0.7, and 700 * 0.001 is not. */
const DIVISORS: Readonly<Record<string, number>> = { n: 1e9, u: 1e6, m: 1e3 };

/** A quantity as a number of its base unit (cores, bytes); undefined where the text is none. */
export function parseQuantity(quantity: string | number | undefined): number | undefined {
  if (quantity === undefined) return undefined;
  const text = String(quantity);
  if (!QUANTITY.test(text)) return undefined;
  const suffix = text.slice(text.search(SUFFIX));
  const digits = Number(text.slice(0, text.length - suffix.length));
  const divisor = DIVISORS[suffix];
  if (divisor !== undefined) return digits / divisor;
  const factor = FACTORS[suffix];
  return factor === undefined ? undefined : digits * factor;
}

const QUANTITY = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[A-Za-z]{0,2}$/;
const SUFFIX = /[A-Za-z]{0,2}$/;

/** The amount of one resource in a map of quantities; undefined where it is not named. */
export const findAmount = (quantities: Quantities | undefined, resource: string): number | undefined =>
  parseQuantity(quantities?.[resource]);

/**
 * Writes an amount as a quantity: CPU in thousandths of a core, everything else in whole units, as far as it is one; never
 * rounded up.
 */
export function formatQuantity(resource: string, amount: number): string {
  const isFraction = amount > 0 && amount < 1;
  // Thousandths of decimal fractions miss whole numbers by a hair in binary.
  return resource === 'cpu' || isFraction
    ? `${Math.floor(amount * 1000 + 1e-6).toString()}m`
    : Math.floor(amount + 1e-6).toString();
}

/** The same, never rounded down: 0.1Gi is no whole number of bytes. */
export function formatQuantityRoundedUp(resource: string, amount: number): string {
  return resource === 'cpu'
    ? `${Math.ceil(amount * 1000 - 1e-6).toString()}m`
    : Math.ceil(amount - 1e-6).toString();
}
