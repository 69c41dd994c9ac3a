import type { JobEnd } from '../http/isolation/jobs.js';
import type { AuditCounts } from './counts.js';
import type { PageReading } from './namespace-pages.js';

/** What the thread of the auditor gives for each kind of job. */
export interface AuditJobs {
  /** Begins with a namespace; nothing goes along. */
  readonly begin: { readonly kind: 'begun' };
  /** Takes the bytes of a page of a list. */
  readonly page: { readonly kind: 'read'; readonly reading: PageReading };
  /** Judges the pods of the last page; nothing goes along. */
  readonly judge: { readonly kind: 'judged'; readonly counts: AuditCounts };
}

export type AuditJob = keyof AuditJobs;

/** How a job ended. */
export type AuditEnd<K extends AuditJob> = JobEnd<K, AuditJobs>;
