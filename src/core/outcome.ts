import type { Backend, Language, Origin } from './domain.js';
import type { Operation } from './operation.js';
import type { Pod } from './kubernetes/pod.js';
import type { Finding } from './reasons.js';

/** Written to `tracing.dokaseca.io/status`: all that was asked, some of it, or nothing was injected. */
export const STATUSES = ['injected', 'partial', 'skipped'] as const;
export type Status = (typeof STATUSES)[number];

/** What the engine says about one admission request. */
export type Outcome =
  /** The pod did not ask, was done before, or the request is none that is answered; nothing is written. */
  | { readonly kind: 'unchanged'; readonly why: UnchangedReason }
  /** The pod asked: what was done, what was not and why, and the operations that do it. */
  | {
      readonly kind: 'decided';
      readonly status: Status;
      readonly findings: readonly Finding[];
      readonly injections: readonly Injection[];
      /** RFC 6902 operations over the received pod, annotations among them. */
      readonly operations: readonly Operation[];
      readonly configHash: string;
      /** The pod after the operations; shares what did not change with the received one. */
      readonly pod: Pod;
    };

export const UNCHANGED = ['not-requested', 'already-injected', 'not-a-pod-creation'] as const;
export type UnchangedReason = (typeof UNCHANGED)[number];

/** One language in one container, with every setting and where it came from. */
export interface Injection {
  readonly language: Language;
  readonly container: string;
  readonly instrumentation?: string;
  readonly backend?: Backend;
  readonly settings: readonly NamedSetting[];
}

/** A setting as `explain` prints it: usually an environment variable. */
export interface NamedSetting {
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
}
