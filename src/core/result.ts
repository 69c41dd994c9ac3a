/** What went wrong with an input: where in it, what, and what to do about it. */
export interface Issue {
  /** Path inside the input, as `spec.sampler.argument` or `containers[0].env`; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

export type Result<T, E = readonly Issue[]> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Wraps a value as success. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** Wraps the reason for a failure. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
