import type { Issue } from '../../core/result.js';
import type { ClusterSnapshot } from '../../core/snapshot.js';
import type { WatchFacts } from '../../telemetry/watch-metrics.js';
import type { DecisionTotals, KeptDecision } from '../decision-log.js';

/** What the status page shows. */
export interface PageFacts {
  readonly version: string;
  /** The replica whose page it is: the name of its pod. */
  readonly replica: string;
  /** Unix time in milliseconds, from which ages are counted. */
  readonly now: number;
  /** What is waited for; empty when ready. */
  readonly waitingFor: readonly string[];
  readonly context: {
    readonly paths: readonly string[];
    readonly hash: string;
    readonly snapshot: ClusterSnapshot;
    /** Why the last reload was refused; empty when it was not. */
    readonly issues: readonly Issue[];
  };
  readonly certificates: CertificateReport;
  /** Empty without a cluster. */
  readonly watches: readonly PageWatch[];
  /** Newest first. */
  readonly decisions: readonly KeptDecision[];
  readonly totals: DecisionTotals;
  /** A trace that was read back, parents before their children; only the demo has one. */
  readonly trace?: readonly PageSpan[];
}

/** A certificate by what it is for. */
interface PageCertificate {
  readonly role: string;
  /** For whom it is issued; empty for a CA. */
  readonly names: readonly string[];
  readonly notAfter: Date;
}

export interface CertificateReport {
  readonly certificates: readonly PageCertificate[];
  /** What keeps them from being as they should be; empty when nothing does. */
  readonly problems: readonly string[];
}

/** A watch, and why it does not work now. */
export interface PageWatch extends Pick<WatchFacts, 'row' | 'isSynced' | 'ageMs' | 'objects' | 'refused'> {
  readonly failure: { readonly message: string } | undefined;
}

/** A span of a trace; times in milliseconds from its start. */
export interface PageSpan {
  readonly service: string;
  readonly name: string;
  /** How many spans are above it. */
  readonly depth: number;
  readonly startMs: number;
  readonly durationMs: number;
}
