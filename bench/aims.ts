import { table } from './table.js';

/** Something to be reached, and what the run gave. */
export interface Aim {
  readonly name: string;
  readonly got: string;
  readonly isMet: boolean;
}

export const atLeast = (name: string, value: number, limit: number): Aim => ({
  name: `${name} >= ${limit}`,
  got: shown(value),
  isMet: value >= limit,
});

export const atMost = (name: string, value: number, limit: number): Aim => ({
  name: `${name} <= ${limit}`,
  got: shown(value),
  isMet: value <= limit,
});

const shown = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

export const aimTable = (aims: readonly Aim[]): string =>
  table([['', 'got', ''], ...aims.map(({ name, got, isMet }) => [name, got, isMet ? 'met' : 'MISSED'])]);
