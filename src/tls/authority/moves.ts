import type { Lifetime } from '../renewal.js';
import type { Authorities, CaCertificate, SigningCa } from './ca.js';
import type { Registration } from './view.js';

/** The one thing that a replica does next; after it, everything is read again. */
export type Move = SecretMove | PublishMove | SignMove;

export type SecretMove =
  | {
      /** Issue a CA, and store it beside the others: as the one that signs, or as the one that will. */
      readonly kind: 'issue';
      readonly as: 'current' | 'next';
      readonly authorities: Authorities;
      readonly cause: 'secret-missing' | 'secret-damaged' | 'ca-invalid' | 'ca-due';
      readonly reason: string;
    }
  | {
      readonly kind: 'store';
      readonly authorities: Authorities;
      readonly cause: 'next-settled' | 'tidied';
      readonly reason: string;
    };

export const BUNDLE_WRITES = ['published', 'restored', 'retired'] as const;
/** Why a `caBundle` is written: a CA is new, was removed by somebody, or is no longer needed. */
export type BundleWrite = (typeof BUNDLE_WRITES)[number];

export interface PublishMove {
  readonly kind: 'publish';
  readonly registration: Registration;
  readonly bundles: readonly Bundle[];
  readonly cause: BundleWrite;
}

/** What the `caBundle` of one webhook shall hold. */
export interface Bundle {
  readonly index: number;
  readonly name: string;
  readonly certificates: readonly CaCertificate[];
}

export interface SignMove {
  readonly kind: 'sign';
  readonly ca: SigningCa;
  readonly lifetime: Lifetime;
  readonly cause: 'first' | 'ca-changed' | 'leaf-due';
  readonly reason: string;
}
