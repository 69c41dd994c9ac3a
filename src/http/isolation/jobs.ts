import type { AdmissionJudgement } from '../admission.js';
import type { ValidationJudgement } from '../validation.js';
import type { GivenUpReview } from '../judgement.js';
import type { LookupLine, SnapshotBasis } from './remote-snapshot.js';

/** What a thread gives for each kind of body. */
interface JudgementsByKind {
  readonly mutate: AdmissionJudgement;
  readonly validate: ValidationJudgement;
}
export type JobKind = keyof JudgementsByKind;

/** How the judging of a body in a thread ended. */
export type JobEnd<K extends JobKind> = JudgementsByKind[K] | GivenUpReview;

/** What a thread is given to judge. */
export interface ThreadJob {
  readonly kind: JobKind;
  readonly bytes: Uint8Array;
  readonly basis: SnapshotBasis;
}

/** What a thread sends: that it is ready for its first body, or how one ended. */
export type ThreadMessage = { readonly kind: 'ready' } | JudgementsByKind[JobKind] | GivenUpReview;

/** What a thread is started with. */
export interface ThreadData {
  readonly line: LookupLine;
}
