import type { BundleWrite } from './moves.js';
import type { ProblemCode } from './problems.js';

export const PHASES = ['none', 'first', 'steady', 'publishing', 'settling'] as const;
/**
 * Where the CAs are: none yet, the first one that is not trusted everywhere yet, one that signs, a next one that is not in
 * every `caBundle` yet, a next one that has to be there for a minute.
 */
export type Phase = (typeof PHASES)[number];

/** What metrics tell of the CAs. */
export interface AuthorityFacts {
  /** When the leaf ends; `undefined` before the first one. */
  readonly leafNotAfter: Date | undefined;
  /** When the CA that signs ends. */
  readonly caNotAfter: Date | undefined;
  readonly phase: Phase;
  readonly problems: readonly ProblemCode[];
  readonly bundleWrites: Readonly<Record<BundleWrite, number>>;
}
