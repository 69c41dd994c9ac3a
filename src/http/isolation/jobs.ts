import type { AdmissionJudgement } from '../admission.js';
import type { ValidationJudgement } from '../validation.js';
import type { GivenUpReview } from '../judgement.js';
import type { LookupLine, SnapshotBasis } from './remote-snapshot.js';

/** What the thread for reviews gives for each kind of body. Another thread has kinds of its own. */
export interface ReviewJudgements {
  readonly mutate: AdmissionJudgement;
  readonly validate: ValidationJudgement;
}
export type JobKind = keyof ReviewJudgements;

/** How the judging of a body in a thread ended. */
export type JobEnd<K extends keyof Judgements, Judgements = ReviewJudgements> = Judgements[K] | GivenUpReview;

/** What a thread is given to judge. */
export interface ThreadJob<Kind extends string = string> {
  readonly kind: Kind;
  readonly bytes: Uint8Array;
  readonly basis: SnapshotBasis;
}

/** What a thread sends: that it is ready for its first body (`ready`), or how one ended, as plain data. */
export interface ThreadMessage {
  readonly kind: string;
}

/** What a thread is started with. */
export interface ThreadData {
  readonly line: LookupLine;
}
