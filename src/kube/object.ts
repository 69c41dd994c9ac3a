import type { Result } from '../core/result.js';
import type { KubeFailure } from './failure.js';

export type KubeAnswer<T> = Result<T, KubeFailure>;

/** An object as the API server sends it; its parts beside these are not judged. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One page of a list. */
export interface ListPage {
  readonly items: readonly KubeObject[];
  /** The version to watch from, once there is no `continue`. */
  readonly resourceVersion: string;
  /** Asks for the next page. */
  readonly continue?: string;
}
