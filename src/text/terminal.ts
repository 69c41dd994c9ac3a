import type { Issue } from '../core/result.js';
import type { TerminalText } from './terminal-text.js';

/** What a command may use of the process; `main.ts` makes the real one, tests make their own. */
export interface Terminal {
  /** Writes text as it is to standard output: the result, and nothing else. */
  readonly out: (text: TerminalText) => void;
  /** Writes text as it is to standard error: what a person should know. */
  readonly err: (text: TerminalText) => void;
  /**
   * Shows what is being done in a line of standard error, in the place of the one before, and takes it away for undefined.
   * Absent where standard error is no terminal.
   */
  readonly showStatus?: (text: TerminalText | undefined) => void;
  /** Standard input as a whole. Throws `UsageError` where it is not UTF-8. */
  readonly readInput: () => Promise<string>;
  /** Tells whether standard output shows colours. */
  readonly color: boolean;
  /** Aborted when the process is asked to end (SIGTERM, SIGINT, SIGHUP). Once asked for, those signals do no more than this. */
  readonly createEndSignal: () => AbortSignal;
}

/** 0: done. 1: done, with an answer that scripts should notice, or failed. 2: wrong usage or bad input. */
export type ExitCode = 0 | 1 | 2;

/**
 * Wrong usage or bad input: its message goes to standard error, the issues of the input below it, a line each, and the
 * exit code is 2.
 */
export class UsageError extends Error {
  readonly issues: readonly Issue[];

  constructor(message: string, issues: readonly Issue[] = []) {
    super(message);
    this.issues = issues;
  }
}
