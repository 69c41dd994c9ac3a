/** What a reason means to a person, and what to do about it. */
export interface ReasonDefinition {
  /** A refusal means that something asked for was not injected; a notice that it was, with a remark. */
  readonly kind: 'refusal' | 'notice';
  readonly summary: string;
  readonly remedy: string;
}
