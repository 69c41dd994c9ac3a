/** What can keep certificates from being as they should be; the codes are in the log and in a metric. */
export const PROBLEM_CODES = [
  'api-unavailable',
  'secret-foreign',
  'creation-limited',
  'registration-missing',
  'bundle-injected',
  'bundle-contended',
  'unsettled',
  'clock-off',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** Sentences for the operator: what is wrong, and what to do. */
  readonly message: string;
}
