/** Where a mistake is told: when it is applied, or by a command about a workload, a namespace or the cluster. */
export type Teller = 'apply' | 'explain' | 'audit' | 'traces' | 'doctor';

/**
 * When a mistake is made: before the webhook is installed, while it is away, with all others, when it is told as it is
 * applied, or by itself, since the others would suffer from it.
 */
export type Moment = 'early' | 'away' | 'together' | 'applied' | 'alone';

/** A mistake as a person makes it, what tells it, and what mends it. */
export interface Mistake {
  readonly what: string;
  readonly made: Moment;
  /** What is applied, to make it. */
  readonly objects: readonly object[];
  /** What is done to make it, beside. */
  readonly act?: () => unknown;
  /** What is done until it shows. */
  readonly again?: () => unknown;
  readonly toldBy: Teller;
  /** What is asked about: `deployment/orders`, or the name of a check. Absent for what is refused. */
  readonly about?: string;
  readonly namespace?: string;
  /** Whether the webhook loses a right by it. */
  readonly isOfRights?: true;
  /** Words that the first screen must have. */
  readonly words: readonly string[];
  /** What a person does that no command does; else the commands that are printed are run. */
  readonly edit?: Edit;
}

/** A change that is none of the cluster alone. */
interface Edit {
  readonly why: string;
  readonly apply: () => string;
}
