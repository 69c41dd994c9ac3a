import type { Backend } from '../core/domain.js';
import type { Result } from '../core/result.js';
import type { ServerAccess } from './server-access.js';
import type { Destination } from './destination.js';
import type { Diagnosis } from './diagnoses/index.js';
import type { TraceShape } from './trace-shape.js';
import type { SpanAttributes } from './sent-spans.js';

/** One route to verify: where a trace is sent, and every backend that it must arrive in. */
export interface TraceRoute {
  /** What takes the trace in; undefined where that is not known. */
  readonly via: 'collector' | 'direct' | undefined;
  /** Or why there is none. */
  readonly destination: Result<Destination, Diagnosis>;
  /** Whose agents would send so. */
  readonly language?: string;
  readonly send: Omit<ServerAccess, 'url' | 'signal'>;
  readonly reads: readonly ReadTarget[];
  readonly keeping: TraceShape;
  readonly resource: SpanAttributes;
  /** The Collector's own metrics, to tell what it did with a trace that is lost. */
  readonly metrics?: Omit<ServerAccess, 'signal'>;
}

export interface ReadTarget {
  /** Undefined where its API is to tell. */
  readonly backend: Backend | undefined;
  /** `url` is the base of the query API; the path that an API has by default may be left out. */
  readonly access: Omit<ServerAccess, 'signal'>;
}

export interface VerifyLimits {
  /** How long to ask for a trace that was taken in. */
  readonly timeoutMs: number;
  /** The first pause between two questions; each is longer than the one before, up to ten times this. */
  readonly pauseMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

export interface Verification {
  readonly route: TraceRoute;
  readonly traceId: string;
  readonly sent: StepOutcome;
  readonly reads: readonly ReadOutcome[];
}

/** How reading came out, from which backend at which base. */
export type ReadOutcome = StepOutcome & { readonly backend: Backend | undefined; readonly url: string };

/** How one step of a route came out. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly ms: number }
  | { readonly kind: 'failed'; readonly diagnosis: Diagnosis }
  /** Not tried, as a step before it failed. */
  | { readonly kind: 'skipped' };

/** Tells whether the trace was read back from every backend of a route. */
export const hasArrived = ({ sent, reads }: Verification): boolean =>
  sent.kind === 'done' && reads.every(({ kind }) => kind === 'done');
