/** One measurement, as it is sent to the process that makes the load. */
export interface LoadJob {
  readonly url: string;
  /** Bodies of reviews, sent in turn by each client. */
  readonly bodies: readonly string[];
  /** Clients that each wait for an answer before they send again. */
  readonly clients: number;
  readonly reviews: number;
  /** The process whose CPU time is read. */
  readonly pid?: number;
}

/** What one measurement gave, over exactly `reviews` answers, with all clients busy from the first to the last. */
export interface LoadResult {
  readonly seconds: number;
  readonly reviews: number;
  /** Absent without a process id. */
  readonly cpuMicroseconds?: number;
  /** Milliseconds from sending to the whole answer, as a client sees it. */
  readonly p50: number;
  readonly p99: number;
}

export type LoadReply =
  | { readonly kind: 'result'; readonly result: LoadResult }
  /** Pods passed unjudged: what was measured is not what was to be measured. */
  | { readonly kind: 'passed'; readonly reason: string }
  | { readonly kind: 'failed'; readonly message: string };
