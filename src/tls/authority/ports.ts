import type { Result } from '../../core/result.js';
import type { SecretData, SecretView } from './secret.js';
import type { Registration } from './view.js';

/**
 * What the authority needs of a cluster. Refusals are sentences for the log. A write changes nothing, and says `outrun`,
 * when the object is not the one that was read any more: somebody else was first.
 */
export interface AuthorityPorts {
  /** The time by the clock of the API server, which judges the certificates; this machine's may jump. */
  readonly now: () => Date;
  /** `undefined` when there is none. */
  readonly readSecret: () => Promise<Result<SecretView | undefined, string>>;
  /** Replaces our keys in the Secret that was read, or creates it when there was none. */
  readonly writeSecret: (data: SecretData, read: SecretView | undefined) => Promise<WriteResult>;
  /** The webhook configurations that exist. */
  readonly readRegistrations: () => Promise<Result<readonly Registration[], string>>;
  /** Replaces the `caBundle` of some webhooks of a configuration, and nothing else of it. */
  readonly writeBundles: (registration: Registration, bundles: readonly BundleText[]) => Promise<WriteResult>;
  /** Calls back when a webhook configuration may have changed; returns what ends that. */
  readonly watchRegistrations: (onChange: () => void) => () => void;
}

export type WriteResult = Result<'written' | 'outrun', string>;

/** A `caBundle` to write, and the webhook that it belongs to. */
export interface BundleText {
  readonly index: number;
  readonly name: string;
  /** PEM. */
  readonly text: string;
}
