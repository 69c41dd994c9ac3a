/** The parts of a trace's route: to the Collector or backend, from there into the store, and from the query API back. */
export const HOPS = ['send', 'store', 'query'] as const;
export type Hop = (typeof HOPS)[number];

/** What can be wrong on the way of a trace. */
export interface DiagnosisRow {
  /** Where it can be. */
  readonly hops: readonly Hop[];
  readonly summary: string;
  readonly remedy: string;
}
